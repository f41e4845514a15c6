// Uses two large libraries as a whole, so that the build writes one bundle of 1.6 MB.
import * as echarts from "echarts";
import * as THREE from "three";

globalThis.weather = { echarts, THREE };
