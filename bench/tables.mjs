// The tables of docs/benchmarks.md, from what measure.mjs wrote.
import { forms } from "./leaks.mjs";
import { tools } from "./tools.mjs";

const table = (head, lines) =>
  [head, head.map((_, column) => (column === 0 ? "---" : "---:")), ...lines]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");

export const seconds = (number) => number.toFixed(number < 0.1 ? 3 : number < 10 ? 2 : 1);
export const megabytes = (bytes) => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);

/** What a tool searches for: nothing, formats, values or both. */
const sought = ({ values, formats }) =>
  ["nothing", "formats", "values", "both"][2 * Boolean(values) + Boolean(formats)];

/** What is known of each tool, with its results. */
export const joined = (measured) =>
  measured
    .map((result) => ({ ...tools.find(({ name }) => name === result.name), ...result }))
    .map((row) => ({ ...row, group: sought(row) }));

const COSTS = ["wall s", "fastest–slowest", "CPU s", "memory MiB"];

/** The cells about time and memory. */
function costs(result) {
  if (result.stopped) return [`> ${result.stopped}`, "", "", ""];
  const spread = result.runs === 1 ? "one run" : `${seconds(result.fastest)}–${seconds(result.slowest)}`;
  return [seconds(result.wall), spread, seconds(result.cpu), Math.round(result.memory / 1024)];
}

/** Time, memory and findings of an input without leaks. */
export const cleanTable = (rows, { name }) =>
  table(
    ["tool", "searches for", ...COSTS, "findings"],
    rows.map((row) => {
      const result = row.results[name];
      return [row.title, row.group, ...costs(result), row.findings && !result.stopped ? result.others : ""];
    }),
  );

const count = (result, kind) => result.leaks.filter((leak) => leak.endsWith(kind)).length;

/** The same of an app, with the leaks that were found. */
export const appTable = (rows, { name }) =>
  table(
    ["tool", ...COSTS, "12 tokens", "12 random values", "other findings"],
    rows
      .filter((row) => row.results[name])
      .map((row) => {
        const result = row.results[name];
        const found = () => [count(result, "token"), count(result, "random"), result.others];
        return [row.title, ...costs(result), ...(row.findings && !result.stopped ? found() : ["", "", ""])];
      }),
  );

/** Which kinds of values a tool finds in a form, in every app whose scan it finished. */
function found({ results }, form, apps) {
  const finished = apps.map(({ name }) => results[name].leaks).filter(Boolean);
  if (finished.length === 0) return "";
  const kinds = ["token", "random"].filter((kind) => finished.every((leaks) => leaks.includes(`${form}, ${kind}`)));
  return kinds.length === 2 ? "both" : (kinds[0] ?? "–");
}

/** What each tool finds of each form. */
export function formTable(rows, apps) {
  const finders = rows.filter((row) => row.findings && apps.every(({ name }) => row.results[name]));
  return table(
    ["form", ...finders.map(({ title }) => title)],
    forms.map(({ name }) => [name, ...finders.map((row) => found(row, name, apps))]),
  );
}

/** How a tool is run, as a reader would type it: names of programs without their folders. */
export function commandLine(tool) {
  const [project, output, installed, report] = [".", "dist", "…", "report.json"];
  const words = tool.command({ envwall: "envwall", node: "node", here: "bench", project, output, installed, report });
  const quoted = words.map((word) => (/^[\w@%+=:,./…-]+$/.test(word) ? word : `'${word}'`));
  return quoted.map((word) => word.replace(/^….*\//, "")).join(" ");
}
