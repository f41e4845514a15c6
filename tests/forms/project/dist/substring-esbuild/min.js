out("xxm9Kf2QvLx7RbTz81yy".substring(2,18)+"WqKd03YhNs5PeUc4");
