import { Head, Html, Main, NextScript } from "next/document";

export default function Document() {
  return (
    <Html lang={process.env.DEFAULT_LOCALE}>
      <Head>
        <meta name="description" content={process.env.SITE_DESCRIPTION} />
        <meta name="application-name" content={process.env.APP_NAME} />
      </Head>
      <body>
        <Main />
        <NextScript />
      </body>
    </Html>
  );
}
