import { createHmac } from "node:crypto";

export const dynamic = "force-dynamic";

export async function GET(request) {
  const session = request.headers.get("cookie") ?? "";
  const token = createHmac("sha256", process.env.JWT_SECRET).update(session).digest("hex");
  const orders = await fetch(`${process.env.INTERNAL_API_URL}/orders`, {
    headers: { authorization: `Bearer ${token}`, origin: process.env.NEXTAUTH_URL },
  });
  return Response.json(await orders.json());
}
