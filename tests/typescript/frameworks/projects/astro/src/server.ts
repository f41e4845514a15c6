import { NOTE, PORT, WEATHER_API_KEY } from "astro:env/server";

const port: number = PORT;
const key: string = WEATHER_API_KEY;
const note: string | undefined = NOTE;

export const size = port + key.length + (note?.length ?? 0);
