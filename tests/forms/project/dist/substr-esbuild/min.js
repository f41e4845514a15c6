out("xxm9Kf2QvLx7RbTz81yy".substr(2,16)+"WqKd03YhNs5PeUc4");
