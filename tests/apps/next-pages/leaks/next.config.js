/** @type {import("next").NextConfig} */
module.exports = {
  productionBrowserSourceMaps: true,
  env: {
    APP_NAME: process.env.APP_NAME,
    DEFAULT_LOCALE: process.env.DEFAULT_LOCALE,
    SENDGRID_API_KEY: process.env.SENDGRID_API_KEY,
  },
  compiler: {
    define: {
      __SESSION__: Buffer.from(process.env.SESSION_SECRET).toString("base64"),
    },
  },
};
