const v=["WqKd03Yh","Ns5PeUc4"];out(["m9Kf2QvLx7RbTz81",...v].join(""));
