const a="m9Kf2QvLx7RbTz81",b="WqKd03Yh";out(a+b+"Ns5PeUc4");
