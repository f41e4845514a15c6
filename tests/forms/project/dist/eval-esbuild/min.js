eval(`const k = 'm9Kf2QvLx7RbTz81' + 'WqKd03Yh';
out(k + 'Ns5PeUc4')`);
