import { createHmac } from "node:crypto";

export default defineEventHandler(async (event) => {
  const { authUrl, internalApiUrl, jwtSecret } = useRuntimeConfig(event);
  const token = createHmac("sha256", jwtSecret).update(getCookie(event, "session") ?? "").digest("hex");
  return $fetch(`${internalApiUrl}/orders`, { headers: { authorization: `Bearer ${token}`, origin: authUrl } });
});
