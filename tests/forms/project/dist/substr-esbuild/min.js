out("xxm9Kf2QvLx7Ryy".substr(2,11)+"bTz81WqKd03YhNs5PeUc4");
