"use client";

import { title, zoom } from "./settings";

export function Weather({ isPaid }: { isPaid: boolean }) {
  return (
    <p>
      {title} {zoom} {isPaid ? "paid" : "free"}
    </p>
  );
}
