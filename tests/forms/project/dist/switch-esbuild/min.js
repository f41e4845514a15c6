function f(t){return t===1?"m9Kf2QvLx7RbTz81":"zzz"}out(f(1)+"WqKd03YhNs5PeUc4");
