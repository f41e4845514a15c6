import type { Place } from "./places";
import type { Sky, Weather } from "./weather";

const skies: Sky[] = ["clear", "cloudy", "rain", "clear", "cloudy", "rain", "rain"];

/** A week that might be: shown while the made-up weather service does not answer. */
export function sampleWeather(place: Place, today: Date): Weather {
  const mean = Math.round(27 - Math.abs(place.lat) * 0.35);
  const days = skies.map((_, day) => {
    const date = new Date(today);
    date.setDate(today.getDate() + day);
    const swing = Math.round(3 * Math.sin(place.lon + day));
    const sky = skies[(day + Math.abs(Math.round(place.lon))) % skies.length] ?? "clear";
    return {
      date: date.toISOString().slice(0, 10),
      sky: sky === "rain" && mean + swing < 2 ? "snow" : sky,
      low: mean + swing - 4,
      high: mean + swing + 5,
    } satisfies Weather["days"][number];
  });
  const sky = days[0]?.sky ?? "clear";
  return {
    now: { sky, temperature: mean + 3, feelsLike: mean + 1, wind: 4.2, humidity: 68 },
    days,
  };
}
