const o={k:{v:["x","m9Kf2QvLx7R"]}};out(o.k.v[1]+"bTz81WqKd03YhNs5PeUc4");
