/** How the element of a page is made: from where its values are, and with which nonce. */
export interface PageOptions {
  /** Instead of the process environment. */
  source?: Source;
  /** What the page's Content-Security-Policy has after `nonce-`. */
  nonce?: string;
}

/**
 * The element for a page's head that holds what everyone may know: the client's module reads it.
 * No value can end it.
 */
export function publicEnvScript(options: PageOptions = {}): string {
  const { source, nonce } = options;
  if (nonce !== undefined && !/^[A-Za-z0-9+/_-]+={0,2}$/.test(nonce)) {
    throw new TypeError("a nonce is base64");
  }
  const attribute = nonce === undefined ? "" : ` nonce="${nonce}"`;
  const json = publicEnvJson(source);
  return `<script type="application/json" id="ELEMENT_ID"${attribute}>${json}</script>`;
}

/** What is in that element, for templates that write the element themselves; its id is `ELEMENT_ID`. */
export function publicEnvJson(source: Source = host.process?.env ?? {}): string {
  readPublicEnv(source);
  const all = source as Record<string, unknown>;
  const set = PUBLIC_NAMES.filter((name) => all[name] !== undefined);
  const escape = (char: string) => "\\u" + char.charCodeAt(0).toString(16).padStart(4, "0");
  const json = JSON.stringify(Object.fromEntries(set.map((name) => [name, all[name]])));
  return json.replace(/[<>&\u2028\u2029]/g, escape);
}
