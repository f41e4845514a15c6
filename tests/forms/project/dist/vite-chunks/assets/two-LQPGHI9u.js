import{h as o,o as a}from"./half-LSbmkfZC.js";console.log(o,a());
