// The apps: their prefix for public variables, and the secrets that the variant in `leaks/` gives away.
//
// `form` says how a value gets out. `spot` is what the source says at that place if it is neither the variable's
// name nor its value: what `define` replaces.

/** Public variables that an app without a prefix hands to its page count as undeclared. */
export const apps = [
  {
    name: "vite",
    prefix: "VITE_",
    // as Vite's guide has it: secrets are in a file that is not committed
    secretsIn: ".env.local",
    leaks: [
      { variable: "STRIPE_SECRET_KEY", form: "`define` with an object", spot: "__STRIPE__" },
      { variable: "SMTP_PASSWORD", form: "`define` with a template literal", spot: "__MAIL_SERVER__" },
      { variable: "OPENAI_API_KEY", form: "import of a JSON file", spot: "settings" },
      { variable: "ADMIN_PASSWORD", form: "base64 in a header", spot: "Basic " },
      { variable: "SUPABASE_SERVICE_ROLE_KEY", form: "`envPrefix`" },
    ],
  },
  {
    name: "next-app",
    prefix: "NEXT_PUBLIC_",
    secretsIn: ".env.local",
    leaks: [
      { variable: "STRIPE_SECRET_KEY", form: "property of a prop from server to client component" },
      { variable: "OPENAI_API_KEY", form: "`env` of next.config.mjs" },
      { variable: "DATABASE_URL", form: "import of a JSON file", spot: "settings" },
      { variable: "SENDGRID_API_KEY", form: "template literal in a prop" },
      { variable: "ADMIN_PASSWORD", form: "base64 in a prop" },
    ],
  },
  {
    name: "next-pages",
    prefix: "NEXT_PUBLIC_",
    leaks: [
      { variable: "STRIPE_SECRET_KEY", form: "getStaticProps" },
      { variable: "SENDGRID_API_KEY", form: "`env` of next.config.js" },
      { variable: "AWS_SECRET_ACCESS_KEY", form: "import of a JSON file", spot: "settings" },
      { variable: "SESSION_SECRET", form: "base64 in `compiler.define`", spot: "__SESSION__" },
      { variable: "DATABASE_URL", form: "its password in a template literal" },
    ],
  },
  {
    name: "sveltekit",
    prefix: "PUBLIC_",
    node24: true,
    secretsIn: ".env.local",
    leaks: [
      { variable: "STRIPE_SECRET_KEY", form: "load of a prerendered page" },
      { variable: "SMTP_PASSWORD", form: "template literal in load" },
      { variable: "JWT_SECRET", form: "base64 in load" },
      { variable: "GITHUB_CLIENT_SECRET", form: "import of a JSON file", spot: "settings" },
      { variable: "OPENAI_API_KEY", form: "`define`", spot: "__OPENAI__" },
    ],
  },
  {
    name: "astro",
    prefix: "PUBLIC_",
    node24: true,
    leaks: [
      { variable: "STRIPE_SECRET_KEY", form: "prop of an island" },
      { variable: "SESSION_SECRET", form: "base64 in define:vars" },
      { variable: "REDIS_URL", form: "static endpoint" },
      { variable: "SENDGRID_API_KEY", form: "import of a JSON file", spot: "settings" },
      { variable: "OPENAI_API_KEY", form: "template literal in an attribute" },
    ],
  },
  {
    name: "nuxt",
    prefix: "NUXT_PUBLIC_",
    node24: true,
    leaks: [
      { variable: "STRIPE_SECRET_KEY", form: "runtimeConfig.public" },
      { variable: "SMTP_PASSWORD", form: "template literal in appConfig" },
      { variable: "OPENAI_API_KEY", form: "`define`", spot: "__OPENAI__" },
      { variable: "GITHUB_CLIENT_SECRET", form: "import of a JSON file", spot: "settings" },
      { variable: "SESSION_SECRET", form: "base64 in a script of the head" },
    ],
  },
  {
    name: "react-router",
    prefix: "VITE_",
    node24: true,
    leaks: [
      { variable: "STRIPE_SECRET_KEY", form: "loader of a prerendered page" },
      { variable: "OPENAI_API_KEY", form: "window.ENV" },
      { variable: "GOOGLE_CLIENT_SECRET", form: "import of a JSON file", spot: "settings" },
      { variable: "REDIS_URL", form: "template literal in `define`", spot: "__CACHE__" },
      { variable: "ADMIN_PASSWORD", form: "base64 in a loader" },
    ],
  },
  {
    name: "webpack",
    prefix: "",
    leaks: [
      { variable: "STRIPE_SECRET_KEY", form: "DefinePlugin" },
      { variable: "OPENAI_API_KEY", form: "EnvironmentPlugin" },
      { variable: "AWS_SECRET_ACCESS_KEY", form: "import of a JSON file", spot: "settings" },
      { variable: "SMTP_PASSWORD", form: "template literal in the page's template" },
      { variable: "SESSION_SECRET", form: "base64 in DefinePlugin", spot: "SESSION" },
    ],
  },
  {
    name: "angular",
    prefix: "",
    node24: true,
    leaks: [
      { variable: "STRIPE_SECRET_KEY", form: "environment.ts", spot: "stripeSecretKey" },
      { variable: "OPENAI_API_KEY", form: "a public JSON file" },
      { variable: "SENDGRID_API_KEY", form: "import of a JSON file", spot: "settings" },
      { variable: "SMTP_PASSWORD", form: "template literal", spot: "smtpPassword" },
      { variable: "SESSION_SECRET", form: "base64 in environment.ts", spot: "session" },
    ],
  },
];
