const o={a:"m9Kf2QvLx7RbTz81",b:"WqKd03YhNs5PeUc4"};out(o.a+o.b);
