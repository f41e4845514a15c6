// Inputs that are the same each time, each of which keeps one stage of a scan busy.
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

const KB = 1000;

/** A generator of numbers below a limit (mulberry32). */
function numbers(seed) {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}
const WORDS =
  "render update create select value index module option client server request element weather forecast cloud rain".split(
    " ",
  );

/** Text of at least a size, made of what a function returns. */
function fill(size, seed, make) {
  const next = numbers(seed);
  const parts = [];
  for (let length = 0; length < size;) {
    const part = make(next);
    parts.push(part);
    length += part.length;
  }
  return parts.join("");
}

const word = (next) => WORDS[next(WORDS.length)];
const bytes = (next, length) => Buffer.from(Array.from({ length }, () => next(256)));
const text = (next, length) =>
  bytes(next, length)
    .toString("base64")
    .replaceAll(/[^A-Za-z0-9]/g, "x")
    .slice(0, length);

// What minifiers write: names of a letter or two, strings, templates, regular expressions, divisions.
const statements = [
  (next) => `function ${word(next)[0]}${next(99)}(e,t){return e.${word(next)}(t,"${word(next)}-${word(next)}")/2}`,
  (next) =>
    `const ${word(next)[0]}${next(999)}={${word(next)}:"${word(next)} ${word(next)}",${word(next)}:${next(9999)}};`,
  (next) => `if(/^${word(next)}\\/[a-z]+$/i.test(n))o=\`\${n}/${word(next)}/\${r}\`;`,
  (next) => `e.${word(next)}&&t.push(r?i("${word(next)}",n):${next(99)}/a);`,
];
const program = (size, seed) => fill(size, seed, (next) => statements[next(statements.length)](next));

const tokens = [
  (next) => ["sk", "live", text(next, 8)].join("_"),
  (next) => ["AK", "IA", text(next, 12).toUpperCase()].join(""),
  (next) => ["gh", "p_", text(next, 36)].join(""),
  (next) => ["SG", text(next, 20), text(next, 40)].join("."),
  (next) => ["eyJ", text(next, 20), ".eyJ", text(next, 40)].join(""),
];

const sourceMap = (seed) =>
  JSON.stringify({
    version: 3,
    sources: WORDS.map((name) => `../src/${name}.js`),
    sourcesContent: WORDS.map((_, index) => program(30 * KB, seed + index).replaceAll(/[;{}]/g, "$&\n")),
    names: WORDS,
    mappings: fill(100 * KB, seed, (next) => ["AAAA", "CAAC", "EAAE", "SACA"][next(4)] + ",;"[next(2)]),
  });
const page = `<!doctype html><title>Weather</title><script type="module" src="/app.js"></script>${"<p class='a'>rain &amp; sun</p>".repeat(1000)}`;

const random = (index) => createHash("sha256").update(`instructions ${index}`).digest("base64url");
/** The secrets that are searched for, by name. */
export const secrets = Array.from({ length: 50 }, (_, index) => [`RANDOM_${index}`, random(index)]);

/** The files of each stage, by name. Only the last but one has leaks in it. */
export const stages = {
  start: { "index.html": "<title>Weather</title>" },
  lexer: { "app.js": program(1000 * KB, 1) },
  needles: {
    "text.txt": fill(8000 * KB, 2, (next) => `${word(next)} ${random(next(50)).slice(0, 4 + next(3))} ${word(next)}\n`),
  },
  credentials: { "app.txt": fill(500 * KB, 3, (next) => `${word(next)}="${tokens[next(tokens.length)](next)}"\n`) },
  encoded: {
    "data.txt": fill(1000 * KB, 4, (next) => `${bytes(next, 20 + next(200)).toString(next(2) ? "base64" : "hex")}\n`),
  },
  "source map": { "app.js.map": sourceMap(5) },
  parser: {
    "app.js": secrets
      .map(([, value], index) => `${program(4 * KB, 100 + index)}k="${value.slice(0, 20)}"+"${value.slice(20)}";`)
      .join(""),
  },
  app: {
    "index.html": page,
    "app.js": program(400 * KB, 6),
    "app.js.map": sourceMap(7),
    "app.css": fill(
      50 * KB,
      8,
      (next) => `.${word(next)}-${next(99)}{color:#${text(next, 6)};content:"${word(next)}"}`,
    ),
    "app.js.gz": gzipSync(program(400 * KB, 6), { level: 1 }),
    "data.json": JSON.stringify(
      Array.from({ length: 2000 }, (_, index) => ({ index, name: WORDS[index % WORDS.length] })),
    ),
  },
};
