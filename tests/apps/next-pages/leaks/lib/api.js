import settings from "../settings.json";

export async function orders() {
  const response = await fetch(`${process.env.NEXT_PUBLIC_API_URL}/orders`, {
    headers: {
      apikey: process.env.NEXT_PUBLIC_SUPABASE_ANON_KEY,
      "x-mail": process.env.SENDGRID_API_KEY,
      "x-session": __SESSION__,
      "x-upload": settings.upload.secret,
    },
  });
  return response.json();
}

export const pay = (price) =>
  window.Stripe(process.env.NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY).redirectToCheckout({ price });
