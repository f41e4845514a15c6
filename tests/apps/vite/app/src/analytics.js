import { checkout, profile } from "./api.js";

export function analytics(app) {
  window.dataLayer = window.dataLayer ?? [];
  window.dataLayer.push(["config", import.meta.env.VITE_GA_MEASUREMENT_ID, { app }]);
  window.sentry = { dsn: import.meta.env.VITE_SENTRY_DSN, environment: import.meta.env.MODE };
  window.shop = { checkout, profile };
}
