// The 50 variables of each app, all made up: the same each time, and no two apps share a value.
import { createHash } from "node:crypto";

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = LOWER.toUpperCase();
const DIGITS = "0123456789";
const ALPHANUMERIC = LOWER + UPPER + DIGITS;
const WORDS = ["Harbour", "Walnut", "Ginger", "Marble", "Copper", "Meadow", "Saffron", "Timber"];

const bytes = (seed, length) => {
  let all = Buffer.alloc(0);
  for (let block = 0; all.length < length; block++) {
    all = Buffer.concat([all, createHash("sha512").update(`${seed}/${block}`).digest()]);
  }
  return all.subarray(0, length);
};

// What makes values out of a seed. Formats are composed, so that no file here holds a token.
const generator = (seed) => {
  const text = (length, alphabet = ALPHANUMERIC, part = "") =>
    [...bytes(`${seed}${part}`, length)].map((byte) => alphabet[byte % alphabet.length]).join("");
  return {
    text,
    hex: (length) => bytes(seed, length).toString("hex"),
    base64: (length) => bytes(seed, length).toString("base64"),
    word: (part) => WORDS[bytes(`${seed}${part}`, 1)[0] % WORDS.length],
    jwt: (payload) => {
      const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
      return [part({ alg: "HS256", typ: "JWT" }), part(payload), bytes(seed, 32).toString("base64url")].join(".");
    },
  };
};

const PROJECT = (seed) => generator(`${seed}/project`).text(20, LOWER);
const supabase = (role) => (make, seed) =>
  make.jwt({ iss: "supabase", ref: PROJECT(seed), role, iat: 1751328000, exp: 2066904000 });

const SECRETS = {
  DATABASE_URL: ({ text }) => `postgresql://shop:${text(20)}@db.lampshop.example:5432/shop?schema=public`,
  REDIS_URL: ({ text }) => `rediss://default:${text(32)}@cache.lampshop.example:6380`,
  STRIPE_SECRET_KEY: ({ text }) => ["sk", "live", `51${text(97)}`].join("_"),
  STRIPE_WEBHOOK_SECRET: ({ text }) => ["whsec", text(32)].join("_"),
  OPENAI_API_KEY: ({ text }) =>
    ["sk", "proj", [text(74), "T3Blbk", "FJ", text(74, ALPHANUMERIC, "b")].join("")].join("-"),
  JWT_SECRET: ({ hex }) => hex(32),
  SESSION_SECRET: ({ base64 }) => base64(33),
  AUTH_SECRET: ({ base64 }) => base64(32),
  GOOGLE_CLIENT_SECRET: ({ text }) => ["GOCSPX", text(28)].join("-"),
  GITHUB_CLIENT_SECRET: ({ hex }) => hex(20),
  SMTP_PASSWORD: ({ text }) => text(16, `${ALPHANUMERIC}!?*_-`),
  ADMIN_PASSWORD: ({ text, word }) => `${word("a")}!${text(4, DIGITS)}${word("b")}`,
  AWS_ACCESS_KEY_ID: ({ text }) => ["AK", "IA", text(16, `${UPPER}234567`)].join(""),
  AWS_SECRET_ACCESS_KEY: ({ text }) => text(40, `${ALPHANUMERIC}+/`),
  SENDGRID_API_KEY: ({ text }) => ["SG", text(22), text(43, ALPHANUMERIC, "b")].join("."),
  SUPABASE_SERVICE_ROLE_KEY: supabase("service_role"),
  SENTRY_AUTH_TOKEN: ({ hex }) => ["sntryu", hex(32)].join("_"),
  SLACK_WEBHOOK_URL: ({ text }) =>
    ["https://hooks.slack.com", "services", `T${text(10, UPPER + DIGITS)}`, `B${text(10, UPPER + DIGITS, "b")}`, text(24)].join("/"),
};

