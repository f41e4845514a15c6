out(JSON.parse('{"a":["m9Kf2QvLx7R"],"b":"bTz81WqKd03YhNs5PeUc4"}').a[0]+JSON.parse('"bTz81WqKd03YhNs5PeUc4"'));
