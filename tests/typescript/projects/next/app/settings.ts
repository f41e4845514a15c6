import { APP_TITLE, env } from "../env.client";

export const title: string = APP_TITLE;
export const zoom: number = env.APP_ZOOM;
