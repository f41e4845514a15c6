out("m9Kf2QvLx7R".concat("bTz81WqKd03","YhNs5PeUc4"));
