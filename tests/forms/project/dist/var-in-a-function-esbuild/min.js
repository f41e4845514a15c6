(function(){var a="m9Kf2QvLx7RbTz81";out(a+"WqKd03YhNs5PeUc4")})();
