out((Date.now()>1?"m9Kf2QvLx7RbTz81":"none")+"WqKd03YhNs5PeUc4");
