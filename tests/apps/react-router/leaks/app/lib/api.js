import settings from "../settings.json";

const { VITE_API_URL, VITE_SUPABASE_ANON_KEY, VITE_STRIPE_PUBLISHABLE_KEY } = import.meta.env;

export async function orders() {
  const response = await fetch(`${VITE_API_URL}/orders`, {
    headers: { apikey: VITE_SUPABASE_ANON_KEY, "x-cache": __CACHE__, "x-google": settings.google.clientSecret },
  });
  return response.json();
}

export const pay = (price) => window.Stripe(VITE_STRIPE_PUBLISHABLE_KEY).redirectToCheckout({ price });
