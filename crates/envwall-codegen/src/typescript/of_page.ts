function ofPage(): Source {
  const host = globalThis as {
    document?: { getElementById(id: string): { textContent: string | null } | null };
    process?: { env?: Source; versions?: { node?: string } };
  };
  const element = host.document?.getElementById("ELEMENT_ID");
  if (element) return JSON.parse(element.textContent ?? "") as Source;
  const isPage = host.document !== undefined && host.process?.versions?.node === undefined;
  if (isPage) {
    throw new Error("the page's head lacks publicEnvScript() of the server's module");
  }
  const ofProcess = host.process?.env;
  if (ofProcess !== undefined) return ofProcess;
  throw new Error("there is neither page nor process here: hand the texts to readClientEnv()");
}
