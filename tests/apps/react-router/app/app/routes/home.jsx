import { useEffect, useState } from "react";
import { orders, pay } from "../lib/api.js";

export default function Home() {
  const [list, setList] = useState([]);
  useEffect(() => {
    window.dataLayer = [["config", import.meta.env.VITE_GA_MEASUREMENT_ID, window.ENV.APP_NAME]];
    window.sentry = { dsn: import.meta.env.VITE_SENTRY_DSN };
  }, []);
  return (
    <main>
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
