/**
 * The element for a page's head that holds what everyone may know: the client's module reads it.
 * No value can end it. `nonce` is what the page's Content-Security-Policy has after `nonce-`.
 */
export function publicEnvScript(options: { source?: Source; nonce?: string } = {}): string {
  const source = options.source ?? host.process?.env ?? {};
  readPublicEnv(source);
  const texts: Record<string, string> = {};
  for (const name of PUBLIC_NAMES) {
    const text = source[name];
    if (typeof text === "string") texts[name] = text;
  }
  const escape = (char: string) => "\\u" + char.charCodeAt(0).toString(16).padStart(4, "0");
  const json = JSON.stringify(texts).replace(/[<>&\u2028\u2029]/g, escape);
  return `<script type="application/json" id="ELEMENT_ID"${nonceAttribute(options.nonce)}>${json}</script>`;
}

function nonceAttribute(nonce: string | undefined): string {
  if (nonce === undefined) return "";
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(nonce)) throw new TypeError("a nonce is base64");
  return ` nonce="${nonce}"`;
}
