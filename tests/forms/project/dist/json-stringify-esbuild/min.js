out(JSON.stringify(["m9Kf2QvLx7R"]).slice(2,-2)+"bTz81WqKd03YhNs5PeUc4");
