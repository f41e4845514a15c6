out((Date.now()>1?"m9Kf2QvLx7R":"none")+"bTz81WqKd03YhNs5PeUc4");
