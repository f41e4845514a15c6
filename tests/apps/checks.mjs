// The runs, each of which gives a list of what is wrong: empty if all is well.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tail } from "./project.mjs";
import { annotations, describe, findings, headings, lines, order, pasted, wrongPosition } from "./report.mjs";

const MAX_LINES = 15;
const MAX_SHOWN = 8;

/** Scans a build for people, in full, and as JSON. */
function guard(project, envwall, title) {
  const human = project.run(title, envwall, ["guard"]);
  const verbose = project.run(`${title}-v`, envwall, ["guard", "-v"]);
  const json = project.run(`${title}-json`, envwall, ["guard", "--format", "json"]);
  const text = `${human.stdout}${human.stderr}`;
  return { ...human, text, manifest: pasted(verbose.stderr), findings: findings(json.stdout) };
}

const errors = (all) => all.filter(({ severity }) => severity === "error");

const some = (list) => [...list.slice(0, MAX_SHOWN), ...(list.length > MAX_SHOWN ? [`… ${list.length} in all`] : [])];

// One line for each variable and code.
function summarized(all) {
  const groups = new Map();
  for (const finding of all) {
    const key = `${finding.code} ${finding.variable ?? finding.message}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return some([...groups.values()].map((group) => `${describe(group[0])} (${group.length} in all)`));
}

/** An innocent build: status 0 and few lines. The lines to paste, if there are any, settle what they are about. */
function innocent(project, envwall, title) {
  project.build(`${title}-npm`);
  const report = guard(project, envwall, title);
  const wrong = calm(report);
  if (!report.manifest) return wrong;
  writeFileSync(join(project.folder, "envwall.toml"), report.manifest);
  const second = guard(project, envwall, `${title}-pasted`);
  const open = second.manifest ? ["lines to paste once more:", ...lines(second.manifest)] : [];
  return [...wrong, ...[...calm(second), ...some(open)].map((text) => `with the pasted lines: ${text}`)];
}

function calm({ status, text, findings, log }) {
  const count = lines(text).length;
  return [
    ...(status === 0 ? [] : [`status ${status}, not 0`]),
    ...summarized(errors(findings)),
    ...(count <= MAX_LINES ? [] : [`${count} lines, more than ${MAX_LINES}; ${log}`]),
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
  project.write();
  const first = buildWithEnvwall(project, envwall, "build");
  if (first.status === 0) return replaced(project);
  if (!first.found) return [`status ${first.status} and no report:\n${tail(first)}`];
  const others = first.found.filter(({ code }) => code !== "EW044");
  if (others.length > 0) return [`status ${first.status}`, ...summarized(others)];
  if (first.found.length === 0) return [`status ${first.status} without an error in the report:\n${tail(first)}`];
  const manifest = pasted(first.stderr);
  if (!manifest) return ["EW044, but the report has no lines to paste", ...summarized(first.found)];
  project.write();
  writeFileSync(join(project.folder, "envwall.toml"), manifest);
  const second = buildWithEnvwall(project, envwall, "build-pasted");
  if (second.status === 0) return replaced(project);
  const found = second.found ? summarized(second.found) : [tail(second)];
  return [`status ${second.status} with the pasted lines`, ...found];
}

// What every page shows has to be in the output as it is: with a placeholder for a client id, the app is broken.
const SHOWN = ["GOOGLE_CLIENT_ID", "SITE_DESCRIPTION", "SUPPORT_EMAIL"];

function replaced(project) {
  return SHOWN.filter((name) => !project.outputHas(project.value(name))).map((name) => `the app lost its ${name}`);
}

// `found` are the errors, if the build itself went well.
function buildWithEnvwall(project, envwall, title) {
  const file = join(project.logs, `${title}.json`);
  rmSync(file, { force: true });
  const args = ["build", "-v", "--format", "json", "--output", file, "--", "npm", "run", "build"];
  const run = project.run(title, envwall, args);
  return { ...run, found: existsSync(file) ? errors(findings(readFileSync(file, "utf8"))) : undefined };
}

/** A build with planted leaks: each an error, first in the list, in the right place, and no other error. */
export function guardLeaks(project, envwall) {
  project.write({ over: ["leaks"] });
  project.build("leaks-npm");
  const report = guard(project, envwall, "leaks");
  const github = project.run("leaks-github", envwall, ["guard", "--format", "github"]);
  const found = errors(report.findings);
  return [
    ...(report.status === 1 ? [] : [`status ${report.status}, not 1`]),
    ...notFound(project, found),
    ...notFirst(project, report.text),
    ...notAnnotated(project, github.stdout),
    ...some(project.app.leaks.flatMap(({ variable, spot }) => wrongPositions(project, found, variable, spot))),
  ];
}

// The variables that are given away.
const planted = (project) => project.app.leaks.map(({ variable }) => variable);

function notFound(project, found) {
  const names = planted(project);
  const missing = project.app.leaks.filter(({ variable }) => !found.some((finding) => finding.variable === variable));
  return [
    ...missing.map(({ variable, form }) => `${variable} was not found (${form})`),
    ...summarized(found.filter(({ variable }) => !names.includes(variable))).map((text) => `not planted: ${text}`),
  ];
}

function notFirst(project, text) {
  const names = planted(project);
  const entries = headings(text);
  const first = order(entries, project.variables.map(({ name }) => name)).slice(0, names.length);
  const others = first.filter((subject) => !names.includes(subject));
  const repeated = entries.filter((entry, index) => entries.indexOf(entry) !== index);
  return [
    ...(others.length === 0 ? [] : [`among the first ${names.length} of the list: ${others.join("; ")}`]),
    ...some([...new Set(repeated)].map((entry) => `more than one entry: ${entry}`)),
  ];
}

function notAnnotated(project, text) {
  const shown = annotations(text);
  const missing = planted(project).filter((name) => !shown.some((line) => line.includes(`\`${name}\``)));
  return missing.length === 0 ? [] : [`in no annotation for GitHub: ${missing.join(", ")}`];
}

function wrongPositions(project, found, variable, spot) {
  const wrong = found
    .filter((finding) => finding.variable === variable)
    .map((finding) => wrongPosition(finding, project, spot));
  return [...new Set(wrong.filter(Boolean))].map((text) => `${variable}: ${text}`);
}
