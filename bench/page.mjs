// Writes docs/benchmarks.md and docs/benchmarks.svg from results.json.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { forms } from "./leaks.mjs";
import { plot } from "./plot.mjs";
import { tools } from "./tools.mjs";

const here = import.meta.dirname;
const docs = join(here, "../docs");
const { machine, date, rounds, inputs, tools: measured } = JSON.parse(readFileSync(join(here, "results.json"), "utf8"));
const rows = measured.map((result) => ({ ...tools.find(({ name }) => name === result.name), ...result }));
const [corpus, ...apps] = inputs;

const seconds = (number) => (number < 0.1 ? number.toFixed(3) : number < 10 ? number.toFixed(2) : number.toFixed(1));
const megabytes = (bytes) => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
const table = (head, lines) =>
  [head, head.map((_, column) => (column === 0 ? "---" : "---:")), ...lines]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
const sought = ({ values, formats }) =>
  ["nothing", "formats", "values", "both"][2 * Boolean(values) + Boolean(formats)];

/** The cells about time and memory. */
function costs(result) {
  if (result.stopped) return [`> ${result.stopped}`, "", "", ""];
  const spread = result.runs === 1 ? "one run" : `${seconds(result.fastest)}–${seconds(result.slowest)}`;
  return [seconds(result.wall), spread, seconds(result.cpu), Math.round(result.memory / 1024)];
}
const COSTS = ["wall s", "fastest–slowest", "CPU s", "memory MiB"];

const corpusTable = table(
  ["tool", "searches for", ...COSTS, "findings"],
  rows.map((row) => {
    const result = row.results.corpus;
    return [row.title, sought(row), ...costs(result), row.findings && !result.stopped ? result.others : ""];
  }),
);

const count = (result, kind) => result.leaks.filter((leak) => leak.endsWith(kind)).length;
const appTable = ({ name }) =>
  table(
    ["tool", ...COSTS, "12 tokens", "12 random values", "other findings"],
    rows
      .filter((row) => row.results[name])
      .map((row) => {
        const result = row.results[name];
        const found =
          row.findings && !result.stopped
            ? [count(result, "token"), count(result, "random"), result.others]
            : ["", "", ""];
        return [row.title, ...costs(result), ...found];
      }),
  );

/** What a tool finds of a form, in every app. */
function found({ results }, form) {
  const kinds = ["token", "random"].filter((kind) =>
    apps.every(({ name }) => results[name].leaks?.includes(`${form}, ${kind}`)),
  );
  return kinds.length === 2 ? "both" : (kinds[0] ?? "–");
}
const finders = rows.filter((row) => row.findings && apps.every(({ name }) => row.results[name]));
const formTable = table(
  ["form", ...finders.map(({ title }) => title)],
  forms.map(({ name }) => [name, ...finders.map((row) => found(row, name))]),
);

// the commands as a reader would type them
const context = {
  envwall: "envwall",
  node: "node",
  here: "bench",
  project: ".",
  output: "dist",
  installed: "…",
  report: "report.json",
};
const quote = (word) => (/^[\w@%+=:,./…-]+$/.test(word) ? word : `'${word}'`);
const runs = rows.map(
  (row) =>
    `- **${row.title.replaceAll("`", "")}** ${row.version}: \`${row.command(context).map(quote).join(" ")}\`. ${row.note}`,
);

const app = ({ name, files, bytes, planted }) => `### ${{ vite: "Vite", "react-router": "React Router" }[name]}

${files} files, ${megabytes(bytes)} MB, ${planted} planted leaks.

${appTable({ name })}`;

writeFileSync(
  join(docs, "benchmarks.md"),
  `<!-- made by bench/page.mjs from bench/results.json -->
# Benchmarks

What a scan takes with Envwall and with other scanners, and what each of them finds. Measured on ${date}: ${machine.cores} cores
(${machine.processor}), ${machine.memory} of memory, ${machine.system}, Node ${machine.node}. The median of ${rounds} runs, after
one that is not counted; a tool whose first run takes more than 5 seconds runs ${Math.min(3, rounds)} times, more than 30 seconds once.

![Seconds of each tool on both inputs; the tables below have the numbers](benchmarks.svg)

**Scanners search for different things.** Some know the formats of credentials: they need no configuration and find keys that no
variable holds, but not a password or a random key of your own. Others search for the *values* of your variables, whatever they look
like, but for nothing else. The tables say which is which. Numbers of findings of the two kinds cannot be compared as if one were
better.

## Published bundles

${corpus.files.toLocaleString("en")} files, ${megabytes(corpus.bytes)} MB: bundles and source maps of packages on npm
([tests/clean/packages.txt](../tests/clean/packages.txt)). Tools that search for values get 50 random values and 20 guessable ones
such as \`admin\`, \`3000\` and \`production\`. None of them has leaked, so each finding of a value is a false positive; all of these are guessable values, and a project that marks
only random values as secrets gets none. Findings by format are
findings in published packages: examples, keys that are meant to be public, and text that looks like a key. Nobody has judged them.

${corpusTable}

## Apps with planted leaks

Two builds as their tools write them. In each, 24 made-up values are planted, each in a file of its own: 12 tokens in the format
of SendGrid's keys, which all these scanners know, and 12 random strings of 32 characters, in 12 forms each. A leak is found if
a tool reports its file. The 20 guessable values are in these builds as well and are no leaks; *other findings* are all findings in files
without a leak.

${apps.map(app).join("\n\n")}

### By form

What is found in both apps: *both* kinds of values, or only one. *Encrypted* values are decrypted with the name of the page's host, which
no scanner can know. Envwall's [builds with placeholders](run.md) keep such a value out of the build in the first place.

${formTable}

## How the tools are run

Each on the folder \`dist\`, with all files in it, by these commands:

${runs.join("\n")}

## What is not measured

- Validation of credentials, scans of Git's history, and everything that needs a network.
- Time to install and configure a tool, and Netlify's build around its step.
- A cold disk: all files are in the page cache. Memory is that of the largest process of a tool, CPU time that of all.
- TruffleHog 3, which is in none of the registries that [bench/tools.sh](../bench/tools.sh) installs from (\`trufflehog\` on PyPI is version
  2, of 2021, which reads Git repositories; \`trufflehog3\` is another project). ggshield sends what it scans to a service. Nosey Parker is
  no longer developed.

Envwall's developers wrote the forms of the planted leaks, and know what Envwall can find. The files that make them are
[bench/leaks.mjs](../bench/leaks.mjs) and [bench/inputs.mjs](../bench/inputs.mjs).

## Run it yourself

\`\`\`console
$ cargo build --release -p envwall-cli
$ bench/compare.sh target/release/envwall
\`\`\`

This installs the tools in the versions above, fetches the bundles, builds the apps, and rewrites this page. It takes about ten minutes and
needs Linux on x86-64, Node, npm, pip, ripgrep and GNU time. CI does not run it, but counts the instructions of a scan: see
[bench/instructions.sh](../bench/instructions.sh).
`,
);

writeFileSync(
  join(docs, "benchmarks.svg"),
  plot(
    rows.map((row) => ({ ...row, group: sought(row) })),
    [
      { input: "corpus", title: `Published bundles, ${megabytes(corpus.bytes)} MB` },
      { input: "vite", title: `Vite app, ${megabytes(apps[0].bytes)} MB` },
    ],
    seconds,
  ),
);
