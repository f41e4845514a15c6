let s="m9Kf2QvLx7RbTz81";s+="WqKd03Yh",s+="Ns5PeUc4",out(s);