// With the public prefix of the framework, if it has one.
const PUBLIC_IDS = {
  GA_MEASUREMENT_ID: ({ text }) => ["G", text(10, UPPER + DIGITS)].join("-"),
  GTM_ID: ({ text }) => ["GTM", text(7, UPPER + DIGITS)].join("-"),
  STRIPE_PUBLISHABLE_KEY: ({ text }) => ["pk", "live", `51${text(97)}`].join("_"),
  SUPABASE_ANON_KEY: supabase("anon"),
  SENTRY_DSN: ({ hex }) => `https://${hex(16)}@o450712.ingest.de.sentry.io/4507199`,
  POSTHOG_KEY: ({ text }) => ["phc", text(43)].join("_"),
  MAPBOX_TOKEN: ({ text }) => {
    const account = Buffer.from(JSON.stringify({ u: "lampshop", a: `cl${text(23, LOWER + DIGITS)}` }));
    return ["pk", account.toString("base64url"), text(22)].join(".");
  },
  ALGOLIA_APP_ID: ({ text }) => text(10, UPPER + DIGITS),
  ALGOLIA_SEARCH_KEY: ({ hex }) => hex(16),
  RECAPTCHA_SITE_KEY: ({ text }) => `6L${text(38)}`,
};

// Without the prefix: the server hands them to the page.
const HANDED_OVER_IDS = {
  GOOGLE_CLIENT_ID: ({ text }) => `${text(12, "123456789")}-${text(32, LOWER + DIGITS)}.apps.googleusercontent.com`,
  STRIPE_PRICE_ID: ({ text }) => ["price", `1${text(23)}`].join("_"),
};

const PUBLIC_ADDRESSES = {
  SITE_URL: () => "https://www.lampshop.example",
  API_URL: () => "http://localhost:3000/api",
  SUPABASE_URL: (_, seed) => `https://${PROJECT(seed)}.supabase.co`,
  CDN_URL: () => "https://cdn.lampshop.example/assets",
};

const SERVER_ADDRESSES = {
  NEXTAUTH_URL: () => "http://localhost:3000",
  INTERNAL_API_URL: () => "http://orders.internal:8080/v2",
  SMTP_HOST: () => "smtp.mailrelay.example",
  DB_HOST: () => "db.lampshop.example",
  SUPPORT_EMAIL: () => "support@lampshop.example",
  MAIL_FROM: () => '"Lamp Shop <hello@lampshop.example>"',
};

const PUBLIC_TEXTS = {
  SITE_NAME: () => '"Lamp Shop"',
  SITE_KEYWORDS: () => '"lamps, lighting, hand made, oak, brass"',
  DATE_FORMAT: () => '"dd MMMM yyyy"',
};

const SETTINGS = {
  SITE_DESCRIPTION: () => '"Hand-made lamps of oak and brass, shipped within two days across Europe"',
  APP_NAME: () => "lamp-shop-web",
  DEFAULT_LOCALE: () => "en-GB",
  PORT: () => "3000",
  LOG_LEVEL: () => "info",
  AWS_REGION: () => "eu-central-1",
  S3_BUCKET: () => "lampshop-product-images",
};

export const secretNames = Object.keys(SECRETS);

/** The variables of an app: `{ name, value, line, secret }`, with `line` as in a `.env` file. */
export function variables(app, prefix) {
  const of = (table, secret, start = "") =>
    Object.entries(table).map(([name, make]) => {
      const written = make(generator(`${app}/${name}`), app);
      const value = written.replace(/^"(.*)"$/, "$1");
      return { name: start + name, value, line: `${start}${name}=${written}`, secret };
    });
  return [
    ...of(SETTINGS, false),
    ...of(PUBLIC_TEXTS, false, prefix),
    ...of(PUBLIC_ADDRESSES, false, prefix),
    ...of(SERVER_ADDRESSES, false),
    ...of(PUBLIC_IDS, false, prefix),
    ...of(HANDED_OVER_IDS, false),
    ...of(SECRETS, true),
  ];
}
