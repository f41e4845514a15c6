// Runs the core step "secrets scanning" of Netlify's build, with every variable of a `.env` file marked as a secret.
// The other steps of a build, and what it takes to start one, are left out.
// usage: netlify.mjs INSTALLED ENV FOLDER
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readEnvironment } from "./environment.mjs";

const [installed, env, buildDir] = process.argv.slice(2);
const step = "node_modules/@netlify/build/lib/plugins_core/secrets_scanning/index.js";
const { scanForSecrets } = await import(join(installed, step));
const environment = Object.fromEntries(readEnvironment(readFileSync(env, "utf8")));
const lines = [];
try {
  await scanForSecrets.coreStep({
    buildDir,
    logs: { stdout: lines, stderr: lines },
    netlifyConfig: { build: { environment } },
    explicitSecretKeys: Object.keys(environment).join(","),
    enhancedSecretScan: true,
    deployId: "0",
  });
} catch (error) {
  if (error.message !== "Secrets scanning found secrets in build.") throw error;
  process.exitCode = 2;
}
console.log(lines.join("\n"));
