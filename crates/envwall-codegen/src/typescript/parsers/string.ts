function parseString(text: string, min: number, max: number, prefix: string): string | undefined {
  const length = Array.from(text).length;
  return length >= min && length <= max && text.startsWith(prefix) ? text : undefined;
}
