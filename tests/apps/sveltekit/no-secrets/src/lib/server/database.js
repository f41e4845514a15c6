import { DB_HOST } from "$env/static/private";

export const database = { hostname: DB_HOST };
