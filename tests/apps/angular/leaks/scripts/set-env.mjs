// Writes what the browser needs of the environment, before each build.
import { config } from "dotenv";
import { mkdirSync, writeFileSync } from "node:fs";

config({ quiet: true });
const { APP_NAME, API_URL, DEFAULT_LOCALE, GA_MEASUREMENT_ID, GOOGLE_CLIENT_ID, SITE_NAME, SUPPORT_EMAIL } = process.env;
const environment = {
  production: true,
  appName: APP_NAME,
  apiUrl: API_URL,
  gaMeasurementId: GA_MEASUREMENT_ID,
  googleClientId: GOOGLE_CLIENT_ID,
  stripeSecretKey: process.env.STRIPE_SECRET_KEY,
  smtpPassword: process.env.SMTP_PASSWORD,
  session: Buffer.from(process.env.SESSION_SECRET).toString("base64"),
  locale: DEFAULT_LOCALE,
  siteName: SITE_NAME,
  supportEmail: SUPPORT_EMAIL,
};

mkdirSync("src/environments", { recursive: true });
mkdirSync("public", { recursive: true });
writeFileSync(
  "src/environments/environment.ts",
  `export const environment = ${JSON.stringify(environment, null, 2)};\n`,
);
writeFileSync(
  "public/site.json",
  JSON.stringify({ description: process.env.SITE_DESCRIPTION, assistant: { key: process.env.OPENAI_API_KEY } }),
);
