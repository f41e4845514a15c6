out("WqKd03YhNs5PeUc4".padStart(32,"m9Kf2QvLx7RbTz81"));
