out("m".toUpperCase().toLowerCase()+"9Kf2QvLx7RbTz81".concat("WqKd03YhNs5PeUc4"));
