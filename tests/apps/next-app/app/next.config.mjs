import "./env.mjs";

/** @type {import("next").NextConfig} */
export default {
  env: {
    APP_NAME: process.env.APP_NAME,
  },
  images: { remotePatterns: [{ protocol: "https", hostname: "cdn.lampshop.example" }] },
};
