function parseUrl(text: string, schemes: readonly string[]): string | undefined {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return undefined;
  }
  const isOpaque = url.host === "" && !url.pathname.startsWith("/");
  const scheme = url.protocol.slice(0, -1);
  return !isOpaque && (schemes.length === 0 || schemes.includes(scheme)) ? text : undefined;
}
