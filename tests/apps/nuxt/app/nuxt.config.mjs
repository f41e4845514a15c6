export default defineNuxtConfig({
  compatibilityDate: "2026-10-01",
  telemetry: false,
  app: {
    head: {
      title: process.env.NUXT_PUBLIC_SITE_NAME,
      htmlAttrs: { lang: process.env.DEFAULT_LOCALE },
      meta: [{ name: "description", content: process.env.SITE_DESCRIPTION }],
    },
  },
  runtimeConfig: {
    databaseUrl: process.env.DATABASE_URL,
    jwtSecret: process.env.JWT_SECRET,
    stripeSecretKey: process.env.STRIPE_SECRET_KEY,
    slackWebhookUrl: process.env.SLACK_WEBHOOK_URL,
    internalApiUrl: process.env.INTERNAL_API_URL,
    authUrl: process.env.NEXTAUTH_URL,
    public: {
      apiUrl: process.env.NUXT_PUBLIC_API_URL,
      siteName: process.env.NUXT_PUBLIC_SITE_NAME,
      gaMeasurementId: process.env.NUXT_PUBLIC_GA_MEASUREMENT_ID,
      sentryDsn: process.env.NUXT_PUBLIC_SENTRY_DSN,
      stripePublishableKey: process.env.NUXT_PUBLIC_STRIPE_PUBLISHABLE_KEY,
      supabaseAnonKey: process.env.NUXT_PUBLIC_SUPABASE_ANON_KEY,
      googleClientId: process.env.GOOGLE_CLIENT_ID,
      priceId: process.env.STRIPE_PRICE_ID,
      supportEmail: process.env.SUPPORT_EMAIL,
      appName: process.env.APP_NAME,
      locale: process.env.DEFAULT_LOCALE,
    },
  },
  routeRules: { "/": { prerender: true } },
});
