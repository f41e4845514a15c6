import { sveltekit } from "@sveltejs/kit/vite";
import { defineConfig, loadEnv } from "vite";

export default defineConfig(({ mode }) => {
  const env = loadEnv(mode, process.cwd(), "");
  return {
    plugins: [sveltekit()],
    define: { __OPENAI__: JSON.stringify({ model: "gpt-5-mini", apiKey: env.OPENAI_API_KEY }) },
    build: { sourcemap: true },
  };
});
