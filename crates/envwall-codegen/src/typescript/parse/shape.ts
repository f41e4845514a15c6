/** What a JSON value has to be, and how that is said. What fits is a `T`. */
interface Shape<T = unknown> {
  readonly type?: T;
  readonly expected: string;
  readonly types?: readonly string[];
  readonly values?: readonly unknown[];
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
  readonly below?: number;
  readonly length?: readonly [min: number, max: number];
  readonly count?: readonly [min: number, max: number];
  readonly first?: readonly Shape[];
  readonly items?: Shape;
  readonly properties?: readonly (readonly [name: string, shape: Shape, required: boolean])[];
  readonly others?: Shape | string;
  readonly anyOf?: readonly [shapes: readonly Shape[], expected: string];
  readonly oneOf?: readonly [shapes: readonly Shape[], expected: string];
}

function parseShaped<T>(text: string, shape: Shape<T>): T | undefined {
  const value = parsePlain(text);
  const fits = value !== undefined && misfit(value, shape, "") === undefined;
  return fits ? (value as T) : undefined;
}

/** Why a text does not fit, and where in it. Nothing of it is told. */
function whyNot(text: string, shape: Shape): string {
  const value = parsePlain(text);
  return (value === undefined ? undefined : misfit(value, shape, "")) ?? "expected a JSON text";
}

/** A JSON value that other languages read the same. */
function parsePlain(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isPlain(value, 127) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isPlain(value: unknown, levels: number): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value === "string") return !/[\ud800-\udfff]/u.test(value);
  if (typeof value !== "object" || value === null) return true;
  const inside = Object.entries(value);
  return levels > 0 && inside.every(([key, item]) => isPlain(key, 0) && isPlain(item, levels - 1));
}

function misfit(value: unknown, shape: Shape, place: string): string | undefined {
  const at = place === "" ? "" : `${place}: `;
  if (!isOfShape(value, shape)) return `${at}expected ${shape.expected}`;
  const inside = Array.isArray(value) ? misfitOfItem : misfitOfProperty;
  const found = inside(value, shape, place, at);
  if (found !== undefined) return found;
  const fitting = (shapes: readonly Shape[]) =>
    shapes.filter((one) => misfit(value, one, "") === undefined).length;
  const { anyOf, oneOf } = shape;
  if (anyOf && fitting(anyOf[0]) === 0) return `${at}expected ${anyOf[1]}`;
  return oneOf && fitting(oneOf[0]) !== 1 ? `${at}expected ${oneOf[1]}` : undefined;
}

function isOfShape(value: unknown, shape: Shape): boolean {
  const { types, values, min = -Infinity, max = Infinity, above, below, length, count } = shape;
  const isType = (type: string) =>
    type === "integer" ? Number.isInteger(value) : type === typeOf(value);
  const within = (size: number, range: readonly [number, number] | undefined) =>
    range === undefined || (size >= range[0] && size <= range[1]);
  if (types !== undefined && !types.some(isType)) return false;
  if (values !== undefined && !values.some((one) => canonical(one) === canonical(value))) return false;
  if (typeof value === "string") return within(Array.from(value).length, length);
  if (Array.isArray(value)) return within(value.length, count);
  if (typeof value !== "number") return true;
  const inside = (above === undefined || value > above) && (below === undefined || value < below);
  return inside && value >= min && value <= max;
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** The same text for values that are the same. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join()}}`;
}

function misfitOfItem(value: unknown, shape: Shape, place: string): string | undefined {
  for (const [at, item] of (value as readonly unknown[]).entries()) {
    const one = shape.first?.[at] ?? shape.items;
    const found = one && misfit(item, one, `${place}[${at}]`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function misfitOfProperty(
  value: unknown,
  shape: Shape,
  place: string,
  at: string,
): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const left = new Map<string, unknown>(Object.entries(value));
  for (const [name, one, required] of shape.properties ?? []) {
    if (required && !left.has(name)) return `${at}expected the property ${name}`;
    const plain = /^[A-Za-z0-9_$-]+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
    const found = left.has(name) ? misfit(left.get(name), one, place + plain) : undefined;
    if (found !== undefined) return found;
    left.delete(name);
  }
  const { others } = shape;
  for (const item of others === undefined ? [] : left.values()) {
    const found = typeof others === "string" ? `${at}expected ${others}` : others && misfit(item, others, `${place}.*`);
    if (found !== undefined) return found;
  }
  return undefined;
}
