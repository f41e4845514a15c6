function parseUuid(text: string): string | undefined {
  const groups = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/;
  return groups.test(text) ? text : undefined;
}
