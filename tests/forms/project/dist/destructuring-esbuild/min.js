const{a,b:[,{c="YhNs5PeUc4"}]}={a:"m9Kf2QvLx7RbTz81WqKd03",b:[0,{}]};out(a+c);
