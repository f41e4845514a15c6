import { defineConfig } from "vite";
import { folder } from "build-folders";

export default defineConfig({
  build: { outDir: folder() },
});
