// Prints a .env file: secrets as generators make them, the same each time, and 20 guessable ones.
// usage: secrets.mjs [COUNT]     50 secrets unless said otherwise
import { createHash } from "node:crypto";

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const bytes = (name, length) => {
  let all = Buffer.alloc(0);
  for (let block = 0; all.length < length; block++) {
    all = Buffer.concat([all, createHash("sha512").update(`${name}/${block}`).digest()]);
  }
  return all.subarray(0, length);
};
const text = (name, length) => [...bytes(name, length)].map((byte) => letters[byte % 62]).join("");

const kinds = [
  (name) => text(name, 12),
  (name) => text(name, 20),
  (name) => text(name, 40),
  (name) => bytes(name, 16).toString("hex"),
  (name) => bytes(name, 32).toString("hex"),
  (name) => bytes(name, 24).toString("base64"),
  (name) => bytes(name, 48).toString("base64url"),
  (name) => `postgres://app:${text(name, 16)}@db.internal.example:5432/app?sslmode=require`,
  (name) => `Server=db.internal.example;User Id=sa;Password=${text(name, 16)};`,
  (name) => `'${JSON.stringify({ type: "service", id: text(name, 20), key: text(`${name}k`, 40) })}'`,
];
const guessable = [
  "true", "3000", "admin", "postgres", "production", "localhost", "children", "test", "root", "password", "secret",
  "changeme", "12345678", "development", "http://localhost:3000", "guest", "default", "eu-west-1", "us-east-1",
  "info@example.com",
];
const count = Number(process.argv[2] ?? 50);
for (let index = 0; index < count; index++) {
  console.log(`RANDOM_${index}=${kinds[index % kinds.length](`random ${index}`)}`);
}
guessable.forEach((value, index) => console.log(`GUESSABLE_${index}=${value}`));
