function ofPage(): Source {
  const host = globalThis as {
    document?: { getElementById(id: string): { textContent: string | null } | null };
    process?: { env?: Source };
  };
  const element = host.document?.getElementById("ELEMENT_ID");
  if (element) return JSON.parse(element.textContent ?? "") as Source;
  const ofProcess = host.process?.env;
  if (ofProcess !== undefined) return ofProcess;
  throw new Error(
    "nothing here has the public config: write publicEnvScript() of the server's module into the page's head",
  );
}
