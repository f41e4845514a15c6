import type { Place } from "./places";

export type Sky = "clear" | "cloudy" | "rain" | "snow";

export interface Weather {
  now: { sky: Sky; temperature: number; feelsLike: number; wind: number; humidity: number };
  days: { date: string; sky: Sky; low: number; high: number }[];
}

/** Asks this page's own server, which holds the key of the weather service. */
export async function fetchWeather(place: Place): Promise<Weather> {
  const response = await fetch(`/api/weather?lat=${place.lat}&lon=${place.lon}`);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return (await response.json()) as Weather;
}
