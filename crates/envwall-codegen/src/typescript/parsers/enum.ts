function parseEnum<const T extends string>(text: string, values: readonly T[]): T | undefined {
  return values.find((value) => value === text);
}
