// What is planted in an app: each value in each form, in a file of its own, so that a report of that file is a find.
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

const ALPHANUMERIC = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const text = (seed, length) => {
  const bytes = [0, 1].map((block) => createHash("sha512").update(`${seed}/${block}`).digest());
  return [...Buffer.concat(bytes).subarray(0, length)].map((byte) => ALPHANUMERIC[byte % 62]).join("");
};

/** Two kinds of made-up values: a format that scanners know, and one that says nothing. */
const kinds = {
  token: (seed) => ["SG", text(seed, 22), text(`${seed}b`, 43)].join("."),
  random: (seed) => text(seed, 32),
};

const quoted = JSON.stringify;
const escaped = (value, start) => Array.from(value, (char) => start + char.charCodeAt(0).toString(16)).join("");
const hex = (value) => Buffer.from(value).toString("hex");
const base64 = (value) => Buffer.from(value).toString("base64");
const reversed = (value) => Array.from(value).reverse().join("");
const codes = (value) => Array.from(value, (char) => char.charCodeAt(0));

// The rest of a chunk: minified code, on the same line and of a usual length, since some scanners judge by lines.
const helpers = ["days", "hours", "units", "places", "alerts"]
  .map(
    (name, at) =>
      `export function ${name}(n,r){const o=n.${name}.filter(i=>i.time>=r.start&&i.time<r.end);return o.length>${at}?` +
      `o.map(i=>({label:i.label??"${name}",value:Math.round(i.value*10)/10,unit:r.metric?"metric":"imperial"})):[]}`,
  )
  .join("");

// A chunk as bundlers write them, which sends a request with the value.
const chunk = (value) =>
  `import{a as e}from"./index.js";const t=${value};export async function send(n){return e(await fetch("/api/mail",` +
  `{method:"POST",headers:{"content-type":"application/json",authorization:"Bearer "+t},body:JSON.stringify(n)}))}` +
  `${helpers}\n`;
const script = (expression) => (value) => ({ ".js": chunk(expression(value)) });

const HOST = "www.example.com";
const encrypted = (value) => codes(value).map((code, index) => code ^ HOST.charCodeAt(index % HOST.length));

/** The forms: what the build writes of a value, by the ends of the files' names. */
export const forms = [
  { name: "plain", write: script(quoted) },
  {
    name: "source map",
    write: (value) => ({
      ".js.map": JSON.stringify({
        version: 3,
        sources: ["../../src/mail.ts", "../../src/helpers.ts"],
        sourcesContent: [`export const key = ${quoted(value)};\n`, helpers],
        names: [],
        mappings: "AAAA",
      }),
    }),
  },
  { name: "gzip", write: (value) => ({ ".js.gz": gzipSync(chunk(quoted(value))) }) },
  { name: "base64", write: script((value) => `atob(${quoted(base64(value))})`) },
  { name: "within base64", write: script((value) => `atob(${quoted(base64(`mailer:${value}`))}).slice(7)`) },
  {
    name: "hex",
    write: script((value) => `${quoted(hex(value))}.replace(/../g,r=>String.fromCharCode(parseInt(r,16)))`),
  },
  { name: "percent-encoded", write: script((value) => `decodeURIComponent("${escaped(value, "%")}")`) },
  { name: "escapes", write: script((value) => `"${escaped(value, "\\x")}"`) },
  {
    name: "split and joined",
    write: script((value) =>
      value
        .match(/.{1,7}/g)
        .map(quoted)
        .join("+"),
    ),
  },
  { name: "reversed", write: script((value) => `${quoted(reversed(value))}.split("").reverse().join("")`) },
  { name: "character codes", write: script((value) => `String.fromCharCode(${codes(value)})`) },
  {
    name: "encrypted",
    write: script(
      (value) =>
        `[${encrypted(value)}].map((r,o)=>String.fromCharCode(r^location.hostname.charCodeAt(o%location.hostname.length))).join("")`,
    ),
  },
];

/** The leaks of an app: `{ form, kind, variable, value, files }`, with the files' contents by name. */
export function leaks(app) {
  return forms.flatMap(({ name, write }) =>
    Object.entries(kinds).map(([kind, make]) => {
      const id = `${name.replaceAll(/\W/g, "-")}-${kind}`;
      const value = make(`${app}/${id}`);
      const files = Object.entries(write(value)).map(([end, content]) => [`assets/${id}${end}`, content]);
      return { form: name, kind, variable: `MAIL_${id.toUpperCase().replaceAll("-", "_")}`, value, files };
    }),
  );
}

/** A chunk that has guessable values in it, as every app does; none of them is a leak. */
export const innocent = (values) =>
  `export const defaults={${values.map((value, index) => `option${index}:${quoted(value)}`).join(",")}};\n`;
