let a="m9Kf2QvLx7R";out("zzz"),out(a+"bTz81WqKd03YhNs5PeUc4");
