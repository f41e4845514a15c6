// Builds apps with their own tools, each with 50 variables, and checks what Envwall reports.
// usage: run.mjs ENVWALL WORK [APP...]     WORK keeps the projects and everything that was printed
import { mkdirSync, realpathSync } from "node:fs";
import { apps } from "./apps.mjs";
import { build, guardInnocent, guardLeaks, guardWithoutSecrets } from "./checks.mjs";
import { Project } from "./project.mjs";

const runs = { guard: guardInnocent, "no secrets": guardWithoutSecrets, build, leaks: guardLeaks };

const [binary, folder, ...wanted] = process.argv.slice(2);
if (!folder) {
  console.error("usage: run.mjs ENVWALL WORK [APP...]");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const [envwall, work] = [realpathSync(binary), realpathSync(folder)];

const seconds = (since) => Math.round((Date.now() - since) / 1000);

function outcome(run, project) {
  try {
    return run(project, envwall);
  } catch (error) {
    return [error.message];
  }
}

function check(app) {
  const started = Date.now();
  const project = new Project(app, work);
  const cells = Object.entries(runs).map(([title, run]) => {
    const wrong = outcome(run, project);
    console.log(`${app.name}, ${title}: ${wrong.length === 0 ? "ok" : `\n  ${wrong.join("\n").replaceAll("\n", "\n  ")}`}`);
    return wrong.length === 0 ? "ok" : "FAILED";
  });
  return [app.name, ...cells, `${seconds(started)} s`];
}

const started = Date.now();
const chosen = apps.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const rows = [["app", ...Object.keys(runs), "time"], ...chosen.map(check)];
const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
console.log(`\n${rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column])).join("  ").trimEnd()).join("\n")}`);
const failed = rows.flat().filter((cell) => cell === "FAILED").length;
console.log(`${failed === 0 ? "all well" : `${failed} failed; what was printed is in ${work}/output`}, ${seconds(started)} s`);
process.exit(chosen.length > 0 && failed === 0 ? 0 : 1);
