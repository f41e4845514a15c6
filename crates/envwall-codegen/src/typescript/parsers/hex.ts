function parseHex(text: string, min: number, max: number): string | undefined {
  const bytes = text.length / 2;
  return /^(?:[0-9a-fA-F]{2})*$/.test(text) && bytes >= min && bytes <= max ? text : undefined;
}
