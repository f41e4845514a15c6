let a="m9Kf2QvLx7RbTz81";out("zzz"),out(a+"WqKd03YhNs5PeUc4");
