// Answers what the real tools make of environment files: JSON lines in, JSON lines out.
//
// in:  {"files": [text, ...], "env": {...}, "skip": [tool, ...]}   lowest precedence first, four at most
// out: {"next"|"vite"|…: {"ok": {name: value}} | {"error": true}}
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { parseEnv } from "node:util";
import next from "@next/env";
import { setupDotenv } from "c12";
import dotenv from "dotenv";
import dotenv10 from "dotenv-10";
import dotenv14 from "dotenv-14";
import { expand } from "dotenv-expand";
import expand5 from "dotenv-expand-5";
import { loadEnv } from "vite";
import { loadEnv as loadEnv3 } from "vite-3";
import { loadEnv as loadEnv4 } from "vite-4";
import { loadEnv as loadEnv7 } from "vite-7";

const folder = mkdtempSync(join(tmpdir(), "envwall-oracle-"));
const NAMES = [".env", ".env.local", ".env.m", ".env.m.local"];

/** Values of the names that a file may hold, and of no others. */
const pick = (from, names) =>
  Object.fromEntries([...names].filter((name) => Object.hasOwn(from, name)).map((name) => [name, from[name]]));

function setProcess(env) {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
}

function nextTool(files, env) {
  next.processEnv([], folder, console, true); // creates the snapshot, once
  const before = Object.fromEntries(Object.keys(next.initialEnv ?? {}).map((name) => [name, undefined]));
  setProcess(env);
  next.updateInitialEnv({ ...before, ...env });
  let failed = false;
  const log = { info() {}, error() { failed = true; } };
  const loaded = files.map((contents, at) => ({ path: String(at), contents, env: {} })).reverse();
  next.processEnv(loaded, folder, log, true);
  if (failed) return { error: true };
  return { ok: pick(process.env, loaded.flatMap((file) => Object.keys(file.env))) };
}

function write(files) {
  for (const name of NAMES) rmSync(join(folder, name), { force: true });
  files.forEach((text, at) => writeFileSync(join(folder, NAMES[at]), text));
}

function viteTool(files, env) {
  setProcess(env);
  write(files);
  return { ok: pick(loadEnv("m", folder, ""), files.flatMap((text) => Object.keys(parseEnv(text)))) };
}

/** Vite up to 7, and what `parse` its `dotenv` has. References in a circle overflow the stack of 3 and 4. */
const olderVite = (loadEnv, parse) => (files, env) => {
  setProcess(env);
  write(files);
  try {
    return { ok: pick(loadEnv("m", folder, ""), files.flatMap((text) => Object.keys(parse(text)))) };
  } catch (error) {
    return failed(error);
  }
};

function failed(error) {
  if (error instanceof RangeError) return { error: true };
  throw error;
}

/** react-scripts@5.0.1: config/env.js */
function craTool(files, env) {
  setProcess(env);
  write(files);
  const paths = files.map((_, at) => join(folder, NAMES[at])).reverse();
  try {
    for (const path of paths) expand5(dotenv10.config({ path }));
  } catch (error) {
    return failed(error);
  }
  return { ok: pick(process.env, files.flatMap((text) => Object.keys(dotenv10.parse(text)))) };
}

/** Names that start with `_` do not reach the process, but other variables can refer to them. */
async function nuxtTool(files, env) {
  write(files);
  const own = { ...env };
  const fileName = files.map((_, at) => NAMES[at]);
  const loaded = await setupDotenv({ cwd: folder, fileName, env: own });
  return { ok: pick({ ...loaded, ...own }, files.flatMap((text) => Object.keys(dotenv.parse(text)))) };
}

function merged(files) {
  const parsed = {};
  for (const text of [...files].reverse()) dotenv.populate(parsed, dotenv.parse(text));
  return parsed;
}

function dotenvTool(files, env) {
  return { ok: { ...expand({ parsed: merged(files), processEnv: { ...env } }).parsed } };
}

/** As after `dotenv.config()`, which writes the unexpanded values to the process first. */
function configuredTool(files, env) {
  const [parsed, processEnv] = [merged(files), { ...env }];
  dotenv.populate(processEnv, parsed);
  return { ok: { ...expand({ parsed, processEnv }).parsed } };
}

const TOOLS = {
  next: nextTool,
  vite: viteTool,
  dotenv: dotenvTool,
  configured: configuredTool,
  vite7: olderVite(loadEnv7, dotenv.parse),
  vite4: olderVite(loadEnv4, dotenv.parse),
  vite3: olderVite(loadEnv3, dotenv14.parse),
  cra: craTool,
  nuxt: nuxtTool,
};

console.warn = () => {}; // of c12, for every circle

// not readline, to which U+2028 ends a line
for (const line of (await text(process.stdin)).split("\n").filter(Boolean)) {
  const { files, env, skip } = JSON.parse(line);
  // dotenv-expand runs $(commands): nothing that could become one comes near it
  if (line.includes("(")) throw new Error("no parentheses, please");
  const tools = Object.entries(TOOLS).filter(([name]) => !skip.includes(name));
  const answers = [];
  for (const [name, tool] of tools) answers.push([name, await tool(files, env)]);
  process.stdout.write(JSON.stringify(Object.fromEntries(answers)) + "\n");
}
rmSync(folder, { recursive: true });
