out(unescape(escape("m9Kf2QvLx7RbTz81"))+"WqKd03YhNs5PeUc4");
