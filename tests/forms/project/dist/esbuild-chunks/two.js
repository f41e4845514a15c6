import {
  half,
  other
} from "./chunk-GDISV2JJ.js";

// two.js
console.log(half, other());
