const a="m9Kf2QvLx7R",b="bTz81WqKd03";out(a+b+"YhNs5PeUc4");
