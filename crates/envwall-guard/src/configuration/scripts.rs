//! Output folders that scripts in `package.json` give to the tools that they run.

use serde_json::Value;

/// A command of a script that names a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// The script's name.
    pub(super) script: String,
    /// The id of the tool's row.
    pub(super) tool: &'static str,
    pub(super) folder: String,
    /// How the folder is named: `--outDir`.
    pub(super) by: String,
    /// Whether it is output for the server.
    pub(super) is_server: bool,
}

/// A program, the row whose default folder a flag replaces, and the flags.
struct Program {
    names: &'static [&'static str],
    tool: &'static str,
    flags: &'static [&'static str],
}

/// The tools' own documentation of their command lines.
const PROGRAMS: &[Program] = &[
    Program { names: &["vite"], tool: "vite", flags: &["--outDir"] },
    Program { names: &["vitepress"], tool: "vitepress", flags: &["--outDir"] },
    Program { names: &["astro"], tool: "astro", flags: &["--outDir"] },
    Program {
        names: &["storybook", "build-storybook", "sb"],
        tool: "storybook",
        flags: &["-o", "--output-dir"],
    },
    Program { names: &["parcel"], tool: "parcel", flags: &["--dist-dir", "-d", "--out-dir"] },
    Program {
        names: &["webpack", "webpack-cli"],
        tool: "webpack",
        flags: &["-o", "--output-path"],
    },
    Program { names: &["rspack"], tool: "rspack", flags: &["-o", "--output-path"] },
    Program { names: &["rsbuild"], tool: "rsbuild", flags: &["--dist-path"] },
    Program { names: &["ng"], tool: "angular", flags: &["--output-path"] },
    Program { names: &["expo"], tool: "expo", flags: &["--output-dir"] },
    Program { names: &["vue-cli-service"], tool: "vue-cli", flags: &["--dest"] },
    Program { names: &["trunk"], tool: "trunk", flags: &["--dist", "-d"] },
    Program { names: &["react-scripts", "craco"], tool: "create-react-app", flags: &[] },
    Program { names: &["next"], tool: "next", flags: &["-o", "--outdir"] },
];

/// Programs that deploy a folder, with the flags by which they are given it.
const DEPLOYERS: &[(&str, &[&str])] = &[
    ("gh-pages", &["-d", "--dist"]),
    ("netlify", &["-d", "--dir"]),
    ("ntl", &["-d", "--dir"]),
    ("wrangler", &["--assets"]),
];

/// The variable by which Create React App is given its folder: react-scripts@5, config/paths.js.
pub(super) const BUILD_PATH: &str = "BUILD_PATH";

/// The scripts of a `package.json`.
pub(super) fn scripts(package: &Value) -> impl Iterator<Item = (&str, &str)> {
    let scripts = package.get("scripts").and_then(Value::as_object);
    scripts.into_iter().flatten().filter_map(|(name, it)| Some((name.as_str(), it.as_str()?)))
}

/// Every folder that the scripts name.
pub(super) fn named(package: &Value) -> Vec<Named> {
    scripts(package).flat_map(|(name, script)| of_script(name, script)).collect()
}

/// Every folder that a script deploys, and the script.
pub(super) fn deployed(package: &Value) -> Vec<(String, String)> {
    let of_script = |(name, script): (&str, &str)| {
        let folders = commands(script).into_iter().filter_map(|words| deployed_by(&words));
        folders.map(|folder| (name.to_owned(), folder)).collect::<Vec<_>>()
    };
    scripts(package).flat_map(of_script).collect()
}

fn deployed_by(words: &[String]) -> Option<String> {
    let of_word = |word: &String| DEPLOYERS.iter().find(|(name, _)| name == word);
    let (name, flags) = words.iter().find_map(of_word)?;
    let by_flag = value(words, flags).map(|(_, folder)| folder);
    // `wrangler pages deploy FOLDER`
    let pages = words.windows(3).find(|part| part[0] == "pages" && !part[2].starts_with('-'));
    let by_place = pages.filter(|_| *name == "wrangler").map(|part| part[2].clone());
    by_flag.or(by_place)
}

/// The configuration files that scripts give to a tool: `vite build --config web.config.ts`.
pub(super) fn config_files(package: &Value, tool: &str) -> Vec<String> {
    let commands = scripts(package).flat_map(|(_, script)| commands(script));
    let of_tool =
        commands.filter(|words| program(words).is_some_and(|program| program.tool == tool));
    let files =
        of_tool.filter_map(|words| value(&words, &["--config", "-c"]).map(|(_, file)| file));
    files.collect()
}

