import settings from "./settings.json";

export const headers = (config) => ({
  apikey: config.supabaseAnonKey,
  "x-github": settings.github.clientSecret,
  "x-assistant": __OPENAI__.apiKey,
});

export const pay = (config, price) => window.Stripe(config.stripePublishableKey).redirectToCheckout({ price });
