// Ten usual encodings of a value: what somebody would write for `grep -F`.

const each = (value, start, width) =>
  [...Buffer.from(value)].map((byte) => start + byte.toString(16).padStart(width, "0")).join("");

// The middle of what base64 makes of a value, with so many bytes before it: the characters that no neighbour changes.
function withinBase64(value, before) {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value)]);
  const first = Math.ceil((before * 8) / 6);
  const end = Math.floor((bytes.length * 8) / 6);
  return bytes.toString("base64").slice(first, end);
}

/** The encodings, the value itself first. */
export const encodings = (value) => [
  value,
  withinBase64(value, 0),
  withinBase64(value, 1),
  withinBase64(value, 2),
  each(value, "", 2),
  each(value, "", 2).toUpperCase(),
  each(value, "%", 2),
  each(value, "\\x", 2),
  each(value, "\\u", 4),
  Array.from(value).reverse().join(""),
];
