// Fails unless the report says that enough was looked at, for all secrets, and that nothing is wrong.
import { readFileSync } from "node:fs";

const [file, status] = process.argv.slice(2);
const { summary, findings } = JSON.parse(readFileSync(file, "utf8"));
const errors = findings.filter(({ severity }) => severity === "error");
// one finding may name several variables
const named = findings.filter(({ code }) => code === "EW005").flatMap(({ message }) => message.match(/`GUESSABLE_\d+`/g) ?? []);
const unsearched = new Set(named).size;
console.log(JSON.stringify({ ...summary, errors: errors.length, unsearched, status: Number(status) }));
for (const { code, variable, artifact, line, column, message } of errors) {
  console.error(`${artifact}:${line}:${column}: ${code} ${variable}: ${message}`);
}
const ok = summary.bytes >= 300e6 && summary.variables === 50 && unsearched === 20 && errors.length === 0 && status === "0";
process.exit(ok ? 0 : 1);
