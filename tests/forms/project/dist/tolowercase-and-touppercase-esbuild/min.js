out("m".toUpperCase().toLowerCase()+"9Kf".concat("2QvLx7RbTz81WqKd03YhNs5PeUc4"));
