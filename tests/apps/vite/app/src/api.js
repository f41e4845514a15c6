const { VITE_API_URL, VITE_SUPABASE_URL, VITE_SUPABASE_ANON_KEY, VITE_STRIPE_PUBLISHABLE_KEY } = import.meta.env;

export async function orders() {
  const response = await fetch(`${VITE_API_URL}/orders`, { headers: { accept: "application/json" } });
  return response.json();
}

export function profile(id) {
  return fetch(`${VITE_SUPABASE_URL}/rest/v1/profiles?id=eq.${id}`, {
    headers: { apikey: VITE_SUPABASE_ANON_KEY, authorization: `Bearer ${VITE_SUPABASE_ANON_KEY}` },
  });
}

export const checkout = (price) => window.Stripe(VITE_STRIPE_PUBLISHABLE_KEY).redirectToCheckout({ price });
