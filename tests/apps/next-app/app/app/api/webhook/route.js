import { stripe, verify } from "../../../lib/stripe";

export async function POST(request) {
  const body = await request.text();
  if (!verify(body, request.headers.get("stripe-signature"))) return new Response("no", { status: 400 });
  return Response.json(await stripe(`/events/${JSON.parse(body).id}`));
}
