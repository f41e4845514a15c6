let s="m9Kf2QvLx7R";s+="bTz81WqKd03",s+="YhNs5PeUc4",out(s);
