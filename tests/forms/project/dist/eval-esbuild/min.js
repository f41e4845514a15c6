eval(`const k = 'm9Kf2QvLx7R' + 'bTz81WqKd03';
out(k + 'YhNs5PeUc4')`);
