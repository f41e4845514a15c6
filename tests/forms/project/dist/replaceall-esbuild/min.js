out("m9Kf2QvLx7R##bTz81WqKd03##YhNs5PeUc4".replaceAll("##",""));
