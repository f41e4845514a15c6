function parseBase64(text: string, min: number, max: number): string | undefined {
  const match = /^([A-Za-z0-9+/]*|[A-Za-z0-9_-]*)(={0,2})$/.exec(text);
  if (match === null) return undefined;
  const digits = match[1] ?? "";
  const rest = digits.length % 4;
  const isPadded = match[2] !== "";
  if (rest === 1 || (isPadded && (rest === 0 || text.length % 4 !== 0))) return undefined;
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  const last = digits.charAt(digits.length - 1).replace("-", "+").replace("_", "/");
  const unused = rest === 2 ? 16 : rest === 3 ? 4 : 1;
  if ((alphabet + "+/").indexOf(last) % unused !== 0) return undefined;
  const bytes = Math.floor((digits.length * 3) / 4);
  return bytes >= min && bytes <= max ? text : undefined;
}
