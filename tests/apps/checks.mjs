// The runs, each of which gives a list of what is wrong: empty if all is well.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tail } from "./project.mjs";
import { describe, findings, lines, order, pasted, wrongPosition } from "./report.mjs";

const MAX_LINES = 15;
const MAX_SHOWN = 8;

/** Scans a build twice, for people and as JSON. */
function guard(project, envwall, title) {
  const human = project.run(title, envwall, ["guard"]);
  const json = project.run(`${title}.json`, envwall, ["guard", "--format", "json"]);
  return { ...human, text: `${human.stdout}${human.stderr}`, findings: findings(json.stdout) };
}

const errors = (all) => all.filter(({ severity }) => severity === "error");

const some = (list) => [...list.slice(0, MAX_SHOWN), ...(list.length > MAX_SHOWN ? [`… ${list.length} in all`] : [])];

// One line for each variable and code.
const summarized = (all) => {
  const groups = new Map();
  for (const finding of all) {
    const key = `${finding.code} ${finding.variable ?? finding.message}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return some([...groups.values()].map((group) => `${describe(group[0])} (${group.length} places)`));
};

/** An innocent build: status 0, and few lines. */
function innocent(project, envwall, title) {
  project.build(`${title}-npm`);
  const report = guard(project, envwall, title);
  const count = lines(report.text).length;
  return [
    ...(report.status === 0 ? [] : [`status ${report.status}, not 0`]),
    ...summarized(errors(report.findings)),
    ...(count <= MAX_LINES ? [] : [`${count} lines, more than ${MAX_LINES}; ${report.log}`]),
  ];
}

export function guardInnocent(project, envwall) {
  project.write();
  return innocent(project, envwall, "guard");
}

export function guardWithoutSecrets(project, envwall) {
  project.write({ over: ["no-secrets"], secrets: false });
  return innocent(project, envwall, "no-secrets");
}

/** `envwall build` of the innocent app: status 0, or EW044 alone, and then 0 with the lines that it names. */
export function build(project, envwall) {
  const attempt = (title) => {
    const file = join(project.logs, `${title}.json`);
    rmSync(file, { force: true });
    const args = ["build", "--format", "json", "--output", file, "--", "npm", "run", "build"];
    const run = project.run(title, envwall, args);
    if (!existsSync(file)) return { ...run, wrong: [`status ${run.status} and no report:\n${tail(run)}`] };
    const found = errors(findings(readFileSync(file, "utf8")));
    return { ...run, found };
  };
  project.write();
  const first = attempt("build");
  if (first.wrong || first.status === 0) return first.wrong ?? [];
  const others = first.found.filter(({ code }) => code !== "EW044");
  if (others.length > 0) return [`status ${first.status}`, ...summarized(others)];
  if (first.found.length === 0) return [`status ${first.status} without an error in the report:\n${tail(first)}`];
  const manifest = pasted(first.stderr);
  if (!manifest) return ["EW044, but the report has no lines to paste", ...summarized(first.found)];
  project.write();
  writeFileSync(join(project.folder, "envwall.toml"), manifest);
  const second = attempt("build-pasted");
  if (second.wrong || second.status === 0) return second.wrong ?? [];
  return [`status ${second.status} with the pasted lines`, ...summarized(second.found)];
}

/** A build with planted leaks: each an error, first in the list, in the right place, and no other error. */
export function guardLeaks(project, envwall) {
  const { leaks } = project.app;
  project.write({ over: ["leaks"] });
  project.build("leaks-npm");
  const report = guard(project, envwall, "leaks");
  const planted = new Set(leaks.map(({ variable }) => variable));
  const found = errors(report.findings);
  const first = order(report.text, project.variables.map(({ name }) => name));
  const others = first.slice(0, planted.size).filter((subject) => !planted.has(subject));
  return [
    ...(report.status === 1 ? [] : [`status ${report.status}, not 1`]),
    ...leaks
      .filter(({ variable }) => !found.some((finding) => finding.variable === variable))
      .map(({ variable, form }) => `${variable} was not found (${form})`),
    ...summarized(found.filter(({ variable }) => !planted.has(variable))).map((text) => `not planted: ${text}`),
    ...(others.length === 0 ? [] : [`among the first ${planted.size} of the list: ${others.join("; ")}`]),
    ...some(leaks.flatMap(({ variable, spot }) => positions(project, found, variable, spot))),
  ];
}

function positions(project, found, variable, spot) {
  const wrong = found
    .filter((finding) => finding.variable === variable)
    .map((finding) => wrongPosition(finding, project, spot));
  return [...new Set(wrong.filter(Boolean))].map((text) => `${variable}: ${text}`);
}
