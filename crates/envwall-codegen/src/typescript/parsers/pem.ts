function parsePem(text: string, label: string): string | undefined {
  const base64 =
    /^(?=.)(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=|[A-Za-z0-9+/][AQgw]==)?$/;
  const lines = text
    .split("\n")
    .map((line) => line.replace(/^[ \t\r\n\f]+|[ \t\r\n\f]+$/g, ""))
    .filter((line) => line !== "");
  const labels: string[] = [];
  let at = 0;
  while (at < lines.length) {
    const found = /^-----BEGIN (.*)-----$/.exec(lines[at] ?? "")?.[1];
    if (found === undefined) return undefined;
    const end = lines.indexOf(`-----END ${found}-----`, at + 1);
    if (end < 0) return undefined;
    const body = lines.slice(at + 1, end).filter((line) => !line.includes(":"));
    if (!base64.test(body.join(""))) return undefined;
    labels.push(found);
    at = end + 1;
  }
  const fits = labels.length > 0 && (label === "" || labels.includes(label));
  return fits ? text : undefined;
}
