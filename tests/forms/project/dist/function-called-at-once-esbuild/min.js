out((function(){return"m9Kf2QvLx7RbTz81WqKd03Yh"})()+"Ns5PeUc4");
