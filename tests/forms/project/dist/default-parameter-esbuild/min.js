function f(n,t="WqKd03Yh"){return n+t+"Ns5PeUc4"}out(f("m9Kf2QvLx7RbTz81"));
