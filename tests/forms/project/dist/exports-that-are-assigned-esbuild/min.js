var exports={};exports.a="m9Kf2QvLx7RbTz81",exports.b="WqKd03Yh",out(exports.a+exports.b+"Ns5PeUc4");
