out("m9Kf2QvLx7R#YhNs5PeUc4".replace("#","bTz81WqKd03"));
