out("m9Kf2QvLx7R1-2bTz81WqKd031-2YhNs5PeUc4".replace(/\d-\d/g,""));
