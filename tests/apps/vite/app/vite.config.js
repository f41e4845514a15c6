import { defineConfig, loadEnv } from "vite";

export default defineConfig(({ mode }) => {
  const env = loadEnv(mode, process.cwd(), "");
  return {
    define: {
      __APP_NAME__: JSON.stringify(env.APP_NAME),
      __LOCALE__: JSON.stringify(env.DEFAULT_LOCALE),
      __SUPPORT_EMAIL__: JSON.stringify(env.SUPPORT_EMAIL),
      __GOOGLE_CLIENT_ID__: JSON.stringify(env.GOOGLE_CLIENT_ID),
    },
    plugins: [
      {
        name: "site-description",
        transformIndexHtml: () => [
          { tag: "meta", attrs: { name: "description", content: env.SITE_DESCRIPTION }, injectTo: "head" },
        ],
      },
    ],
    server: { proxy: { "/api": env.INTERNAL_API_URL } },
    build: { sourcemap: true },
  };
});
