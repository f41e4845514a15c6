out(Date.now()+"?k=m9Kf2QvLx7RbTz81WqKd03YhNs5PeUc4&u="+Date.now());
