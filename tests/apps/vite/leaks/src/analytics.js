import { checkout, profile } from "./api.js";
import settings from "./settings.json";

const admin = {
  user: "admin",
  authorization: "Basic {{basic:ADMIN_PASSWORD}}",
};

export function analytics(app) {
  window.dataLayer = window.dataLayer ?? [];
  window.dataLayer.push(["config", import.meta.env.VITE_GA_MEASUREMENT_ID, { app }]);
  window.sentry = { dsn: import.meta.env.VITE_SENTRY_DSN, environment: import.meta.env.MODE };
  window.shop = { checkout, profile, admin, settings, stripe: __STRIPE__, mail: __MAIL_SERVER__ };
  window.supabase = { key: import.meta.env.SUPABASE_SERVICE_ROLE_KEY };
}
