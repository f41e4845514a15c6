out("".repeat(3)+"m9Kf2QvLx7RbTz81".repeat(1)+"WqKd03YhNs5PeUc4");
