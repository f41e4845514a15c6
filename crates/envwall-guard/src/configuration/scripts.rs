//! Folders that scripts in `package.json` give to the tools that they run, and to the programs that
//! deploy.

use serde_json::Value;

use super::commands::{Command, commands};
use super::paths;

/// A command of a script that names a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// The script's name.
    pub(super) script: String,
    /// The id of the tool's row.
    pub(super) tool: &'static str,
    pub(super) folder: String,
    /// The folder from which it counts, relative to the project, if the command says so.
    pub(super) root: String,
    /// How the folder is named: `--outDir`.
    pub(super) by: String,
    /// Whether it is output for the server.
    pub(super) is_server: bool,
}

/// A folder in which a command builds: `vite build client`, `cd admin && npm run build`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Root {
    /// The script's name.
    pub(super) script: String,
    /// The id of the tool's row; `None` where the scripts of another `package.json` say it.
    pub(super) tool: Option<&'static str>,
    /// Relative to the project.
    pub(super) folder: String,
    /// Whether the command names the folder as the tool's root, rather than being run in it.
    pub(super) is_named: bool,
    /// Whether the command says where the output is, or that it is a server's.
    pub(super) sets_output: bool,
}

/// A program, the row whose default folder a flag replaces, the flags, and how its root is named.
#[derive(Clone, Copy)]
struct Program {
    names: &'static [&'static str],
    tool: &'static str,
    flags: &'static [&'static str],
    /// Its commands that build, after which the root may follow.
    builds: &'static [&'static str],
    root_flags: &'static [&'static str],
}

const fn program(
    names: &'static [&'static str],
    tool: &'static str,
    flags: &'static [&'static str],
) -> Program {
    Program { names, tool, flags, builds: &[], root_flags: &[] }
}

const fn rooted(program: Program, builds: &'static [&'static str]) -> Program {
    Program { builds, ..program }
}

const fn root_flag(program: Program, root_flags: &'static [&'static str]) -> Program {
    Program { root_flags, ..program }
}

/// The tools' own documentation of their command lines.
const PROGRAMS: &[Program] = &[
    rooted(program(&["vite"], "vite", &["--outDir"]), &["build"]),
    rooted(program(&["vitepress"], "vitepress", &["--outDir"]), &["build"]),
    root_flag(program(&["astro"], "astro", &["--outDir"]), &["--root"]),
    program(&["storybook", "build-storybook", "sb"], "storybook", &["-o", "--output-dir"]),
    program(&["parcel"], "parcel", &["--dist-dir", "-d", "--out-dir"]),
    program(&["webpack", "webpack-cli"], "webpack", &["-o", "--output-path"]),
    program(&["rspack"], "rspack", &["-o", "--output-path"]),
    root_flag(program(&["rsbuild"], "rsbuild", &["--dist-path"]), &["--root", "-r"]),
    program(&["ng"], "angular", &["--output-path"]),
    rooted(program(&["expo"], "expo", &["--output-dir"]), &["export"]),
    program(&["vue-cli-service"], "vue-cli", &["--dest"]),
    program(&["trunk"], "trunk", &["--dist", "-d"]),
    program(&["react-scripts", "craco", "react-app-rewired"], "create-react-app", &[]),
    rooted(program(&["next"], "next", &["-o", "--outdir"]), &["build"]),
    rooted(program(&["nuxt", "nuxi"], "nuxt", &[]), &["build", "generate"]),
    rooted(program(&["react-router"], "react-router", &[]), &["build"]),
    rooted(program(&["remix"], "remix", &[]), &["vite:build"]),
    rooted(program(&["electron-vite"], "electron-vite", &["--outDir"]), &["build"]),
    program(&["gatsby"], "gatsby", &[]),
];

/// Flags without a value, after which the root may follow: cac, as Vite, Nuxt and React Router use it.
const SWITCHES: &[&str] = &[
    "--app",
    "--debug",
    "--emptyOutDir",
    "--force",
    "--manifest",
    "--minify",
    "--prerender",
    "--profile",
    "--sourcemap",
    "--ssrManifest",
    "--turbo",
    "--turbopack",
    "--watch",
    "-w",
];

/// Programs that run the scripts of a package in another folder, and the flags that name it.
const RUNNERS: &[&str] = &["npm", "pnpm", "yarn", "bun"];
const RUNNER_FLAGS: &[&str] = &["--prefix", "-C", "--dir", "--cwd"];

/// The variable by which Create React App is given its folder: react-scripts@5, config/paths.js.
pub(super) const BUILD_PATH: &str = "BUILD_PATH";

