// Writes docs/benchmarks.md and docs/benchmarks.svg from results.json.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { plot } from "./plot.mjs";
import { appTable, cleanTable, commandLine, formTable, joined, megabytes, seconds } from "./tables.mjs";

const here = import.meta.dirname;
const docs = join(here, "../docs");
const results = JSON.parse(readFileSync(join(here, "results.json"), "utf8"));
const { machine, date, rounds, inputs } = results;
const rows = joined(results.tools);
const [corpus, ...apps] = inputs;

const app = (input) => `### ${{ vite: "Vite", "react-router": "React Router" }[input.name]}

${input.files} files, ${megabytes(input.bytes)} MB, ${input.planted} planted leaks.

${appTable(rows, input)}`;

const run = (row) =>
  `- **${row.title.replaceAll("`", "")}** ${row.version}\n\n  \`${commandLine(row)}\`\n\n  ${row.note}`;

const page = `<!-- written by bench/page.mjs -->
# Benchmarks

What a scan takes with Envwall and with other scanners, and what each of them finds. Measured on ${date}: ${machine.cores} cores
(${machine.processor}), ${machine.memory} of memory, ${machine.system}, Node ${machine.node}.
Times are the median of ${rounds} runs, after one that is not counted. A tool whose first run takes more than 5 seconds runs
${Math.min(3, rounds)} times in all, one of more than 30 seconds once, and none longer than 120 seconds.

![Seconds of each tool on two inputs; the tables below have the numbers](benchmarks.svg)

**Scanners search for different things.** Some know the formats of credentials: they need no configuration and find keys that no
variable holds, but not a password or a random key of your own. Others search for the *values* of your variables, whatever they
look like, but for nothing else. The tables say which is which, and numbers of findings of the two kinds do not compare.

## Published bundles

${corpus.files.toLocaleString("en")} files, ${megabytes(corpus.bytes)} MB: bundles and source maps of packages on npm
([tests/clean/packages.txt](../tests/clean/packages.txt)).

${cleanTable(rows, corpus)}

Tools that search for values get 50 random values and 20 guessable ones such as \`admin\`, \`3000\` and \`production\`. None of them has
leaked, so each finding of a value is a false positive. All of these are of guessable values: a project that marks only random values
as secrets gets none.

Findings by format are findings in published packages: examples, keys that are meant to be public, and text that looks like a key.
Nobody has judged them.

## Apps with planted leaks

Two builds as their tools write them. In each, 24 made-up values are planted, each in a file of its own: 12 tokens in the format of
SendGrid's keys, which all of these scanners know, and 12 random strings of 32 characters, each in 12 forms. A leak is found if a
tool reports its file. The 20 guessable values are in these builds as well and are no leaks. *Other findings* are all findings in
files without a leak.

${apps.map(app).join("\n\n")}

### By form

What is found in every app that a tool finished: *both* kinds of values, or only one. *Encrypted* values are decrypted with the name
of the page's host, which no scanner can know; [builds with placeholders](run.md) keep such a value out of the build in the first
place.

${formTable(rows, apps)}

## How the tools are run

Each on the folder \`dist\` with all files in it:

${rows.map(run).join("\n")}

## What is not measured

- Validation of credentials, scans of Git's history, and everything else that needs a network.
- Time to install and configure a tool, and Netlify's build around its step.
- A cold disk: all files are in the page cache. Memory is that of the largest process of a tool, CPU time that of all.
- TruffleHog 3, which is in none of the registries that [bench/tools.sh](../bench/tools.sh) installs from: \`trufflehog\` on PyPI is
  version 2 of 2021, which reads Git repositories, and \`trufflehog3\` is another project. ggshield sends what it scans to a service.
  Nosey Parker is no longer developed.
- gitleaks, Betterleaks and Kingfisher are the binaries that packages on PyPI contain. Those of gitleaks and Betterleaks are made by
  others than the projects themselves.

Envwall's developers chose the forms of the planted leaks and know what Envwall finds:
[bench/leaks.mjs](../bench/leaks.mjs) has them all.

## Run it yourself

\`\`\`console
$ cargo build --release -p envwall-cli
$ bench/compare.sh target/release/envwall
\`\`\`

This installs the tools in the versions above, fetches the bundles, builds the apps, and rewrites this page. It takes about ten
minutes and needs Linux on x86-64, Node, npm, pip, ripgrep and GNU time. CI does not run it, but counts the instructions of scans:
see [bench/instructions.sh](../bench/instructions.sh).
`;

writeFileSync(join(docs, "benchmarks.md"), page);
const panels = [corpus, apps[0]].map(({ name, bytes }, panel) => ({
  input: name,
  title: `${["Published bundles", "Vite app"][panel]}, ${megabytes(bytes)} MB`,
}));
writeFileSync(join(docs, "benchmarks.svg"), plot(rows, panels, seconds));
