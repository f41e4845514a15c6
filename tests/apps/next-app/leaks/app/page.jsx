import { Shop } from "./shop";

const config = {
  currency: "EUR",
  stripeKey: process.env.STRIPE_SECRET_KEY,
};

export default function Page() {
  const basic = Buffer.from(`admin:${process.env.ADMIN_PASSWORD}`).toString("base64");
  return (
    <main>
      <h1>{process.env.NEXT_PUBLIC_SITE_NAME}</h1>
      <Shop
        googleClientId={process.env.GOOGLE_CLIENT_ID}
        locale={process.env.DEFAULT_LOCALE}
        priceId={process.env.STRIPE_PRICE_ID}
        config={config}
        authorization={`Bearer ${process.env.SENDGRID_API_KEY}`}
        admin={{ authorization: `Basic ${basic}` }}
      />
    </main>
  );
}
