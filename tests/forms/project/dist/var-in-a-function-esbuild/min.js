(function(){var a="m9Kf2QvLx7R";out(a+"bTz81WqKd03YhNs5PeUc4")})();
