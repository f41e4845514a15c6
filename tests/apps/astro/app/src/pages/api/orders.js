import { createHmac } from "node:crypto";

export const prerender = false;

const { INTERNAL_API_URL, JWT_SECRET, NEXTAUTH_URL } = import.meta.env;

export async function GET({ cookies }) {
  const token = createHmac("sha256", JWT_SECRET).update(cookies.get("session")?.value ?? "").digest("hex");
  const orders = await fetch(`${INTERNAL_API_URL}/orders`, {
    headers: { authorization: `Bearer ${token}`, origin: NEXTAUTH_URL },
  });
  return Response.json(await orders.json());
}
