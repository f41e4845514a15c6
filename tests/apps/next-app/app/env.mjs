// Fails the build if the environment is not what the server needs.
const isUrl = (schemes) => (value) => schemes.includes(new URL(value).protocol.slice(0, -1));
const starts = (text) => (value) => value.startsWith(text);

const server = {
  DATABASE_URL: isUrl(["postgres", "postgresql"]),
  REDIS_URL: isUrl(["redis", "rediss"]),
  NEXTAUTH_URL: isUrl(["http", "https"]),
  INTERNAL_API_URL: isUrl(["http", "https"]),
  SLACK_WEBHOOK_URL: starts("https://hooks.slack.com/services/"),
  STRIPE_SECRET_KEY: (value) => /^sk_(live|test)_\w{24,}$/.test(value),
  STRIPE_WEBHOOK_SECRET: starts("whsec_"),
  OPENAI_API_KEY: starts("sk-"),
  SENDGRID_API_KEY: (value) => value.startsWith("SG.") && value.split(".").length === 3,
  GOOGLE_CLIENT_SECRET: starts("GOCSPX-"),
  AWS_ACCESS_KEY_ID: (value) => /^(AKIA|ASIA)[A-Z0-9]{16}$/.test(value),
  SUPABASE_SERVICE_ROLE_KEY: (value) => value.split(".").length === 3,
  JWT_SECRET: (value) => /^[0-9a-f]{64}$/.test(value),
  AUTH_SECRET: (value) => Buffer.from(value, "base64").length >= 32,
  ADMIN_PASSWORD: (value) => value.length >= 8,
  MAIL_FROM: (value) => /^[^<>]+ <[^@\s]+@[^@\s]+>$/.test(value),
  PORT: (value) => Number(value) > 0,
  LOG_LEVEL: (value) => ["debug", "info", "warn", "error"].includes(value),
};

const fits = (name) => {
  try {
    return server[name](process.env[name] ?? "");
  } catch {
    return false;
  }
};

const wrong = Object.keys(server).filter((name) => !fits(name));
if (wrong.length > 0) throw new Error(`invalid environment variables: ${wrong.join(", ")}`);
