out("m9Kf2QvLx7RbTz81#Ns5PeUc4".replace("#","WqKd03Yh"));
