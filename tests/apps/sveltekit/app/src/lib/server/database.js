import { DATABASE_URL, REDIS_URL } from "$env/static/private";

const connection = (url) => {
  const { hostname, port, username, password } = new URL(url);
  return { hostname, port, username, password };
};

export const database = connection(DATABASE_URL);
export const cache = connection(REDIS_URL);
