out(JSON.parse('{"a":["m9Kf2QvLx7RbTz81"]}').a[0]+JSON.parse('"WqKd03YhNs5PeUc4"'));
