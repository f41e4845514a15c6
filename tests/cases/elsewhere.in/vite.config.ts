import { defineConfig } from "vite";

// outDir: "old"
export default defineConfig({
  envDir: "config",
  build: { outDir: "./www/" },
});
