// Draws what the tools take as SVG: a dot for the median of each tool on each input, a line from its fastest to its
// slowest run, on a logarithmic axis.

const ROW = 28;
const TOP = 104;
const LABELS = 220;
const PANEL = 300;
const GAP = 56;
const MARGIN = 24;
const TICKS = [0.001, 0.01, 0.1, 1, 10, 100];
const [LEAST, MOST] = [TICKS[0], 200];

// The groups differ in shape, too. The colours have enough contrast on the background of each scheme. There are no CSS
// variables, which not every viewer knows.
const COLORS = {
  light: { page: "#ffffff", text: "#1f2328", faint: "#59636e", grid: "#d8dee4", nothing: "#59636e", values: "#0550ae", formats: "#bc4c00", both: "#1a7f37" },
  dark: { page: "#0d1117", text: "#e6edf3", faint: "#9198a1", grid: "#2f353d", nothing: "#9198a1", values: "#79c0ff", formats: "#ffa657", both: "#56d364" },
};
const rules = (colors) =>
  [...Object.entries(colors).map(([name, color]) => `.${name} { fill: ${color}; stroke: ${color} }`), `text { stroke: ${colors.page} !important }`].join("\n");
const STYLE = `text { font: 13px system-ui, "Segoe UI", "DejaVu Sans", Helvetica, Arial, sans-serif; stroke-width: 3px; paint-order: stroke }
.title { font-weight: 600 }
.faint { font-size: 12px }
${rules(COLORS.light)}
@media (prefers-color-scheme: dark) {
${rules(COLORS.dark)}
}`;

const GROUPS = {
  values: { label: "searches for your values", mark: (x, y) => `<rect x="${x - 5}" y="${y - 5}" width="10" height="10"/>` },
  formats: { label: "searches for credentials by format", mark: (x, y) => `<path d="M${x} ${y - 6}l6.5 11h-13z"/>` },
  both: { label: "searches for both", mark: (x, y) => `<circle cx="${x}" cy="${y}" r="5.5"/>` },
  nothing: { label: "only reads", mark: (x, y) => `<path d="M${x} ${y - 6}l6 6l-6 6l-6-6z"/>` },
};

const escaped = (text) => text.replaceAll("`", "").replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const text = (x, y, content, attributes = "") =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${attributes}>${escaped(content)}</text>`;

/** Where a number of seconds is on a panel's axis. */
const position = (seconds) => (Math.log10(Math.max(seconds, LEAST) / LEAST) / Math.log10(MOST / LEAST)) * PANEL;

function axis(left, bottom) {
  return TICKS.map((tick) => {
    const x = (left + position(tick)).toFixed(1);
    return `<line class="grid" x1="${x}" x2="${x}" y1="${TOP - 8}" y2="${bottom}"/>${text(Number(x), bottom + 18, `${tick}`, 'class="faint" text-anchor="middle"')}`;
  }).join("\n");
}

function mark(group, left, y, result, format) {
  const { mark: shape } = GROUPS[group];
  const seconds = result.stopped ?? result.wall;
  const x = left + position(seconds);
  const label = result.stopped ? `stopped at ${result.stopped} s` : `${format(seconds)} s`;
  // on the side where there is room
  const before = seconds > 15;
  const edge = before ? left + position(result.fastest ?? seconds) - 12 : left + position(result.slowest ?? seconds) + 12;
  const spread = result.stopped
    ? ""
    : `<line x1="${(left + position(result.fastest)).toFixed(1)}" x2="${(left + position(result.slowest)).toFixed(1)}" y1="${y}" y2="${y}" class="${group}" stroke-width="3"/>`;
  return `${spread}<g class="${group}" stroke-width="0"${result.stopped ? ' opacity="0.5"' : ""}>${shape(Number(x.toFixed(1)), y)}</g>
${text(edge, y + 4, label, `class="faint" text-anchor="${before ? "end" : "start"}"`)}`;
}

function legend(y) {
  let x = MARGIN;
  return Object.entries(GROUPS).map(([group, { label, mark: shape }]) => {
    const entry = `<g class="${group}" stroke-width="0">${shape(x + 6, y - 4)}</g>${text(x + 18, y, label, 'class="faint"')}`;
    x += 44 + label.length * 6.4;
    return entry;
  }).join("\n");
}

/**
 * The plot of rows `{ title, group, results }`, with a panel for each of `panels`, `{ input, title }`, and a function that
 * writes seconds.
 */
export function plot(rows, panels, format) {
  const bottom = TOP + rows.length * ROW;
  const width = LABELS + panels.length * (PANEL + GAP) + MARGIN - GAP / 2;
  const height = bottom + 62;
  const left = (panel) => LABELS + panel * (PANEL + GAP);
  const middle = (row) => TOP + row * ROW + ROW / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Seconds that each tool takes, on a logarithmic axis; the tables of the page have the numbers">
<style>${STYLE}</style>
<rect width="${width}" height="${height}" class="page"/>
${text(MARGIN, 30, "Seconds of a scan, logarithmic; less is better", 'class="text title"')}
${legend(54)}
${panels.map(({ title }, panel) => text(left(panel), TOP - 16, title, 'class="text title"')).join("\n")}
${panels.map((_, panel) => axis(left(panel), bottom)).join("\n")}
${rows.map((_, row) => panels.map((_, panel) => `<line class="grid" x1="${left(panel)}" x2="${left(panel) + PANEL}" y1="${middle(row)}" y2="${middle(row)}" stroke-dasharray="1 4"/>`).join("")).join("\n")}
${rows.map(({ title }, row) => text(LABELS - 14, middle(row) + 4, title, 'class="text" text-anchor="end"')).join("\n")}
${rows.map(({ group, results }, row) => panels.map(({ input }, panel) => (results[input] ? mark(group, left(panel), middle(row), results[input], format) : "")).join("\n")).join("\n")}
${panels.map((_, panel) => text(left(panel) + PANEL / 2, bottom + 40, "seconds", 'class="faint" text-anchor="middle"')).join("\n")}
</svg>
`;
}
