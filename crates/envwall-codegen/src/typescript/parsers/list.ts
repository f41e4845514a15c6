function parseList<T>(
  text: string,
  separator: string,
  min: number,
  max: number,
  parse: (item: string) => T | undefined,
): readonly T[] | undefined {
  const trim = (part: string) => part.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
  const parts = trim(text) === "" ? [] : text.split(separator).map(trim);
  if (parts.length < min || parts.length > max) return undefined;
  const items: T[] = [];
  for (const part of parts) {
    const item = parse(part);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}
