out((Date.now(),"m9Kf2QvLx7R"+"bTz81WqKd03YhNs5PeUc4"));
