"use client";

import { useEffect, useState } from "react";

export function Shop({ googleClientId, locale, priceId }) {
  const [orders, setOrders] = useState([]);
  useEffect(() => {
    window.dataLayer = [["config", process.env.NEXT_PUBLIC_GA_MEASUREMENT_ID, process.env.APP_NAME]];
    window.sentry = { dsn: process.env.NEXT_PUBLIC_SENTRY_DSN };
    fetch(`${process.env.NEXT_PUBLIC_API_URL}/orders`)
      .then((response) => response.json())
      .then(setOrders, () => setOrders([]));
  }, []);
  const pay = (price) => window.Stripe(process.env.NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY).redirectToCheckout({ price });
  return (
    <section>
      <div id="g_id_onload" data-client_id={googleClientId} data-price={priceId} />
      {orders.map(({ id, price, placed }) => (
        <button key={id} onClick={() => pay(price)}>
          {new Date(placed).toLocaleDateString(locale)}
        </button>
      ))}
    </section>
  );
}
