import Head from "next/head";
import { useEffect } from "react";
import { orders, pay } from "../lib/api";

export default function Home({ googleClientId, supportEmail, products }) {
  useEffect(() => {
    window.dataLayer = [["config", process.env.NEXT_PUBLIC_GA_MEASUREMENT_ID, process.env.APP_NAME]];
    orders().catch(() => []);
  }, []);
  return (
    <main>
      <Head>
        <title>{process.env.NEXT_PUBLIC_SITE_NAME}</title>
      </Head>
      <div id="g_id_onload" data-client_id={googleClientId} />
      {products.map(({ name, price }) => (
        <button key={name} onClick={() => pay(price)}>
          {name}
        </button>
      ))}
      <a href={`mailto:${supportEmail}`}>{supportEmail}</a>
    </main>
  );
}

export async function getStaticProps() {
  return {
    props: {
      googleClientId: process.env.GOOGLE_CLIENT_ID,
      supportEmail: process.env.SUPPORT_EMAIL,
      products: [
        { name: "Harbour", price: "49 EUR" },
        { name: "Meadow", price: "89 EUR" },
      ],
    },
  };
}
