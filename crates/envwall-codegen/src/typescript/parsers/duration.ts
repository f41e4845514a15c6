function parseDuration(text: string, min: number, max: number): number | undefined {
  const units =
    /^(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/.exec(text);
  if (text === "" || units === null) return undefined;
  const lengths = [604800000, 86400000, 3600000, 60000, 1000, 1];
  const total = lengths.reduce((sum, length, at) => sum + length * Number(units[at + 1] ?? 0), 0);
  return Number.isSafeInteger(total) && total >= min && total <= max ? total : undefined;
}
