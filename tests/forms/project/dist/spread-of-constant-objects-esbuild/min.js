const o={a:"m9Kf2QvLx7R",b:"bTz81WqKd03YhNs5PeUc4"};out(o.a+o.b);
