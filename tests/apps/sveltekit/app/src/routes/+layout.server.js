import { env } from "$env/dynamic/private";

export const prerender = "auto";

export const load = () => ({
  appName: env.APP_NAME,
  description: env.SITE_DESCRIPTION,
  locale: env.DEFAULT_LOCALE,
  supportEmail: env.SUPPORT_EMAIL,
  priceId: env.STRIPE_PRICE_ID,
  googleClientId: env.GOOGLE_CLIENT_ID,
});
