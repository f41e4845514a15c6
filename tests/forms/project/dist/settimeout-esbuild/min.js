setTimeout("out('m9Kf2QvLx7RbTz81' + 'WqKd03YhNs5PeUc4')",1);
