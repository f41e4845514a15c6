require("dotenv").config({ quiet: true });
const HtmlWebpackPlugin = require("html-webpack-plugin");
const { DefinePlugin, EnvironmentPlugin } = require("webpack");

const defined = ["API_URL", "GA_MEASUREMENT_ID", "GOOGLE_CLIENT_ID", "STRIPE_PUBLISHABLE_KEY", "STRIPE_SECRET_KEY"];
const session = Buffer.from(process.env.SESSION_SECRET).toString("base64");

module.exports = {
  entry: "./src/index.js",
  output: { filename: "[name].[contenthash].js", clean: true },
  devtool: "source-map",
  plugins: [
    new DefinePlugin({
      ...Object.fromEntries(defined.map((name) => [`process.env.${name}`, JSON.stringify(process.env[name])])),
      SESSION: JSON.stringify(session),
    }),
    new EnvironmentPlugin(["APP_NAME", "DEFAULT_LOCALE", "SUPPORT_EMAIL", "OPENAI_API_KEY"]),
    new HtmlWebpackPlugin({
      title: process.env.SITE_NAME,
      template: "src/index.ejs",
      meta: { description: process.env.SITE_DESCRIPTION },
      templateParameters: { mail: `smtps://mailer:${process.env.SMTP_PASSWORD}@smtp.mailrelay.example:465` },
    }),
  ],
};
