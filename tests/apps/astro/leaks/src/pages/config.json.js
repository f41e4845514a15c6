export const GET = () =>
  Response.json({
    api: import.meta.env.PUBLIC_API_URL,
    cache: import.meta.env.REDIS_URL,
  });
