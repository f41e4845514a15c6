// Draws what the tools take as SVG: a dot for the median of each tool on each input, a line from its fastest to its
// slowest run, on a logarithmic axis.

const ROW = 28;
const TOP = 104;
const LABELS = 250;
const PANEL = 300;
const GAP = 56;
const MARGIN = 24;
const TICKS = [0.001, 0.01, 0.1, 1, 10, 100];
const [LEAST, MOST] = [TICKS[0], 200];

// The groups differ in shape, too. The colours have enough contrast on the background of each scheme. There are no CSS
// variables, which not every viewer knows.
const COLORS = {
  light: {
    page: "#ffffff",
    text: "#1f2328",
    faint: "#59636e",
    grid: "#d8dee4",
    nothing: "#59636e",
    values: "#0550ae",
    formats: "#bc4c00",
    both: "#1a7f37",
  },
  dark: {
    page: "#0d1117",
    text: "#e6edf3",
    faint: "#9198a1",
    grid: "#2f353d",
    nothing: "#9198a1",
    values: "#79c0ff",
    formats: "#ffa657",
    both: "#56d364",
  },
};
const rules = (colors) =>
  [
    ...Object.entries(colors).map(([name, color]) => `.${name} { fill: ${color}; stroke: ${color} }`),
    `text { stroke: ${colors.page} !important }`,
  ].join("\n");
const STYLE = `text { font: 13px system-ui, "Segoe UI", "DejaVu Sans", Helvetica, Arial, sans-serif; stroke-width: 3px; paint-order: stroke }
.title { font-weight: 600 }
.faint { font-size: 12px }
${rules(COLORS.light)}
@media (prefers-color-scheme: dark) {
${rules(COLORS.dark)}
}`;

const GROUPS = {
  values: {
    label: "searches for your values",
    shape: (x, y) => `<rect x="${x - 5}" y="${y - 5}" width="10" height="10"/>`,
  },
  formats: { label: "searches for credentials by format", shape: (x, y) => `<path d="M${x} ${y - 6}l6.5 11h-13z"/>` },
  both: { label: "searches for both", shape: (x, y) => `<circle cx="${x}" cy="${y}" r="5.5"/>` },
  nothing: { label: "only reads", shape: (x, y) => `<path d="M${x} ${y - 6}l6 6l-6 6l-6-6z"/>` },
};

const escaped = (text) => text.replaceAll("`", "").replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const text = (x, y, content, kind, anchor = "start") =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" class="${kind}" text-anchor="${anchor}">${escaped(content)}</text>`;
const line = ([x1, y1], [x2, y2], kind, attributes = "") =>
  `<line x1="${x1.toFixed(1)}" y1="${y1}" x2="${x2.toFixed(1)}" y2="${y2}" class="${kind}" ${attributes}/>`;
const shape = (group, x, y) =>
  `<g class="${group}" stroke-width="0">${GROUPS[group].shape(Number(x.toFixed(1)), y)}</g>`;

/** Where a number of seconds is on a panel's axis. */
const position = (seconds) => (Math.log10(Math.max(seconds, LEAST) / LEAST) / Math.log10(MOST / LEAST)) * PANEL;
const leftOf = (panel) => LABELS + panel * (PANEL + GAP);
const middleOf = (row) => TOP + row * ROW + ROW / 2;

/** A panel's title, axis and guides. */
function frame(title, left, rows) {
  const bottom = TOP + rows * ROW;
  const ticks = TICKS.flatMap((tick) => {
    const x = left + position(tick);
    return [line([x, TOP - 8], [x, bottom], "grid"), text(x, bottom + 18, `${tick}`, "faint", "middle")];
  });
  const guides = Array.from({ length: rows }, (_, row) =>
    line([left, middleOf(row)], [left + PANEL, middleOf(row)], "grid", 'stroke-dasharray="1 4"'),
  );
  return [
    text(left, TOP - 16, title, "text title"),
    ...ticks,
    ...guides,
    text(left + PANEL / 2, bottom + 40, "seconds", "faint", "middle"),
  ];
}

/** What a tool took: the median, the spread, and the number where there is room for it. */
function result(group, left, y, { wall, fastest, slowest, stopped }, format) {
  const seconds = stopped ?? wall;
  const label = stopped ? `stopped at ${stopped} s` : `${format(seconds)} s`;
  const [first, last] = [fastest ?? seconds, slowest ?? seconds].map((end) => left + position(end));
  const number = seconds > 15 ? text(first - 12, y + 4, label, "faint", "end") : text(last + 12, y + 4, label, "faint");
  return [line([first, y], [last, y], group, 'stroke-width="3"'), shape(group, left + position(seconds), y), number];
}

function legend(y) {
  let x = MARGIN;
  return Object.entries(GROUPS).flatMap(([group, { label }]) => {
    const entry = [shape(group, x + 6, y - 4), text(x + 18, y, label, "faint")];
    x += 44 + label.length * 6.4;
    return entry;
  });
}

/**
 * The plot of rows `{ title, group, results }`, with a panel for each of `panels`, `{ input, title }`, and a function that
 * writes seconds.
 */
export function plot(rows, panels, format) {
  const width = leftOf(panels.length) - GAP / 2 + MARGIN;
  const height = TOP + rows.length * ROW + 62;
  const label = "Seconds that each tool takes, on a logarithmic axis; the tables of the page have the numbers";
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${label}">`,
    `<style>${STYLE}</style>`,
    `<rect width="${width}" height="${height}" class="page"/>`,
    text(MARGIN, 30, "Seconds of a scan, logarithmic; less is better", "text title"),
    ...legend(54),
    ...panels.flatMap(({ title }, panel) => frame(title, leftOf(panel), rows.length)),
    ...rows.map(({ title }, row) => text(LABELS - 14, middleOf(row) + 4, title, "text", "end")),
    ...panels.flatMap(({ input }, panel) =>
      rows.flatMap(({ group, results }, row) =>
        results[input] ? result(group, leftOf(panel), middleOf(row), results[input], format) : [],
      ),
    ),
    "</svg>\n",
  ].join("\n");
}
