import { type Place, places } from "./places";
import { sampleWeather } from "./sample";
import "./style.css";
import { footer, forecast, note } from "./view";
import { fetchWeather } from "./weather";

const { VITE_API_URL, VITE_THEME = "light", VITE_MAP_ZOOM = "4" } = import.meta.env;

const choice = byId<HTMLSelectElement>("place");
const weather = byId("weather");
const bottom = byId("footer");

document.documentElement.dataset.theme = VITE_THEME;
choice.append(...places.map(({ id, name }) => new Option(name, id)));
choice.addEventListener("change", () => show(chosen()));
void show(chosen());

async function show(place: Place): Promise<void> {
  weather.ariaBusy = "true";
  const content = await load(place);
  // a slow answer must not replace a newer one
  if (place !== chosen()) return;
  weather.replaceChildren(...content);
  bottom.replaceChildren(...footer(place, VITE_API_URL, Number(VITE_MAP_ZOOM)));
  weather.ariaBusy = "false";
}

async function load(place: Place): Promise<Node[]> {
  try {
    return forecast(await fetchWeather(place));
  } catch {
    const text = "The weather service does not answer. This is what a week could look like.";
    return [note(text), ...forecast(sampleWeather(place, new Date()))];
  }
}

function chosen(): Place {
  return places.find(({ id }) => id === choice.value) ?? places[0];
}

function byId<E extends HTMLElement>(id: string): E {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no #${id}`);
  return found as E;
}
