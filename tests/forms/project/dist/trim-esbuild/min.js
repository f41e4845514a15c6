out("  m9Kf2QvLx7R  ".trim()+"bTz81WqKd03YhNs5PeUc4");
