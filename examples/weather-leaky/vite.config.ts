import { defineConfig, loadEnv } from "vite";

export default defineConfig(({ mode }) => {
  const env = loadEnv(mode, process.cwd(), "");
  return {
    define: {
      // quick fix: the fetch in the browser needs the key
      __WEATHER_API_KEY__: JSON.stringify(env.WEATHER_API_KEY),
    },
    build: { sourcemap: true },
    preview: { port: Number(env.PORT) },
  };
});
