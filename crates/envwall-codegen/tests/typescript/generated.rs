//! Generates files from a manifest into a temporary folder, and runs TypeScript and Node on them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use envwall_codegen::{Config, typescript};
use envwall_core::{Date, ProcessEnv, Project, Request};
use tempfile::TempDir;

/// A made-up key.
pub(crate) const KEY: &str = "wk-7f3a9c51d2e84b60aa17";

/// Public variables of most types.
pub(crate) const PUBLIC: &str = r#"
[public]
APP_URL = { type = "url", default = "https://api.example/</script>", description = "Where */ it is" }
APP_THEME = { type = "enum", values = ["light", "dark \"blue\""], default = "light" }
APP_ZOOM = { type = "int", default = 4 }
APP_RATIO = { type = "float", default = "1e-3" }
APP_BETA = { type = "bool", default = true }
APP_POLL = { type = "duration", default = "1m30s" }
APP_PORTS = { type = "list", items = "port", default = "80, 443" }
APP_NOTE = { type = "string", required = false }
APP_FLAGS = { type = "json", default = "{\"__proto__\":1,\"a\":[null]}" }
class = { default = "x" }
"a.b-c" = { default = "y" }
"#;

/// Server variables of some types.
pub(crate) const SERVER: &str = r#"
[server]
WEATHER_API_KEY = { type = "string", min-length = 20, prefix = "wk-" }
PORT = { type = "port", default = 8080, sensitive = false }
LOG_LEVEL = { type = "enum", values = ["debug", "info"], default = "info", sensitive = false }
PINS = { type = "list", items = "int", required = false }
"dotted.name" = { type = "duration", sensitive = false, default = "2s" }
"#;

/// A folder with a manifest and the files generated from it.
pub(crate) struct Generated {
    folder: TempDir,
    pub(crate) config: Config,
}

impl Generated {
    pub(crate) fn of(manifest: &str) -> Self {
        Self::of_env(manifest, &[])
    }

    /// Generates from a manifest in a folder with the given files.
    pub(crate) fn with_files(manifest: &str, files: &[(String, String)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            fs::write(folder.path().join(name), text).expect("written");
        }
        Self::in_folder(folder, manifest, &[])
    }

    /// Generates with the given process environment.
    pub(crate) fn of_env(manifest: &str, env: &[(&str, &str)]) -> Self {
        Self::in_folder(tempfile::tempdir().expect("a folder"), manifest, env)
    }

    fn in_folder(folder: TempDir, manifest: &str, env: &[(&str, &str)]) -> Self {
        fs::write(folder.path().join("envwall.toml"), manifest).expect("written");
        let process: ProcessEnv = env.iter().copied().collect();
        let request = Request {
            directory: folder.path(),
            environment: "production",
            process: &process,
            today: Date::of(std::time::SystemTime::UNIX_EPOCH),
            configured: None,
        };
        let config = Project::load(&request).and_then(|project| Config::of(&project));
        let config = config.expect("a manifest without errors");
        let generated = Self { folder, config };
        let client = typescript::client(&generated.config).expect("names");
        generated.file("env.client.ts", &client);
        generated.file("env.server.ts", &typescript::server(&generated.config));
        generated.file("env.schema.ts", &typescript::validators(&generated.config));
        generated.file("env.d.ts", &typescript::declarations(&generated.config));
        generated.file("worker-env.d.ts", &typescript::cloudflare(&generated.config));
        // where Node looks for packages
        let modules = generated.folder.path().join("node_modules");
        std::os::unix::fs::symlink(tools().join("node_modules"), modules).expect("a link");
        generated.file("package.json", "{ \"type\": \"module\" }");
        generated
    }

    pub(crate) fn file(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).expect("written");
    }

    pub(crate) fn text(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).expect("a text")
    }

    /// Compiles files with the strictest settings that projects use.
    pub(crate) fn tsc(&self, module: &str, resolution: &str, files: &[&str]) -> Output {
        self.tsc_of("typescript", module, resolution, files)
    }

    /// The compiler's errors in each program, in a project that uses the types of the given packages.
    pub(crate) fn errors(&self, programs: &[&str], types: &str) -> Vec<String> {
        let names: Vec<_> = (0..programs.len()).map(|at| format!("program{at}.ts")).collect();
        for (name, program) in names.iter().zip(programs) {
            self.file(name, &format!("{program}\nexport {{}};\n"));
        }
        let output = compiler("typescript")
            .args(["--module", "esnext", "--moduleResolution", "bundler"])
            .args(types_of(types))
            .args(["--skipLibCheck", "--noEmit", "env.d.ts"])
            .args(&names)
            .current_dir(self.folder.path())
            .output()
            .expect(NODE);
        let text = printed(&output);
        let errors_in = |name: &String| {
            let head = format!("{name}(");
            let lines = text.lines().filter(|line| line.starts_with(&head));
            lines.collect::<Vec<_>>().join("\n")
        };
        let errors = names.iter().map(errors_in).collect();
        let elsewhere =
            text.lines().find(|line| line.contains("error TS") && !line.starts_with("program"));
        assert_eq!(elsewhere, None, "{text}");
        errors
    }

    /// Compiles with another version of the compiler.
    pub(crate) fn tsc_of(
        &self,
        name: &str,
        module: &str,
        resolution: &str,
        files: &[&str],
    ) -> Output {
        compiler(name)
            .args(["--module", module, "--moduleResolution", resolution])
            .args(types_of(""))
            .args(files)
            .current_dir(self.folder.path())
            .output()
            .expect(NODE)
    }

    pub(crate) fn node(&self, script: &str, env: &[(&str, &str)]) -> Output {
        self.file("main.mjs", script);
        Command::new("node")
            .arg("main.mjs")
            .envs(env.iter().copied())
            .current_dir(self.folder.path())
            .output()
            .expect("Node is installed")
    }

    pub(crate) fn compiled(manifest: &str) -> Self {
        let generated = Self::of(manifest);
        succeeded(&generated.tsc("esnext", "bundler", &["env.client.ts", "env.server.ts"]));
        generated
    }
}

pub(crate) const NODE: &str = "Node is installed, and `npm ci` was run in tests/typescript";

/// The compiler with the strictest settings that projects use.
fn compiler(name: &str) -> Command {
    let strict = [
        "--strict",
        "--noUncheckedIndexedAccess",
        "--exactOptionalPropertyTypes",
        "--noPropertyAccessFromIndexSignature",
        "--noUnusedLocals",
        "--noUnusedParameters",
        "--noImplicitReturns",
        "--isolatedModules",
        "--verbatimModuleSyntax",
        "--erasableSyntaxOnly",
    ];
    let mut command = Command::new("node");
    command.arg(tools().join("node_modules").join(name).join("bin/tsc")).args(strict);
    command.args(["--target", "es2022", "--lib", "es2022,dom"]);
    command
}

/// Selects the packages whose types are global; by default, all are.
fn types_of(packages: &str) -> [&str; 2] {
    if packages.is_empty() { ["--typeRoots", "./none"] } else { ["--types", packages] }
}

fn tools() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/typescript")
}

/// Standard output and standard error.
pub(crate) fn printed(output: &Output) -> String {
    let texts = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    texts.concat()
}

/// Standard output and standard error of a run that must succeed.
pub(crate) fn succeeded(output: &Output) -> String {
    assert!(output.status.success(), "{}", printed(output));
    printed(output)
}
