out((Date.now()<1?"none":"m9Kf2QvLx7RbTz81")+"WqKd03YhNs5PeUc4");
