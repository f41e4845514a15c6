(()=>{var o="m9Kf2QvLx7RbTz81WqKd03YhNs5PeUc4";var e=4;fetch("/?k="+o+e);})();
//# sourceMappingURL=main.js.map
