class C{static k="m9Kf2QvLx7RbTz81WqKd03YhNs5PeUc4"}out(C.k);
