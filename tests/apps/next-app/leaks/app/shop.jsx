"use client";

import { useEffect, useState } from "react";
import settings from "./settings.json";

export function Shop({ googleClientId, locale, priceId, config, authorization, admin }) {
  const [orders, setOrders] = useState([]);
  useEffect(() => {
    window.dataLayer = [["config", process.env.NEXT_PUBLIC_GA_MEASUREMENT_ID, process.env.APP_NAME]];
    window.sentry = { dsn: process.env.NEXT_PUBLIC_SENTRY_DSN };
    window.assistant = { key: process.env.OPENAI_API_KEY, settings };
    fetch(`${process.env.NEXT_PUBLIC_API_URL}/orders`, { headers: { authorization, ...admin } })
      .then((response) => response.json())
      .then(setOrders, () => setOrders([]));
  }, [authorization, admin]);
  return (
    <section data-currency={config.currency}>
      <div id="g_id_onload" data-client_id={googleClientId} data-price={priceId} />
      {orders.map(({ id, placed }) => (
        <button key={id} onClick={() => window.Stripe(config.stripeKey)}>
          {new Date(placed).toLocaleDateString(locale)}
        </button>
      ))}
    </section>
  );
}
