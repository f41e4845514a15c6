const{a,b:[,{c="WqKd03YhNs5PeUc4"}]}={a:"m9Kf2QvLx7RbTz81",b:[0,{}]};out(a+c);
