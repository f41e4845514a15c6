// Counts the instructions of each stage and compares them with those in instructions.json: see instructions.sh.
// usage: instructions.mjs ENVWALL WORK [--update]
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { secrets, stages } from "./stages.mjs";

const PERCENT = 5;
const [envwall, work, update] = process.argv.slice(2);
const table = join(import.meta.dirname, "instructions.json");

function write(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** The instructions that a scan of some files takes, with one thread and without the addresses that differ by chance. */
function count(stage, files) {
  const folder = join(work, stage.replaceAll(" ", "-"));
  write(join(folder, ".env"), secrets.map(([name, value]) => `${name}=${value}\n`).join(""));
  write(join(folder, "envwall.toml"), '[client]\ninclude = ["dist/**"]\n[rules]\nserver = ["RANDOM_*"]\n');
  for (const [name, content] of Object.entries(files)) write(join(folder, "dist", name), content);
  const out = join(folder, "counts");
  const valgrind = ["valgrind", "--tool=cachegrind", "--cache-sim=no", `--cachegrind-out-file=${out}`];
  const scan = [envwall, "guard", "--format", "json", "--output", join(folder, "report.json")];
  const done = spawnSync("setarch", ["--addr-no-randomize", ...valgrind, ...scan], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: process.env.PATH, RAYON_NUM_THREADS: "1" },
  });
  if (done.status !== 0 && done.status !== 1) throw new Error(`${stage}: status ${done.status}\n${done.stderr}`);
  return Number(readFileSync(out, "utf8").match(/^summary: (\d+)/m)[1]);
}

const rustc = spawnSync("rustc", ["--version"], { encoding: "utf8" }).stdout.trim();
const { start, ...others } = Object.fromEntries(
  Object.entries(stages).map(([stage, files]) => [stage, count(stage, files)]),
);
// what every scan takes would hide the growth of a stage
const counts = { start, ...Object.fromEntries(Object.entries(others).map(([stage, all]) => [stage, all - start])) };
if (update) {
  writeFileSync(table, `${JSON.stringify({ rustc, instructions: counts }, null, 2)}\n`);
}
const expected = JSON.parse(readFileSync(table, "utf8"));

const change = (stage) => (counts[stage] / expected.instructions[stage] - 1) * 100;
for (const [stage, instructions] of Object.entries(counts)) {
  const percent = `${change(stage) < 0 ? "" : "+"}${change(stage).toFixed(1)} %`;
  console.log(
    `${stage.padEnd(12)} ${(instructions / 1e6).toFixed(1).padStart(8)} million instructions ${percent.padStart(8)}`,
  );
}
// a stage that the table does not have is no number
const grown = Object.keys(counts).filter((stage) => !(change(stage) <= PERCENT));
const shrunk = Object.keys(counts).filter((stage) => change(stage) < -PERCENT);
const fix = "bench/instructions.sh --update writes the new counts: commit them";
if (shrunk.length > 0)
  console.log(`fewer than in bench/instructions.json: ${shrunk.join(", ")}; ${fix}, so that the gain is kept`);
if (expected.rustc !== rustc) {
  console.log(`bench/instructions.json is of ${expected.rustc}, this is ${rustc}: nothing is compared; ${fix}`);
} else if (grown.length > 0) {
  console.log(
    `over ${PERCENT} % more than in bench/instructions.json: ${grown.join(", ")}. If that has a good reason, ${fix}`,
  );
  process.exit(1);
}
