import { useState } from "react";
import { orders, pay } from "../lib/api.js";

export function Orders({ locale, app }) {
  const [list, setList] = useState([]);
  return (
    <section data-app={app}>
      <button onClick={async () => setList(await orders())}>Orders</button>
      {list.map(({ id, placed, price }) => (
        <button key={id} onClick={() => pay(price)}>
          {new Date(placed).toLocaleDateString(locale)}
        </button>
      ))}
    </section>
  );
}
