function pageSource(): Source {
  const host = globalThis as {
    document?: { getElementById(id: string): { textContent: string | null } | null };
    process?: { env?: Source; versions?: { node?: string } };
  };
  const element = host.document?.getElementById("ELEMENT_ID");
  if (element) return JSON.parse(element.textContent ?? "") as Source;
  const isPage = host.document !== undefined && host.process?.versions?.node === undefined;
  if (isPage) {
    throw new Error("public variables are missing: add publicEnvScript() of the server module to the page's head");
  }
  const processEnv = host.process?.env;
  if (processEnv !== undefined) return processEnv;
  throw new Error("no page and no process environment: call readClientEnv() with the values instead");
}
