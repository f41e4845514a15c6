import { defineConfig, loadEnv } from "vite";

export default defineConfig(({ mode }) => {
  const { PORT } = loadEnv(mode, process.cwd(), "PORT");
  return {
    build: { sourcemap: true },
    // `npm run dev` serves the page, `npm start` the data
    server: { proxy: { "/api": `http://localhost:${PORT}` } },
  };
});
