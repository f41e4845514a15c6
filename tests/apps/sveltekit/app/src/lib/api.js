import { PUBLIC_API_URL, PUBLIC_STRIPE_PUBLISHABLE_KEY, PUBLIC_SUPABASE_ANON_KEY } from "$env/static/public";

export async function orders() {
  const response = await fetch(`${PUBLIC_API_URL}/orders`, { headers: { apikey: PUBLIC_SUPABASE_ANON_KEY } });
  return response.json();
}

export const pay = (price) => window.Stripe(PUBLIC_STRIPE_PUBLISHABLE_KEY).redirectToCheckout({ price });