/// Whether a script runs the tool, or names the folder.
pub(super) fn mention(package: &Value, tool: &str, folder: &str) -> bool {
    scripts(package).flat_map(|(_, script)| commands(script)).any(|words| {
        let runs = program(&words).is_some_and(|program| program.tool == tool);
        runs || words
            .iter()
            .any(|word| word.trim_start_matches("./").trim_end_matches('/') == folder)
    })
}

/// Whether a script or a dependency has a word in it.
pub(super) fn names(package: &Value, word: &str) -> bool {
    let kinds = ["dependencies", "devDependencies", "scripts"].iter();
    let entries = kinds.filter_map(|kind| package[*kind].as_object()).flatten();
    let has = |text: &Value| text.as_str().is_some_and(|text| text.contains(word));
    entries.into_iter().any(|(name, text)| name.contains(word) || has(text))
}

fn of_script(name: &str, script: &str) -> Vec<Named> {
    let mut found = Vec::new();
    for words in commands(script) {
        let Some(program) = program(&words) else { continue };
        let is_server = words.iter().any(|word| word == "--ssr" || word.starts_with("--ssr="));
        let assigned = words.iter().find_map(|word| {
            let folder = word.strip_prefix(BUILD_PATH)?.strip_prefix('=')?;
            Some((format!("{BUILD_PATH}="), folder.to_owned()))
        });
        let assigned = assigned.filter(|_| program.tool == "create-react-app");
        if let Some((by, folder)) = value(&words, program.flags).or(assigned) {
            let (script, tool) = (name.to_owned(), program.tool);
            found.push(Named { script, tool, folder, by, is_server });
        }
    }
    found
}

/// The program that a command runs, whatever runs it: `npx`, `cross-env`, `dotenv --`.
fn program(words: &[String]) -> Option<&'static Program> {
    words.iter().find_map(|word| {
        let name = word.rsplit('/').next().unwrap_or(word);
        PROGRAMS.iter().find(|program| program.names.contains(&name))
    })
}

/// The value of a flag, after it or after `=`.
fn value(words: &[String], flags: &[&str]) -> Option<(String, String)> {
    words.iter().enumerate().find_map(|(index, word)| {
        let flag = flags.iter().find(|flag| {
            word == *flag || word.strip_prefix(**flag).is_some_and(|rest| rest.starts_with('='))
        })?;
        let value = match word.split_once('=') {
            Some((_, value)) => value.to_owned(),
            None => words.get(index + 1).filter(|word| !word.starts_with('-'))?.clone(),
        };
        Some(((*flag).to_owned(), value))
    })
}

/// The commands of a script, each as words.
fn commands(script: &str) -> Vec<Vec<String>> {
    let mut commands = vec![vec![]];
    let (mut word, mut quote, mut is_word) = (String::new(), None, false);
    let end_word = |commands: &mut Vec<Vec<String>>, word: &mut String, is_word: &mut bool| {
        if std::mem::take(is_word)
            && let Some(last) = commands.last_mut()
        {
            last.push(std::mem::take(word));
        }
    };
    for char in script.chars() {
        match (char, quote) {
            (char, Some(open)) if char == open => quote = None,
            ('"' | '\'', None) => (quote, is_word) = (Some(char), true),
            ('&' | '|' | ';' | '\n', None) => {
                end_word(&mut commands, &mut word, &mut is_word);
                commands.push(Vec::new());
            }
            (char, None) if char.is_whitespace() => {
                end_word(&mut commands, &mut word, &mut is_word);
            }
            (char, _) => {
                word.push(char);
                is_word = true;
            }
        }
    }
    end_word(&mut commands, &mut word, &mut is_word);
    commands.retain(|command| !command.is_empty());
    commands
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
        ] {
            let named = of_script("build", script);
            let found: Vec<_> = named.iter().map(|it| (it.tool, it.folder.as_str())).collect();
            assert_eq!(found, [(tool, folder)], "{script}");
        }
    }

    #[test]
    fn other_programs_have_other_output() {
        assert!(of_script("build", "tsc --outDir lib; esbuild a.ts --outdir=server").is_empty());
        let ssr = of_script("build", "vite build --ssr src/server.ts --outDir dist/server");
        assert!(ssr.iter().all(|it| it.is_server) && ssr.len() == 1);
    }

    #[test]
    fn configuration_files_are_named_by_scripts() {
        let package =
            serde_json::json!({ "scripts": { "a": "vite build -c web.ts", "b": "rollup -c" } });
        assert_eq!(config_files(&package, "vite"), ["web.ts"]);
        assert!(mention(&package, "vite", "x") && !mention(&package, "webpack", "x"));
        let package = serde_json::json!({ "scripts": {
            "a": "gh-pages -d www", "b": "wrangler pages deploy dist --branch main", "c": "wrangler deploy",
        } });
        let folders: Vec<_> = deployed(&package).into_iter().map(|(_, folder)| folder).collect();
        assert_eq!(folders, ["www", "dist"]);
    }
}
