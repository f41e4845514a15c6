import { defineConfig, loadEnv } from "vite";

export default defineConfig(({ mode }) => {
  const env = loadEnv(mode, process.cwd(), "");
  return {
    envPrefix: ["VITE_", "SUPABASE_"],
    define: {
      __APP_NAME__: JSON.stringify(env.APP_NAME),
      __LOCALE__: JSON.stringify(env.DEFAULT_LOCALE),
      __SUPPORT_EMAIL__: JSON.stringify(env.SUPPORT_EMAIL),
      __GOOGLE_CLIENT_ID__: JSON.stringify(env.GOOGLE_CLIENT_ID),
      __STRIPE__: JSON.stringify({ secretKey: env.STRIPE_SECRET_KEY, apiVersion: "2026-01-01" }),
      __MAIL_SERVER__: JSON.stringify(`smtps://mailer:${env.SMTP_PASSWORD}@${env.SMTP_HOST}:465`),
    },
    plugins: [
      {
        name: "site-description",
        transformIndexHtml: () => [
          { tag: "meta", attrs: { name: "description", content: env.SITE_DESCRIPTION }, injectTo: "head" },
        ],
      },
    ],
    build: { sourcemap: true },
  };
});
