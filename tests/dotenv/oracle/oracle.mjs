// Answers what the real tools make of environment files: JSON lines in, JSON lines out.
//
// in:  {"files": [text, ...], "env": {...}, "skip": [tool, ...]}   lowest precedence first, four at most
// out: {"next"|"vite"|"dotenv"|"configured": {"ok": {name: value}} | {"error": true}}
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { parseEnv } from "node:util";
import next from "@next/env";
import dotenv from "dotenv";
import { expand } from "dotenv-expand";
import { loadEnv } from "vite";

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

function viteTool(files, env) {
  setProcess(env);
  for (const name of NAMES) rmSync(join(folder, name), { force: true });
  files.forEach((text, at) => writeFileSync(join(folder, NAMES[at]), text));
  return { ok: pick(loadEnv("m", folder, ""), files.flatMap((text) => Object.keys(parseEnv(text)))) };
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

const TOOLS = { next: nextTool, vite: viteTool, dotenv: dotenvTool, configured: configuredTool };

// not readline, to which U+2028 ends a line
for (const line of (await text(process.stdin)).split("\n").filter(Boolean)) {
  const { files, env, skip } = JSON.parse(line);
  // dotenv-expand runs $(commands): nothing that could become one comes near it
  if (line.includes("(")) throw new Error("no parentheses, please");
  const tools = Object.entries(TOOLS).filter(([name]) => !skip.includes(name));
  const answers = tools.map(([name, tool]) => [name, tool(files, env)]);
  process.stdout.write(JSON.stringify(Object.fromEntries(answers)) + "\n");
}
rmSync(folder, { recursive: true });
