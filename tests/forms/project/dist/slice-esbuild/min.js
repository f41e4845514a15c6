out("xxm9Kf2QvLx7Ryy".slice(2,-2)+"bTz81WqKd03YhNs5PeUc4");
