function f(n,t="bTz81WqKd03"){return n+t+"YhNs5PeUc4"}out(f("m9Kf2QvLx7R"));
