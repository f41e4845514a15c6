"use strict";
/*
 * ATTENTION: The "eval" devtool has been used (maybe by default in mode: "development").
 * This devtool is neither made for production nor for readable output files.
 * It uses "eval()" calls to create a separate source file in the browser devtools.
 * If you are trying to read the output file, select a different devtool (https://webpack.js.org/configuration/devtool/)
 * or disable the default devtool with "devtool: false".
 * If you are looking for production-ready output files, see mode: "production" (https://webpack.js.org/configuration/mode/).
 */
(self["webpackChunk"] = self["webpackChunk"] || []).push([["two"],{

/***/ "./two.js"
(__unused_webpack_module, __webpack_exports__, __webpack_require__) {

eval("{__webpack_require__.r(__webpack_exports__);\n/* harmony import */ var _half_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(\"./half.js\");\n console.log(_half_js__WEBPACK_IMPORTED_MODULE_0__.half, (0,_half_js__WEBPACK_IMPORTED_MODULE_0__.other)())\n\n//# sourceURL=webpack:///./two.js?\n}");

/***/ }

},
/******/ __webpack_require__ => { // webpackRuntimeModules
/******/ var __webpack_exec__ = (moduleId) => (__webpack_require__(__webpack_require__.s = moduleId))
/******/ __webpack_require__.O(0, ["half_js"], () => (__webpack_exec__("./two.js")));
/******/ var __webpack_exports__ = __webpack_require__.O();
/******/ }
]);