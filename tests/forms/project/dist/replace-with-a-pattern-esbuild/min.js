out("m9Kf2QvLx7RbTz811-2WqKd03Yh1-2Ns5PeUc4".replace(/\d-\d/g,""));
