import{a as o,b as l}from"./chunk-QRZCNQU3.js";console.log(o,l());
