/** A JSON schema and its description. Matching values are of type `T`. */
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

function parseShape<T>(text: string, shape: Shape<T>): T | undefined {
  const value = parsePortable(text);
  const fits = value !== undefined && mismatch(value, shape, "") === undefined;
  return fits ? (value as T) : undefined;
}

/** Describes the first mismatch and its path, without the value. */
function describeMismatch(text: string, shape: Shape): string {
  const value = parsePortable(text);
  return (value === undefined ? undefined : mismatch(value, shape, "")) ?? "expected valid JSON";
}

/** Parses JSON that other languages parse alike. */
function parsePortable(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isPortable(value, 127) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isPortable(value: unknown, depth: number): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value === "string") return !/[\ud800-\udfff]/u.test(value);
  if (typeof value !== "object" || value === null) return true;
  const inside = Object.entries(value);
  return depth > 0 && inside.every(([key, item]) => isPortable(key, 0) && isPortable(item, depth - 1));
}

function mismatch(value: unknown, shape: Shape, path: string): string | undefined {
  const at = path === "" ? "" : `${path}: `;
  if (!matchesItself(value, shape)) return `${at}expected ${shape.expected}`;
  const inside = Array.isArray(value) ? itemMismatch : propertyMismatch;
  const problem = inside(value, shape, path, at);
  if (problem !== undefined) return problem;
  const matching = (shapes: readonly Shape[]) =>
    shapes.filter((one) => mismatch(value, one, "") === undefined).length;
  const { anyOf, oneOf } = shape;
  if (anyOf && matching(anyOf[0]) === 0) return `${at}expected ${anyOf[1]}`;
  return oneOf && matching(oneOf[0]) !== 1 ? `${at}expected ${oneOf[1]}` : undefined;
}

function matchesItself(value: unknown, shape: Shape): boolean {
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

/** Returns the same string for equal values. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join()}}`;
}

function itemMismatch(value: unknown, shape: Shape, path: string): string | undefined {
  for (const [at, item] of (value as readonly unknown[]).entries()) {
    const one = shape.first?.[at] ?? shape.items;
    const problem = one && mismatch(item, one, `${path}[${at}]`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function propertyMismatch(
  value: unknown,
  shape: Shape,
  path: string,
  at: string,
): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const rest = new Map<string, unknown>(Object.entries(value));
  for (const [name, one, required] of shape.properties ?? []) {
    if (required && !rest.has(name)) return `${at}expected the property ${name}`;
    const segment = /^[A-Za-z0-9_$-]+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
    const problem = rest.has(name) ? mismatch(rest.get(name), one, path + segment) : undefined;
    if (problem !== undefined) return problem;
    rest.delete(name);
  }
  const { others } = shape;
  for (const item of others === undefined ? [] : rest.values()) {
    const problem = typeof others === "string" ? `${at}expected ${others}` : others && mismatch(item, others, `${path}.*`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
