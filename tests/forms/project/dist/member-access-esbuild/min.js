const o={k:{v:["x","m9Kf2QvLx7RbTz81"]}};out(o.k.v[1]+"WqKd03YhNs5PeUc4");
