out("xxm9Kf2QvLx7RbTz81yy".slice(2,-2)+"WqKd03YhNs5PeUc4");
