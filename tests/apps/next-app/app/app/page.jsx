import { Shop } from "./shop";

export default function Page() {
  return (
    <main>
      <h1>{process.env.NEXT_PUBLIC_SITE_NAME}</h1>
      <Shop googleClientId={process.env.GOOGLE_CLIENT_ID} locale={process.env.DEFAULT_LOCALE} priceId={process.env.STRIPE_PRICE_ID} />
    </main>
  );
}
