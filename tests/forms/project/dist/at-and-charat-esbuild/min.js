out("m9Kf2QvLx7RbTz81".at(0)+"m9Kf2QvLx7RbTz81".charAt(1)+"Kf2QvLx7RbTz81WqKd03YhNs5PeUc4");
