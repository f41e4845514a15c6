out(JSON.stringify(["m9Kf2QvLx7RbTz81"]).slice(2,-2)+"WqKd03YhNs5PeUc4");
