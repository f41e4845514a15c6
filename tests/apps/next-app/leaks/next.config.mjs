import "./env.mjs";

/** @type {import("next").NextConfig} */
export default {
  env: {
    APP_NAME: process.env.APP_NAME,
    OPENAI_API_KEY: process.env.OPENAI_API_KEY,
  },
  images: { remotePatterns: [{ protocol: "https", hostname: "cdn.lampshop.example" }] },
};
