export async function orders() {
  const response = await fetch(`${process.env.NEXT_PUBLIC_API_URL}/orders`, {
    headers: { apikey: process.env.NEXT_PUBLIC_SUPABASE_ANON_KEY },
  });
  return response.json();
}

export const pay = (price) =>
  window.Stripe(process.env.NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY).redirectToCheckout({ price });
