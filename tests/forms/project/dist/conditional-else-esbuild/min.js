out((Date.now()<1?"none":"m9Kf2QvLx7R")+"bTz81WqKd03YhNs5PeUc4");
