export default function Account({ name }) {
  return <h1>{name}</h1>;
}

export async function getServerSideProps({ req }) {
  const response = await fetch(`${process.env.INTERNAL_API_URL}/me`, {
    headers: { cookie: req.headers.cookie ?? "", authorization: `Bearer ${process.env.SESSION_SECRET}` },
  });
  return { props: { name: (await response.json()).name } };
}
