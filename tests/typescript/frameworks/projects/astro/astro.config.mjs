import { defineConfig } from "astro/config";
import { schema } from "./envwall.astro.ts";

export default defineConfig({ env: { schema } });
