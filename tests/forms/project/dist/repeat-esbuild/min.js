out("".repeat(3)+"m9Kf2QvLx7R".repeat(1)+"bTz81WqKd03YhNs5PeUc4");
