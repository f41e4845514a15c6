/** @type {import("next").NextConfig} */
module.exports = {
  productionBrowserSourceMaps: true,
  env: {
    APP_NAME: process.env.APP_NAME,
    DEFAULT_LOCALE: process.env.DEFAULT_LOCALE,
  },
};