/// The scripts of a `package.json`.
pub(super) fn scripts(package: &Value) -> impl Iterator<Item = (&str, &str)> {
    let scripts = package.get("scripts").and_then(Value::as_object);
    scripts.into_iter().flatten().filter_map(|(name, it)| Some((name.as_str(), it.as_str()?)))
}

/// The commands of all scripts, with the script's name.
pub(super) fn all(package: &Value) -> impl Iterator<Item = (&str, Command)> {
    let of_script = |(name, script)| commands(script).into_iter().map(move |it| (name, it));
    scripts(package).flat_map(of_script)
}

/// Every folder that the scripts name.
pub(super) fn named(package: &Value) -> Vec<Named> {
    all(package).filter_map(|(name, command)| of_command(name, &command)).collect()
}

/// Every folder other than the project's own in which the scripts build.
pub(super) fn roots(package: &Value) -> Vec<Root> {
    let mut roots: Vec<Root> = Vec::new();
    for (name, command) in all(package) {
        let root = root_of(name, &command);
        roots.extend(root.filter(|root| !root.folder.is_empty()));
    }
    roots.dedup();
    roots
}

/// Variables that the script `build` sets for its commands; others may be for another build.
pub(super) fn variables(package: &Value) -> Vec<(String, String)> {
    let of_build = all(package).filter(|(name, _)| *name == "build");
    let set = of_build.flat_map(|(_, command)| command.variables);
    // Create React App's own is read with its folder
    set.filter(|(name, value)| name != BUILD_PATH && !value.contains(['$', '%'])).collect()
}

/// The configuration files that scripts give to a tool: `vite build --config web.config.ts`.
pub(super) fn config_files(package: &Value, tool: &str) -> Vec<String> {
    let of_tool = all(package).filter(|(_, command)| {
        program_of(command).is_some_and(|(program, _)| program.tool == tool)
    });
    let files = of_tool.filter_map(|(_, command)| {
        let (_, file) = command.value(&["--config", "-c"])?;
        Some(joined(&command.folder, &file))
    });
    files.collect()
}

/// The tools that scripts run, which have to be what a command begins with: `npm publish --tag next`
/// runs none.
pub(super) fn tools(package: &Value) -> Vec<&'static str> {
    let mut tools: Vec<_> = all(package)
        .filter(|(_, command)| command.folder.is_empty())
        .filter_map(|(_, command)| {
            let run = PROGRAMS.iter().find(|program| command.run_of(program.names).is_some());
            run.map(|program| program.tool)
        })
        .collect();
    tools.sort_unstable();
    tools.dedup();
    tools
}

/// Whether a script runs the tool, or names the folder.
pub(super) fn mention(package: &Value, tool: &str, folder: &str) -> bool {
    all(package).any(|(_, command)| {
        let runs = program_of(&command).is_some_and(|(program, _)| program.tool == tool);
        let mut words = command.words.iter();
        runs || words.any(|word| word.trim_start_matches("./").trim_end_matches('/') == folder)
    })
}

/// Whether a script or a dependency has a word in it.
pub(super) fn names(package: &Value, word: &str) -> bool {
    let kinds = ["dependencies", "devDependencies", "scripts"].iter();
    let entries = kinds.filter_map(|kind| package[*kind].as_object()).flatten();
    let has = |text: &Value| text.as_str().is_some_and(|text| text.contains(word));
    entries.into_iter().any(|(name, text)| name.contains(word) || has(text))
}

fn of_command(name: &str, command: &Command) -> Option<Named> {
    let (program, _) = program_of(command)?;
    let is_server = is_server(command);
    let assigned = command.variables.iter().rev().find(|(name, _)| name == BUILD_PATH);
    let assigned = assigned.filter(|_| program.tool == "create-react-app");
    let assigned = assigned.map(|(name, folder)| (format!("{name}="), folder.clone()));
    let (by, folder) = command.value(program.flags).or(assigned)?;
    let root = root_of(name, command).map_or_else(String::new, |root| root.folder);
    Some(Named { script: name.to_owned(), tool: program.tool, folder, root, by, is_server })
}

fn is_server(command: &Command) -> bool {
    command.words.iter().any(|word| word == "--ssr" || word.starts_with("--ssr="))
}

fn root_of(name: &str, command: &Command) -> Option<Root> {
    let script = name.to_owned();
    if let Some((program, at)) = program_of(command) {
        let words = &command.words[at..];
        let place = root_after(words, program.builds);
        let flag = command.value(program.root_flags).map(|(_, folder)| folder);
        let named = place.or(flag);
        let folder = joined(&command.folder, named.as_deref().unwrap_or_default());
        return Some(Root {
            script,
            tool: Some(program.tool),
            folder,
            is_named: named.is_some(),
            sets_output: command.value(program.flags).is_some() || is_server(command),
        });
    }
    let is_runner = command.words.iter().any(|word| RUNNERS.contains(&word.as_str()));
    if !is_runner {
        return None;
    }
    let folder = command.value(RUNNER_FLAGS).map(|(_, folder)| folder).unwrap_or_default();
    let folder = joined(&command.folder, &folder);
    Some(Root { script, tool: None, folder, is_named: false, sets_output: false })
}

