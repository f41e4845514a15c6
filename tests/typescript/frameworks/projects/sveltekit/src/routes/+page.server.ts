import { ACCOUNTS, PORT, WEATHER_API_KEY } from "$app/env/private";
import { PUBLIC_THEME } from "$app/env/public";

const port: number = PORT;
const theme: "light" | "dark" = PUBLIC_THEME;
const key: string = WEATHER_API_KEY.expose();
const seats: number | undefined = ACCOUNTS?.expose()["a"]?.seats;

export const load = () => ({ length: key.length + port + theme.length + (seats ?? 0) });
