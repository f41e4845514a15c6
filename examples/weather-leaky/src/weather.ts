import type { Place } from "./places";

export type Sky = "clear" | "cloudy" | "rain" | "snow";

export interface Weather {
  now: { sky: Sky; temperature: number; feelsLike: number; wind: number; humidity: number };
  days: { date: string; sky: Sky; low: number; high: number }[];
}

/** Asks the weather service. */
export async function fetchWeather(place: Place): Promise<Weather> {
  const url = new URL(`${import.meta.env.VITE_API_URL}/forecast`);
  url.searchParams.set("lat", String(place.lat));
  url.searchParams.set("lon", String(place.lon));
  url.searchParams.set("key", __WEATHER_API_KEY__);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the weather service answered ${response.status}`);
  return (await response.json()) as Weather;
}