/// `client` of `vite build client`.
fn root_after(words: &[String], builds: &[&str]) -> Option<String> {
    let start = words.iter().position(|word| builds.contains(&word.as_str()))?;
    let rest = words[start..].split(|word| word.contains('>')).next()?;
    let is_root = |pair: &&[String]| {
        let [before, word] = pair else { return false };
        let is_value = before.starts_with('-')
            && !before.contains('=')
            && !SWITCHES.contains(&before.as_str());
        !word.starts_with('-') && !is_value && word != "true" && word != "false"
    };
    rest.windows(2).find(is_root).map(|pair| pair[1].clone())
}

fn joined(folder: &str, inner: &str) -> String {
    if inner.starts_with('/') {
        return inner.to_owned();
    }
    paths::from_project("/", folder, inner)
}

/// The program that a command runs, whatever runs it: `npx`, `cross-env`, `dotenv --`; and where it is.
fn program_of(command: &Command) -> Option<(&'static Program, usize)> {
    command.words.iter().enumerate().find_map(|(at, word)| {
        let name = Command::name(word);
        let program = PROGRAMS.iter().find(|program| program.names.contains(&name))?;
        Some((program, at))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_named_in_many_ways() {
        for (script, tool, folder) in [
            ("vite build --outDir build && envwall guard", "vite", "build"),
            ("tsc && npx vite build --outDir=../www", "vite", "../www"),
            ("storybook build -o public/book", "storybook", "public/book"),
            (
                "cross-env BUILD_PATH='./www out' react-scripts build",
                "create-react-app",
                "./www out",
            ),
            ("parcel build a.html --dist-dir www", "parcel", "www"),
            ("./node_modules/.bin/webpack --mode production -o out", "webpack", "out"),
            ("ng build --output-path=www", "angular", "www"),
            ("set BUILD_PATH=www&& react-scripts build", "create-react-app", "www"),
            ("set \"BUILD_PATH=www\" && react-scripts build", "create-react-app", "www"),
            ("export BUILD_PATH=www && react-scripts build", "create-react-app", "www"),
        ] {
            let package = serde_json::json!({ "scripts": { "build": script } });
            let named = named(&package);
            let found: Vec<_> = named.iter().map(|it| (it.tool, it.folder.as_str())).collect();
            assert_eq!(found, [(tool, folder)], "{script}");
        }
    }

    #[test]
    fn other_programs_have_other_output() {
        let named = |script: &str| named(&serde_json::json!({ "scripts": { "build": script } }));
        assert!(named("tsc --outDir lib; esbuild a.ts --outdir=server").is_empty());
        let ssr = named("vite build --ssr src/server.ts --outDir dist/server");
        assert!(ssr.iter().all(|it| it.is_server) && ssr.len() == 1);
    }

    #[test]
    fn configuration_files_are_named_by_scripts() {
        let package =
            serde_json::json!({ "scripts": { "a": "vite build -c web.ts", "b": "rollup -c" } });
        assert_eq!(config_files(&package, "vite"), ["web.ts"]);
        assert!(mention(&package, "vite", "x") && !mention(&package, "webpack", "x"));
    }

    #[test]
    fn commands_build_in_folders() {
        for (script, tool, folder) in [
            ("vite build client && esbuild server/index.ts --outdir=dist", Some("vite"), "client"),
            ("vite build --mode x --emptyOutDir ./client/", Some("vite"), "client"),
            ("vite build && vite build admin", Some("vite"), "admin"),
            ("astro build --root site", Some("astro"), "site"),
            ("npx nuxi generate app", Some("nuxt"), "app"),
            ("cd admin && vite build", Some("vite"), "admin"),
            ("(cd admin && vite build); vite build", Some("vite"), "admin"),
            ("vite build && cd admin && npm run build", None, "admin"),
            ("npm --prefix admin run build", None, "admin"),
            ("yarn --cwd=admin build", None, "admin"),
        ] {
            let found = roots(&serde_json::json!({ "scripts": { "build": script } }));
            let found: Vec<_> = found.iter().map(|it| (it.tool, it.folder.as_str())).collect();
            assert_eq!(found, [(tool, folder)], "{script}");
        }
        for script in ["vite build", "vite build --mode client", "vite dev client", "next build"] {
            let found = roots(&serde_json::json!({ "scripts": { "build": script } }));
            assert_eq!(found, [], "{script}");
        }
    }
}
