// Reads the `.env` files of the inputs, which have a value in single quotes or none around it.

/** The values by name. */
export function readEnvironment(text) {
  const lines = text.split("\n").filter((line) => line.includes("="));
  return new Map(
    lines.map((line) => [
      line.slice(0, line.indexOf("=")),
      line.slice(line.indexOf("=") + 1).replace(/^'(.*)'$/, "$1"),
    ]),
  );
}
