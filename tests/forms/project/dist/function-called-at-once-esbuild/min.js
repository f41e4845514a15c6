out((function(){return"m9Kf2QvLx7RbTz81WqKd03"})()+"YhNs5PeUc4");
