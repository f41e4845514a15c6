// Generates random schemas of the supported subset, and texts that are valid or nearly so. Prints
// `[{ schema, texts }]` for a seed and a count.

const [seed, count] = process.argv.slice(2).map(Number);
let state = seed;

/** Mulberry32: the same numbers on every machine. */
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}

const below = (limit) => Math.floor(random() * limit);
const one = (items) => items[below(items.length)];
const maybe = (chance) => random() < chance;
const NAMES = ["a", "b", "two words", "__proto__", "constructor", "ä", "x-y", "0"];
const TEXTS = ["", "a", "ab", "äöü", "😀", "😀😀b", "null", "</script>", "\u2028", "\"'`\\"];
const NUMBERS = [0, -1, 1, 2, 3, 10, 0.5, -0.5, 1e21, 1e-7, 9007199254740993, 2.5];

function schema(depth) {
  if (maybe(0.06)) return one([true, false, {}]);
  if (depth > 0 && maybe(0.15)) {
    const keyword = one(["anyOf", "oneOf"]);
    return { [keyword]: Array.from({ length: 1 + below(3) }, () => schema(depth - 1)) };
  }
  if (maybe(0.15)) return maybe(0.5) ? { const: value(2) } : { enum: [value(1), value(0), value(2)] };
  const types = maybe(0.75) ? [one(TYPES)] : [...new Set([one(TYPES), one(TYPES)])];
  const generated = { type: types.length === 1 && maybe(0.7) ? types[0] : types };
  for (const type of types) Object.assign(generated, constraints(type, depth));
  if (maybe(0.1)) generated.enum = [value(1), value(0), one(NUMBERS), one(TEXTS)];
  if (maybe(0.1)) generated.title = "x";
  return generated;
}

const TYPES = ["null", "boolean", "integer", "number", "string", "array", "object"];

function constraints(type, depth) {
  const generated = {};
  const set = (keyword, make, chance = 0.4) => {
    if (maybe(chance)) generated[keyword] = make();
  };
  if (type === "number" || type === "integer") {
    set("minimum", () => one(NUMBERS), 0.3);
    set("maximum", () => one(NUMBERS), 0.3);
    set("exclusiveMinimum", () => one(NUMBERS), 0.15);
    set("exclusiveMaximum", () => one(NUMBERS), 0.15);
  } else if (type === "string") {
    set("minLength", () => below(3), 0.3);
    set("maxLength", () => below(4), 0.3);
  } else if (type === "array") {
    if (depth > 0) {
      set("items", () => schema(depth - 1), 0.6);
      set("prefixItems", () => [schema(depth - 1), schema(depth - 1)].slice(below(2)), 0.3);
    }
    set("minItems", () => below(3), 0.3);
    set("maxItems", () => below(4), 0.3);
  } else if (type === "object") {
    if (depth > 0) {
      const names = NAMES.filter(() => maybe(0.3));
      // an own property, also of the name `__proto__`
      set("properties", () => Object.fromEntries(names.map((name) => [name, schema(depth - 1)])), 0.8);
      set("additionalProperties", () => (maybe(0.5) ? false : schema(depth - 1)), 0.5);
      set("required", () => [...new Set([...names, one(NAMES)])].filter(() => maybe(0.4)), 0.5);
    } else {
      set("required", () => [one(NAMES)], 0.2);
    }
  }
  return generated;
}

function value(depth) {
  const kind = below(depth > 0 ? 7 : 5);
  if (kind === 0) return one([null, true, false]);
  if (kind === 1 || kind === 2) return one(NUMBERS);
  if (kind === 3 || kind === 4) return one(TEXTS);
  const items = Array.from({ length: below(4) }, () => value(depth - 1));
  return kind === 5 ? items : Object.fromEntries(items.map((item) => [one(NAMES), item]));
}

/** A value that is probably valid. */
function fitting(of, depth) {
  if (typeof of === "boolean" || depth === 0 || maybe(0.07)) return value(2);
  if ("const" in of) return of.const;
  if (of.enum) return one(of.enum);
  const branches = of.anyOf ?? of.oneOf;
  if (branches) return fitting(one(branches), depth);
  const type = one([of.type ?? TYPES].flat());
  if (type === "null") return null;
  if (type === "boolean") return maybe(0.5);
  if (type === "integer" || type === "number") {
    return maybe(0.5) ? one(NUMBERS) : (of.minimum ?? of.maximum ?? of.exclusiveMinimum ?? 0) + below(2);
  }
  if (type === "string") return one(TEXTS);
  if (type === "array") {
    const size = Math.min((of.minItems ?? 0) + below(3), (of.maxItems ?? 9) + below(2));
    return Array.from({ length: size }, (_, at) => fitting(of.prefixItems?.[at] ?? of.items ?? true, depth - 1));
  }
  const known = Object.keys(of.properties ?? {}).filter((name) => of.required?.includes(name) || maybe(0.6));
  const names = [...known, ...(of.required ?? []).filter(() => maybe(0.95)), ...(maybe(0.2) ? [one(NAMES)] : [])];
  const schemaOf = (name) => {
    const own = Object.hasOwn(of.properties ?? {}, name) ? of.properties[name] : undefined;
    return own ?? of.additionalProperties ?? true;
  };
  return Object.fromEntries(names.map((name) => [name, fitting(schemaOf(name), depth - 1)]));
}

/** A value as JSON, in various styles. */
function text(of) {
  const plain = JSON.stringify(of);
  if (maybe(0.1)) return plain.replace(/\b([0-9]+)(?=[,\]}]|$)/g, "$1.0");
  if (maybe(0.1)) return ` ${plain}\n`;
  return maybe(0.03) ? plain.slice(0, -1) : plain;
}

const cases = Array.from({ length: count }, () => {
  const generated = schema(3);
  const texts = Array.from({ length: 24 }, (_, at) => text(at < 16 ? fitting(generated, 4) : value(2)));
  return { schema: generated, texts: [...new Set(texts)].filter((it) => it !== "") };
});
console.log(JSON.stringify(cases));
