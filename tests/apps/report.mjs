// Reads what Envwall reports: the human text, the lines to paste, and the positions of the JSON.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The lines of a text, without blank ones at its end. */
export const lines = (text) => (text.trimEnd() === "" ? [] : text.trimEnd().split("\n"));

/** The first lines of the entries of a human report. */
export const headings = (text) => lines(text).filter((line) => /^(error|warning|note)(\[EW\d+\])?: /.test(line));

/** What headings are about, in their order: a variable, or else the heading itself. */
export function order(headings, names) {
  return [...new Set(headings.map((line) => names.find((name) => line.includes(`\`${name}\``)) ?? line))];
}

/** The annotations that GitHub shows. */
export const annotations = (text) => lines(text).filter((line) => /^::(error|warning|notice)\b/.test(line));

/** The tables that a report gives to be pasted into the manifest, as its text; empty if there is none. */
export function pasted(text) {
  const tables = new Map();
  let table;
  for (const line of text.split("\n").map((line) => line.replace(/^[\s|]+/, "").trimEnd())) {
    const header = /^\[(public|server)\]$/.exec(line);
    if (header) table = header[1];
    else if (table && /^[A-Za-z_]\w*\s*=\s*\S/.test(line)) {
      tables.set(table, (tables.get(table) ?? new Set()).add(line));
    } else if (line !== "" && !line.startsWith("#")) table = undefined;
  }
  return [...tables].map(([name, entries]) => `[${name}]\n${[...entries].join("\n")}\n`).join("\n");
}

/** The findings of a JSON report, or what is wrong with it. */
export function findings(text) {
  try {
    return JSON.parse(text).findings;
  } catch (error) {
    throw new Error(`no JSON report: ${error.message}; it starts with ${JSON.stringify(text.slice(0, 200))}`);
  }
}

/** A finding in a line. */
export const describe = ({ code, severity, variable, artifact, line, column, message }) =>
  `${severity} ${code} ${variable ?? "-"} ${artifact ?? "-"}:${line ?? "-"}:${column ?? "-"}: ${message}`;

/** What is wrong with the original position of a finding about a planted leak; nothing if it is right or null. */
export function wrongPosition({ original, variable }, project, spot) {
  if (!original) return undefined;
  const place = `${original.source}:${original.line ?? "-"}:${original.column ?? "-"}`;
  const file = join(project.folder, original.source);
  if (!existsSync(file)) return `${place} is no file of the project`;
  // a file without a line is right if the value comes from there
  const text = readFileSync(file, "utf8");
  const line = original.line ? (text.split("\n")[original.line - 1] ?? "") : text;
  const value = project.value(variable);
  if ([variable, spot, ...forms(value)].some((form) => form && line.includes(form))) return undefined;
  return `${place} is not where the value comes from: ${JSON.stringify(line.trim().slice(0, 80))}`;
}

// A value as it is, the password of an address, and the base64 of either, however it is aligned.
function forms(value) {
  const password = /^\w+:\/\/[^:]*:([^@]+)@/.exec(value)?.[1];
  return [value, password].filter(Boolean).flatMap((text) => [text, ...[0, 1, 2].map((shift) => middle(text, shift))]);
}

function middle(text, shift) {
  const encoded = Buffer.from("-".repeat(shift) + text).toString("base64");
  return encoded.slice(4, encoded.length - 4);
}
