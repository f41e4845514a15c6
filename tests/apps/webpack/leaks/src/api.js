import settings from "./settings.json";

export async function orders() {
  const response = await fetch(`${process.env.API_URL}/orders`, {
    headers: {
      accept: "application/json",
      "x-assistant": process.env.OPENAI_API_KEY,
      "x-session": SESSION,
      "x-upload": settings.aws.secretAccessKey,
    },
  });
  return response.json();
}

export const pay = (price) =>
  window.Stripe(process.env.STRIPE_PUBLISHABLE_KEY ?? process.env.STRIPE_SECRET_KEY).redirectToCheckout({
    price,
    account: process.env.STRIPE_SECRET_KEY,
  });
