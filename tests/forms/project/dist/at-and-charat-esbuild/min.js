out("m9Kf2QvLx7R".at(0)+"m9Kf2QvLx7R".charAt(1)+"Kf2QvLx7RbTz81WqKd03YhNs5PeUc4");
