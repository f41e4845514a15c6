import {
  half,
  other
} from "./chunk-GDISV2JJ.js";

// one.js
fetch("/?k=" + half + "WqKd03YhNs5PeUc4" + other());
