import { INTERNAL_API_URL, JWT_SECRET, NEXTAUTH_URL } from "$env/static/private";
import { database } from "$lib/server/database.js";
import { json } from "@sveltejs/kit";
import { createHmac } from "node:crypto";

export const prerender = false;

export async function GET({ fetch, cookies }) {
  const token = createHmac("sha256", JWT_SECRET).update(cookies.get("session") ?? "").digest("hex");
  const orders = await fetch(`${INTERNAL_API_URL}/orders?database=${database.hostname}`, {
    headers: { authorization: `Bearer ${token}`, origin: NEXTAUTH_URL },
  });
  return json(await orders.json());
}
