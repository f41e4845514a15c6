export const metadata = {
  metadataBase: new URL(process.env.NEXT_PUBLIC_SITE_URL),
  title: process.env.NEXT_PUBLIC_SITE_NAME,
  description: process.env.SITE_DESCRIPTION,
  keywords: process.env.NEXT_PUBLIC_SITE_KEYWORDS,
};

export default function Layout({ children }) {
  return (
    <html lang={process.env.DEFAULT_LOCALE}>
      <body>
        {children}
        <footer>
          <a href={`mailto:${process.env.SUPPORT_EMAIL}`}>{process.env.SUPPORT_EMAIL}</a>
        </footer>
      </body>
    </html>
  );
}
