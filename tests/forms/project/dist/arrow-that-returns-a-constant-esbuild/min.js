const f=()=>"m9Kf2QvLx7RbTz81";out(f()+"WqKd03YhNs5PeUc4");
