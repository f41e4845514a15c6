// Tests of what the runs rely on: reading reports, and the variables.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { apps } from "./apps.mjs";
import { build } from "./checks.mjs";
import { annotations, headings, order, pasted, wrongPosition } from "./report.mjs";
import { secretNames, variables } from "./variables.mjs";

test("each app has 50 variables, 18 of them secret, and its leaks are of these", () => {
  for (const { name, prefix, leaks } of apps) {
    const all = variables(name, prefix);
    assert.equal(new Set(all.map(({ name }) => name)).size, 50);
    assert.equal(all.filter(({ secret }) => secret).length, 18);
    assert.equal(new Set(leaks.map(({ variable }) => variable).filter((name) => secretNames.includes(name))).size, 5);
  }
});

test("values are the same each time, and no two apps share a secret", () => {
  assert.deepEqual(variables("vite", "VITE_"), variables("vite", "VITE_"));
  const secrets = apps.flatMap(({ name, prefix }) => variables(name, prefix).filter(({ secret }) => secret));
  assert.equal(new Set(secrets.map(({ value }) => value)).size, secrets.length);
});

test("lines to paste are read with their tables", () => {
  const text = `error[EW044]: the placeholder for \`A\` is in a file
  = help: add it

To settle these, add to envwall.toml:

[public]
SITE = "string"  # or in [server]: SITE = { sensitive = false }

[server]
A = { phase = "build" }
# and 2 more: -v lists them
Scanned 1 file = nothing`;
  const expected = `[public]
SITE = "string"  # or in [server]: SITE = { sensitive = false }

[server]
A = { phase = "build" }
`;
  assert.equal(pasted(text), expected);
  assert.equal(pasted("Scanned 1 file: no findings\nA = 1\n"), "");
});

test("a build that ends with EW044 alone is tried again with the lines that it gives", () => {
  const logs = mkdtempSync(join(tmpdir(), "envwall-apps-"));
  const paste = "[server]\nA = { phase = \"build\" }\n";
  const fake = (code, secondStatus) => {
    let runs = 0;
    const finding = { code, severity: "error", variable: "A", message: "m" };
    const run = (title, command, args) => {
      writeFileSync(args[args.indexOf("--output") + 1], JSON.stringify({ findings: [finding] }));
      return { status: runs++ === 0 ? 2 : secondStatus, stdout: "", stderr: `error\n\nadd:\n\n${paste}` };
    };
    return { folder: logs, logs, run, write() {}, value: () => "", outputHas: () => true };
  };
  assert.deepEqual(build(fake("EW044", 0), "envwall"), []);
  assert.equal(readFileSync(join(logs, "envwall.toml"), "utf8"), paste);
  assert.match(build(fake("EW044", 2), "envwall")[0], /status 2 with the pasted lines/);
  assert.match(build(fake("EW001", 0), "envwall")[1], /EW001 A/);
  rmSync(logs, { recursive: true });
});

test("the order is that of the headings", () => {
  const text = "error[EW001]: the value of `B` is in\n  = note: `A`\n\nerror[EW001]: the value of `A`\nwarning[EW005]: x `B`\n";
  assert.deepEqual(order(headings(text), ["A", "B"]), ["B", "A"]);
  assert.deepEqual(order(headings("error: none"), ["A"]), ["error: none"]);
  assert.equal(annotations("::error file=a::`A`\nplain\n").length, 1);
});

test("a position is right where the value or the name is", () => {
  const folder = mkdtempSync(join(tmpdir(), "envwall-apps-"));
  const value = "correct horse battery";
  const encoded = Buffer.from(`admin:${value}`).toString("base64");
  writeFileSync(join(folder, "a.js"), `one\nuse(process.env.PASS)\n"${value}"\n"${encoded}"\n__SPOT__\n`);
  const project = { folder, value: () => value };
  const wrong = (line, source = "a.js") =>
    wrongPosition({ variable: "PASS", original: { source, line, column: 1 } }, project, "__SPOT__");
  for (const line of [2, 3, 4, 5, null]) assert.equal(wrong(line), undefined, `line ${line}`);
  for (const line of [1, 99]) assert.match(wrong(line), /not where the value comes from/);
  assert.match(wrong(1, "b.js"), /no file of the project/);
  assert.equal(wrongPosition({ variable: "PASS", original: null }, project), undefined);
  rmSync(folder, { recursive: true });
});
