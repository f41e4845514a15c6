out(["m9Kf2QvLx7RbTz81","WqKd03Yh","Ns5PeUc4"].join(""));
