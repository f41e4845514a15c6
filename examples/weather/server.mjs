// Serves the built page and asks the weather service on its behalf. The key stays in here.

import { readFile, readdir } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, relative, sep } from "node:path";

const { WEATHER_API_KEY, VITE_API_URL, PORT = "8080" } = process.env;
if (!WEATHER_API_KEY || !VITE_API_URL) {
  throw new Error("WEATHER_API_KEY and VITE_API_URL have to be set; see README.md");
}
const key = WEATHER_API_KEY;

/** @type {Record<string, string>} */
const types = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".map": "application/json",
};
const pages = await readFolder(join(import.meta.dirname, "dist"));

createServer(async (request, response) => {
  const [path = "/", query] = (request.url ?? "/").split("?", 2);
  if (path === "/api/weather") return sendWeather(new URLSearchParams(query), response);
  const file = pages.get(path === "/" ? "/index.html" : path);
  if (!file) return response.writeHead(404).end("not found\n");
  return response.writeHead(200, { "content-type": file.type }).end(file.body);
}).listen(Number(PORT), () => console.log(`http://localhost:${PORT}`));

/**
 * @param {URLSearchParams} asked
 * @param {import("node:http").ServerResponse} response
 */
async function sendWeather(asked, response) {
  const lat = coordinate(asked.get("lat"), 90);
  const lon = coordinate(asked.get("lon"), 180);
  if (lat === undefined || lon === undefined) {
    return response.writeHead(400).end("lat and lon have to be numbers\n");
  }
  try {
    const url = new URL(`${VITE_API_URL}/forecast`);
    url.search = new URLSearchParams({ lat, lon, key }).toString();
    const answer = await fetch(url, { signal: AbortSignal.timeout(5000) });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const body = await answer.text();
    return response.writeHead(200, { "content-type": "application/json" }).end(body);
  } catch {
    // the error may name the address, and with it the key
    return response.writeHead(502).end("the weather service does not answer\n");
  }
}

/**
 * The number as text, if it is one between `-limit` and `limit`.
 *
 * @param {string | null} text
 * @param {number} limit
 */
function coordinate(text, limit) {
  const number = Number(text || NaN);
  return Math.abs(number) <= limit ? String(number) : undefined;
}

/**
 * Every file below a folder, by the path a browser asks for.
 *
 * @param {string} folder
 */
async function readFolder(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map();
  for (const entry of entries.filter((entry) => entry.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const name = `/${relative(folder, path).split(sep).join("/")}`;
    const type = types[extname(path)] ?? "application/octet-stream";
    files.set(name, { type, body: await readFile(path) });
  }
  return files;
}
