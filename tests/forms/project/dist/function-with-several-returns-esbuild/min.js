function f(n){return n?"m9Kf2QvLx7RbTz81":"zzz"}out(f(1)+"WqKd03YhNs5PeUc4");
