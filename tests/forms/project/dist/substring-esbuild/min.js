out("xxm9Kf2QvLx7Ryy".substring(2,13)+"bTz81WqKd03YhNs5PeUc4");
