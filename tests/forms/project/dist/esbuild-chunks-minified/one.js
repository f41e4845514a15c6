import{a as h,b as e}from"./chunk-QRZCNQU3.js";fetch("/?k="+h+"WqKd03YhNs5PeUc4"+e());
