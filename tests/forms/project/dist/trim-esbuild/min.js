out("  m9Kf2QvLx7RbTz81  ".trim()+"WqKd03YhNs5PeUc4");
