export const headers = (config) => ({ apikey: config.supabaseAnonKey });

export const pay = (config, price) => window.Stripe(config.stripePublishableKey).redirectToCheckout({ price });
