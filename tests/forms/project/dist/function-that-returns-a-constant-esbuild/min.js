function f(){return"m9Kf2QvLx7R"}out(f()+"bTz81WqKd03YhNs5PeUc4");
