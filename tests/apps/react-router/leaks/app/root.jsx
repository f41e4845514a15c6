import { Links, Meta, Outlet, Scripts, useLoaderData } from "react-router";

// the way of the guide: what the browser needs of the environment, chosen by hand
export function loader() {
  return {
    locale: process.env.DEFAULT_LOCALE,
    description: process.env.SITE_DESCRIPTION,
    supportEmail: process.env.SUPPORT_EMAIL,
    ENV: {
      APP_NAME: process.env.APP_NAME,
      GOOGLE_CLIENT_ID: process.env.GOOGLE_CLIENT_ID,
      STRIPE_PRICE_ID: process.env.STRIPE_PRICE_ID,
      OPENAI_API_KEY: process.env.OPENAI_API_KEY,
    },
  };
}

export default function App() {
  const { ENV, description, locale, supportEmail } = useLoaderData();
  return (
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="description" content={description} />
        <title>{import.meta.env.VITE_SITE_NAME}</title>
        <Meta />
        <Links />
      </head>
      <body>
        <Outlet />
        <footer>
          <a href={`mailto:${supportEmail}`}>{supportEmail}</a>
        </footer>
        <script dangerouslySetInnerHTML={{ __html: `window.ENV = ${JSON.stringify(ENV)}` }} />
        <Scripts />
      </body>
    </html>
  );
}
