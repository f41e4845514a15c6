/** Options of `publicEnvScript`. */
export interface PageOptions {
  /** Source of the values. Defaults to the process environment. */
  source?: Source;
  /** The nonce of the page's Content-Security-Policy, without `nonce-`. */
  nonce?: string;
}

/**
 * Returns the element for the page's head that holds all public variables for the client module.
 * Values are escaped, so none can close the element.
 */
export function publicEnvScript(options: PageOptions = {}): string {
  const { source, nonce } = options;
  if (nonce !== undefined && !/^[A-Za-z0-9+/_-]+={0,2}$/.test(nonce)) {
    throw new TypeError("the nonce must be base64");
  }
  const attribute = nonce === undefined ? "" : ` nonce="${nonce}"`;
  const json = publicEnvJson(source);
  return `<script type="application/json" id="ELEMENT_ID"${attribute}>${json}</script>`;
}

/** Returns the content of that element, for templates that write the element (id `ELEMENT_ID`) themselves. */
export function publicEnvJson(source: Source = host.process?.env ?? {}): string {
  readPublicEnv(source);
  const values = source as Record<string, unknown>;
  const set = PUBLIC_NAMES.filter((name) => values[name] !== undefined);
  const escape = (char: string) => "\\u" + char.charCodeAt(0).toString(16).padStart(4, "0");
  const json = JSON.stringify(Object.fromEntries(set.map((name) => [name, values[name]])));
  return json.replace(/[<>&\u2028\u2029]/g, escape);
}
