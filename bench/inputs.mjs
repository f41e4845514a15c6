// Makes the inputs: folders with a `.env`, a manifest, and client output in `dist`.
//
//   corpus, corpus-500     published bundles, for 50 and for 500 secrets
//   vite, react-router     apps with planted leaks
//
// usage: inputs.mjs WORK CORPUS NODE      NODE is the folder with the Node that the apps are built with
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { apps } from "../tests/apps/apps.mjs";
import { Project } from "../tests/apps/project.mjs";
import { readEnvironment } from "./environment.mjs";
import { innocent, leaks } from "./leaks.mjs";
import { encodings } from "./encodings.mjs";

const [work, corpus, node] = process.argv.slice(2);
const here = import.meta.dirname;

const write = (path, content) => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
};
const secrets = (count) =>
  execFileSync("node", [join(here, "../tests/clean/secrets.mjs"), `${count}`], { encoding: "utf8" });

/** What belongs to every input, next to its output. */
function writeProject(name, env) {
  const folder = join(work, name);
  write(join(folder, ".env"), env);
  write(join(folder, "envwall.toml"), '[client]\ninclude = ["dist/**"]\n[rules]\nserver = ["GUESSABLE_*", "MAIL_*"]\n');
  const searched = [...readEnvironment(env)].filter(([variable]) => !variable.startsWith("GUESSABLE_"));
  write(join(folder, "forms.txt"), searched.flatMap(([, value]) => encodings(value)).join("\n"));
  // what varlock has its values from
  const lines = env.trim().split("\n");
  write(join(folder, "varlock/.env"), env);
  write(
    join(folder, "varlock/.env.schema"),
    ["# @defaultSensitive=true", "# ---", ...lines.map((line) => line.replace(/=.*/, "=")), ""].join("\n"),
  );
}

// Files are linked where that is possible: 390 MB need not be there three times.
function copy(from, to) {
  try {
    execFileSync("cp", ["-al", from, to], { stdio: "ignore" });
  } catch {
    cpSync(from, to, { recursive: true });
  }
}

function makeCorpus(name, count) {
  writeProject(name, secrets(count));
  const output = join(work, name, "dist");
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output);
  for (const entry of readdirSync(corpus, { withFileTypes: true })) {
    if (entry.isDirectory()) copy(join(corpus, entry.name), join(output, entry.name));
  }
}

const install = (folder) => {
  if (!existsSync(join(folder, "node_modules")))
    execFileSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: folder, stdio: "ignore" });
};

/** Builds an app unless that was done before: the folder with its output. */
const builds = {
  vite() {
    const folder = join(work, "built/vite");
    if (!existsSync(join(folder, "dist"))) {
      cpSync(join(here, "app"), folder, { recursive: true });
      install(folder);
      const path = `${join(node, "bin")}:${process.env.PATH}`;
      execFileSync("npm", ["run", "build"], { cwd: folder, stdio: "ignore", env: { ...process.env, PATH: path } });
    }
    return join(folder, "dist");
  },
  "react-router"() {
    const output = join(work, "built/react-router/build/client");
    if (!existsSync(output)) {
      for (const name of ["node", "react-router"]) install(join(here, "../tests/apps", name));
      const project = new Project(
        apps.find(({ name }) => name === "react-router"),
        join(work, "built"),
      );
      project.write();
      project.build("comparison");
    }
    return output;
  },
};

function makeApp(name, build) {
  const guessable = secrets(0);
  const planted = leaks(name);
  writeProject(name, guessable + planted.map(({ variable, value }) => `${variable}=${value}\n`).join(""));
  const output = join(work, name, "dist");
  rmSync(output, { recursive: true, force: true });
  cpSync(build(), output, { recursive: true });
  for (const [file, content] of planted.flatMap(({ files }) => files)) write(join(output, file), content);
  write(join(output, "assets/defaults.js"), innocent([...readEnvironment(guessable).values()]));
  write(
    join(work, name, "leaks.json"),
    JSON.stringify(planted.map(({ form, kind, files }) => ({ form, kind, file: files[0][0] }))),
  );
}

makeCorpus("corpus", 50);
makeCorpus("corpus-500", 500);
for (const [name, build] of Object.entries(builds)) makeApp(name, build);
