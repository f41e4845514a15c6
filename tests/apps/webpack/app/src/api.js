export async function orders() {
  const response = await fetch(`${process.env.API_URL}/orders`, { headers: { accept: "application/json" } });
  return response.json();
}

export const pay = (price) => window.Stripe(process.env.STRIPE_PUBLISHABLE_KEY).redirectToCheckout({ price });
