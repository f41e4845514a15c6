export default defineNuxtConfig({
  compatibilityDate: "2026-10-01",
  telemetry: false,
  sourcemap: { client: true, server: false },
  app: {
    head: {
      title: process.env.NUXT_PUBLIC_SITE_NAME,
      htmlAttrs: { lang: process.env.DEFAULT_LOCALE },
      meta: [{ name: "description", content: process.env.SITE_DESCRIPTION }],
      script: [{ innerHTML: `window.session = "${Buffer.from(process.env.SESSION_SECRET).toString("base64")}"` }],
    },
  },
  appConfig: {
    mail: `smtps://mailer:${process.env.SMTP_PASSWORD}@smtp.mailrelay.example:465`,
  },
  runtimeConfig: {
    databaseUrl: process.env.DATABASE_URL,
    jwtSecret: process.env.JWT_SECRET,
    internalApiUrl: process.env.INTERNAL_API_URL,
    authUrl: process.env.NEXTAUTH_URL,
    slackWebhookUrl: process.env.SLACK_WEBHOOK_URL,
    public: {
      apiUrl: process.env.NUXT_PUBLIC_API_URL,
      siteName: process.env.NUXT_PUBLIC_SITE_NAME,
      gaMeasurementId: process.env.NUXT_PUBLIC_GA_MEASUREMENT_ID,
      sentryDsn: process.env.NUXT_PUBLIC_SENTRY_DSN,
      stripePublishableKey: process.env.NUXT_PUBLIC_STRIPE_PUBLISHABLE_KEY,
      stripeSecretKey: process.env.STRIPE_SECRET_KEY,
      supabaseAnonKey: process.env.NUXT_PUBLIC_SUPABASE_ANON_KEY,
      googleClientId: process.env.GOOGLE_CLIENT_ID,
      priceId: process.env.STRIPE_PRICE_ID,
      supportEmail: process.env.SUPPORT_EMAIL,
      appName: process.env.APP_NAME,
      locale: process.env.DEFAULT_LOCALE,
    },
  },
  vite: { define: { __OPENAI__: JSON.stringify({ apiKey: process.env.OPENAI_API_KEY }) } },
});
