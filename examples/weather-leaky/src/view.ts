import type { Place } from "./places";
import type { Sky, Weather } from "./weather";

const skyNames: Record<Sky, string> = {
  clear: "Clear sky",
  cloudy: "Cloudy",
  rain: "Rain",
  snow: "Snow",
};

/** The whole forecast of one place. */
export function forecast({ now, days }: Weather): Node[] {
  const summary = element(
    "div",
    "now",
    icon(now.sky),
    element("p", "temperature", degrees(now.temperature)),
    element("p", "sky", skyNames[now.sky]),
  );
  const details = element(
    "dl",
    "details",
    ...detail("Feels like", degrees(now.feelsLike)),
    ...detail("Wind", `${now.wind} m/s`),
    ...detail("Humidity", `${now.humidity} %`),
  );
  return [summary, details, element("ol", "days", ...days.map((day) => dayRow(day, days)))];
}

/** Who made the forecast, and where on a map it holds. */
export function footer(place: Place, apiUrl: string, zoom: number): Node[] {
  const map = element("a", "", "Map");
  map.href = `https://www.openstreetmap.org/#map=${zoom}/${place.lat}/${place.lon}`;
  return [element("span", "", `Data: ${new URL(apiUrl).host}`), map];
}

/** A sentence in place of, or above, the forecast. */
export function note(text: string): HTMLElement {
  return element("p", "note", text);
}

function dayRow(day: Weather["days"][number], days: Weather["days"]): HTMLElement {
  const coldest = Math.min(...days.map(({ low }) => low));
  const span = Math.max(...days.map(({ high }) => high)) - coldest || 1;
  const bar = element("span", "bar");
  bar.style.setProperty("--from", String((day.low - coldest) / span));
  bar.style.setProperty("--to", String((day.high - coldest) / span));
  const name = new Date(`${day.date}T12:00`).toLocaleDateString("en", { weekday: "short" });
  return element(
    "li",
    "",
    element("span", "day", name),
    icon(day.sky),
    element("span", "low", degrees(day.low)),
    bar,
    element("span", "high", degrees(day.high)),
  );
}

function detail(name: string, value: string): HTMLElement[] {
  return [element("dt", "", name), element("dd", "", value)];
}

function degrees(celsius: number): string {
  return `${Math.round(celsius)}°`.replace("-", "−");
}

function icon(sky: Sky): SVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#${sky}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", skyNames[sky]);
  svg.append(use);
  return svg;
}

function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}
