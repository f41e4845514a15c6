import node from "@astrojs/node";
import react from "@astrojs/react";
import { defineConfig } from "astro/config";

export default defineConfig({
  site: "https://www.lampshop.example",
  adapter: node({ mode: "standalone" }),
  integrations: [react()],
});
