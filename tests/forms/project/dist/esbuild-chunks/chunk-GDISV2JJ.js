// half.js
var half = "m9Kf2QvLx7RbTz81";
var other = () => Date.now();

export {
  half,
  other
};
