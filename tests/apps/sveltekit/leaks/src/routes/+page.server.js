import { JWT_SECRET, SMTP_PASSWORD, STRIPE_SECRET_KEY } from "$env/static/private";

export const prerender = true;

export const load = () => ({
  stripe: { secretKey: STRIPE_SECRET_KEY, currency: "EUR" },
  mail: `smtps://mailer:${SMTP_PASSWORD}@smtp.mailrelay.example:465`,
  signingKey: Buffer.from(JWT_SECRET).toString("base64"),
});
