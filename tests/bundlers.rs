//! `envwall build` around the bundlers that people use: a client that imports the server's module
//! fails, with the chain of imports; one that does not passes.
//!
//! Needs `npm ci` in `tests/typescript`; the projects are in `tests/typescript/projects`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::project::Run;

fn tools() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/typescript").canonicalize().unwrap()
}

/// A project made of some of the folders, later ones over earlier ones. It lies next to the
/// installed packages, since bundlers look for them there.
struct Built {
    folder: TempDir,
}

impl Built {
    fn of(parts: &[&str]) -> Self {
        let folder = TempDir::with_prefix_in(".project-", tools()).unwrap();
        for part in parts {
            copy(&tools().join("projects").join(part), folder.path());
        }
        Self { folder }
    }

    fn build(&self, command: &[&str]) -> Run {
        let bin = tools().join("node_modules/.bin");
        let path =
            std::env::join_paths([bin, "/usr/local/bin".into(), "/usr/bin".into(), "/bin".into()]);
        // Next looks for packages up to the home folder, and no further
        let home = TempDir::new().unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_envwall"))
            .args(["build", "--"])
            .args(command)
            .current_dir(self.folder.path())
            .env_clear()
            .envs([("PATH", path.unwrap()), ("HOME", home.path().into())])
            .envs([("NO_COLOR", "1"), ("NEXT_TELEMETRY_DISABLED", "1")])
            .output()
            .unwrap();
        Run::of(&output)
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// What each bundler calls its project and its command.
const BUNDLERS: [(&[&str], &[&str]); 3] = [
    (&["common", "vite"], &["vite", "build"]),
    (&["common", "webpack"], &["webpack"]),
    (
        &["common"],
        &["esbuild", "src/main.ts", "--bundle", "--minify", "--sourcemap", "--outdir=dist"],
    ),
];

#[test]
fn a_client_that_imports_the_servers_module_fails_with_the_chain() {
    for (parts, command) in BUNDLERS {
        let run = Built::of(&[parts, &["leaky"]].concat()).build(command);
        assert_eq!(run.status, Some(1), "{command:?}\n{}", run.stderr);
        assert!(run.stderr.contains("error[EW003]"), "{command:?}\n{}", run.stderr);
        let chain = "imported by src/settings.ts ← src/main.ts";
        assert!(run.stderr.contains(chain), "{command:?}\n{}", run.stderr);
    }
}

#[test]
fn a_client_that_keeps_to_its_own_module_passes() {
    for (parts, command) in BUNDLERS {
        let run = Built::of(parts).build(command);
        assert_eq!(run.status, Some(0), "{command:?}\n{}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains("no findings"), "{command:?}\n{}", run.stderr);
    }
}

/// Next stops at `import "server-only"` by itself, and its message has the chain.
#[test]
fn next_stops_and_shows_the_chain() {
    let run = Built::of(&["next", "next-leaky"]).build(&["next", "build"]);
    assert_ne!(run.status, Some(0));
    let printed = format!("{}{}", run.stdout, run.stderr);
    for module in ["env.server.ts", "app/settings.ts", "app/weather.tsx", "app/page.tsx"] {
        assert!(printed.contains(module), "{module}\n{printed}");
    }
    assert!(printed.contains("server-only"), "{printed}");
}

#[test]
fn next_builds_what_keeps_the_sides_apart() {
    let run = Built::of(&["next"]).build(&["next", "build"]);
    assert_eq!(run.status, Some(0), "{}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains("no findings"), "{}", run.stderr);
}
