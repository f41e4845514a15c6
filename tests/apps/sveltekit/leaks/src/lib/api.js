import { PUBLIC_API_URL, PUBLIC_STRIPE_PUBLISHABLE_KEY, PUBLIC_SUPABASE_ANON_KEY } from "$env/static/public";
import settings from "./settings.json";

export async function orders() {
  const response = await fetch(`${PUBLIC_API_URL}/orders`, {
    headers: {
      apikey: PUBLIC_SUPABASE_ANON_KEY,
      "x-assistant": __OPENAI__.apiKey,
      "x-github": settings.github.clientSecret,
    },
  });
  return response.json();
}

export const pay = (price) => window.Stripe(PUBLIC_STRIPE_PUBLISHABLE_KEY).redirectToCheckout({ price });
