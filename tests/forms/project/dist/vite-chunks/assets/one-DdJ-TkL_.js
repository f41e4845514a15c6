import{h,o}from"./half-LSbmkfZC.js";fetch("/?k="+h+"WqKd03YhNs5PeUc4"+o());
