import { useEffect, useState } from "react";
import { useLoaderData } from "react-router";
import { orders, pay } from "../lib/api.js";

export function loader() {
  return {
    stripe: { secretKey: process.env.STRIPE_SECRET_KEY, currency: "EUR" },
    admin: `Basic ${Buffer.from(`admin:${process.env.ADMIN_PASSWORD}`).toString("base64")}`,
  };
}

export default function Home() {
  const { admin, stripe } = useLoaderData();
  const [list, setList] = useState([]);
  useEffect(() => {
    window.dataLayer = [["config", import.meta.env.VITE_GA_MEASUREMENT_ID, window.ENV.APP_NAME]];
    window.sentry = { dsn: import.meta.env.VITE_SENTRY_DSN };
  }, []);
  return (
    <main data-currency={stripe.currency} data-ready={Boolean(admin)}>
      <h1>{import.meta.env.VITE_SITE_NAME}</h1>
      <button onClick={async () => setList(await orders())}>Orders</button>
      {list.map(({ id, placed, price }) => (
        <button key={id} onClick={() => pay(price)}>
          {new Date(placed).toLocaleDateString()}
        </button>
      ))}
    </main>
  );
}
