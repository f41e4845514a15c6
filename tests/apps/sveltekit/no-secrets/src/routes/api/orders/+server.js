import { INTERNAL_API_URL, NEXTAUTH_URL } from "$env/static/private";
import { database } from "$lib/server/database.js";
import { json } from "@sveltejs/kit";

export const prerender = false;

export async function GET({ fetch }) {
  const orders = await fetch(`${INTERNAL_API_URL}/orders?database=${database.hostname}`, {
    headers: { origin: NEXTAUTH_URL },
  });
  return json(await orders.json());
}
