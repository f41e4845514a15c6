module.exports = {
  mode: "production",
  devtool: "source-map",
  entry: "./src/main.ts",
  resolve: { extensions: [".ts", ".js"] },
  module: { rules: [{ test: /\.ts$/, loader: "esbuild-loader", options: { target: "es2022" } }] },
};
