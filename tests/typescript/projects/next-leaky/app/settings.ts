import { APP_TITLE } from "../env.client";
import { env } from "../env.server";

export const title: string = APP_TITLE;
// the mistake: a module of the client asks the server's
export const zoom: number = env.PORT;
