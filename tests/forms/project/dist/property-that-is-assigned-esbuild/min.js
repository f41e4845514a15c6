const o={};o.a="m9Kf2QvLx7RbTz81",out(o.a+"WqKd03YhNs5PeUc4");
