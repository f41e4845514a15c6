require("dotenv").config({ quiet: true });
const HtmlWebpackPlugin = require("html-webpack-plugin");
const { DefinePlugin, EnvironmentPlugin } = require("webpack");

const defined = ["API_URL", "GA_MEASUREMENT_ID", "GOOGLE_CLIENT_ID", "STRIPE_PUBLISHABLE_KEY"];

module.exports = {
  entry: "./src/index.js",
  output: { filename: "[name].[contenthash].js", clean: true },
  devtool: "source-map",
  plugins: [
    new DefinePlugin(
      Object.fromEntries(defined.map((name) => [`process.env.${name}`, JSON.stringify(process.env[name])])),
    ),
    new EnvironmentPlugin(["APP_NAME", "DEFAULT_LOCALE", "SUPPORT_EMAIL"]),
    new HtmlWebpackPlugin({
      title: process.env.SITE_NAME,
      meta: { description: process.env.SITE_DESCRIPTION },
    }),
  ],
};
