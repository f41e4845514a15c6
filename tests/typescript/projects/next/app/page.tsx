import { env } from "../env.server";
import { Weather } from "./weather";

// code of the server may have the key; the page gets what follows from it
export default function Page() {
  const isPaid: boolean = env.WEATHER_API_KEY.expose().startsWith("wk-");
  return <Weather isPaid={isPaid} />;
}
