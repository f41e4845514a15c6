out("m9Kf2QvLx7RbTz81".concat("WqKd03Yh","Ns5PeUc4"));
