import { reactRouter } from "@react-router/dev/vite";
import { defineConfig, loadEnv } from "vite";

export default defineConfig(({ mode }) => {
  const env = loadEnv(mode, process.cwd(), "");
  return {
    plugins: [reactRouter()],
    define: { __CACHE__: JSON.stringify(`${env.REDIS_URL}/0?family=4`) },
    build: { sourcemap: true },
  };
});
