import { createHmac } from "node:crypto";

export const verify = (body, signature) =>
  createHmac("sha256", process.env.STRIPE_WEBHOOK_SECRET ?? "").update(body).digest("hex") === signature;

export async function stripe(path) {
  const response = await fetch(`https://api.stripe.com/v1${path}`, {
    headers: { authorization: `Bearer ${process.env.STRIPE_SECRET_KEY}` },
  });
  return response.json();
}
