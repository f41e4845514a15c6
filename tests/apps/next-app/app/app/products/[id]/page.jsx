import { Shop } from "../../shop";

const products = { harbour: "Harbour", meadow: "Meadow", saffron: "Saffron" };

export const generateStaticParams = () => Object.keys(products).map((id) => ({ id }));

export async function generateMetadata({ params }) {
  const { id } = await params;
  return { title: `${products[id]}, ${process.env.NEXT_PUBLIC_SITE_NAME}` };
}

export default async function Product({ params }) {
  const { id } = await params;
  return (
    <main>
      <h1>{products[id]}</h1>
      <Shop
        googleClientId={process.env.GOOGLE_CLIENT_ID}
        locale={process.env.DEFAULT_LOCALE}
        priceId={process.env.STRIPE_PRICE_ID}
        config={{ currency: "EUR" }}
      />
    </main>
  );
}
