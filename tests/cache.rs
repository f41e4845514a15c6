//! A second scan with a cache says what the first one said, and the cache says nothing.

use std::fs;
use std::path::{Path, PathBuf};

use crate::project::{KEY, Project, Run};

/// Another made-up value.
const OTHER: &str = "Kp0v4TzVd83kPqz71xTwGq";

const FORMATS: &[&str] =
    &["human", "json", "sarif", "github", "gitlab", "junit", "markdown", "html"];

fn project() -> Project {
    Project::with_key()
        .folder("node_modules")
        .file("dist/a.js", "f(1)")
        .file("dist/b.css", "a{}")
        .file("dist/leak.js", format!("f('{KEY}')"))
}

/// What a run printed and how it ended.
fn said(run: Run) -> (Option<i32>, String, String) {
    (run.status, run.stdout, run.stderr)
}

/// The files of a cache, wherever it is below a folder.
fn stores(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(stores(&path));
        } else if path.extension().is_some_and(|it| it == "envwall") {
            found.push(path);
        }
    }
    found
}

#[test]
fn a_second_run_says_the_same_in_every_format() {
    let project = project();
    for format in FORMATS {
        let with =
            |option: &[&str]| said(project.run(&[&["guard", "--format", format], option].concat()));
        let plain = with(&["--no-cache"]);
        assert_eq!(with(&["--cache-dir", "seen"]), plain, "{format}");
        assert_eq!(with(&["--cache-dir", "seen"]), plain, "{format}");
    }
    assert_eq!(stores(&project.join("seen")).len(), 1);
    assert_eq!(fs::read_to_string(project.join("seen/.gitignore")).unwrap(), "*\n");
    let shown = project.run(&["guard", "-v", "--cache-dir", "seen"]);
    assert!(shown.stderr.ends_with("cache: 2 unchanged files in `seen`\n"), "{}", shown.stderr);
}

#[test]
fn receipts_are_the_same() {
    let project = project().file("dist/leak.js", "g(2)");
    let receipt = |options: &[&str]| {
        let run = project.run(&[&["guard", "--receipt", "receipt.json"], options].concat());
        assert_eq!(run.status, Some(0), "{}", run.stderr);
        fs::read_to_string(project.join("receipt.json")).unwrap()
    };
    let plain = receipt(&["--no-cache"]);
    assert_eq!(receipt(&["--cache"]), plain);
    assert_eq!(receipt(&["--cache"]), plain);
    assert_eq!(project.run(&["receipt", "verify", "receipt.json"]).status, Some(0));
}

#[test]
fn there_is_a_cache_in_ci_and_not_elsewhere() {
    let of_user = Project::empty();
    let home = of_user.path().as_os_str().to_owned();
    for (ci, is_on) in [
        (None, false),
        (Some(""), false),
        (Some("0"), false),
        (Some("False"), false),
        (Some("1"), true),
        (Some("true"), true),
    ] {
        let project = project();
        let variables = ci.map(|ci| ("CI", ci));
        assert_eq!(project.run_with(&["guard"], variables).status, Some(1));
        let found = stores(&project.join("node_modules/.cache/envwall"));
        assert_eq!(found.len(), usize::from(is_on), "{ci:?}");
        let without = project.run_with(&["guard", "--no-cache", "--cache-dir", "other"], variables);
        assert_eq!(without.status, Some(1));
        assert_eq!(stores(&project.join("other")).len(), 1, "the last option decides");
    }
    // a project without packages
    let plain = Project::with_key().file("dist/a.js", "f(1)");
    for variable in ["XDG_CACHE_HOME", "HOME", "LOCALAPPDATA"] {
        plain.run_with(&["guard"], [("CI", "true".into()), (variable, home.clone())]);
    }
    let expected = if cfg!(windows) { 1 } else { 2 };
    assert_eq!(stores(of_user.path()).len(), expected);
    assert!(plain.run_with(&["guard"], [("CI", "true")]).stderr.contains("no findings"));
    assert!(stores(plain.path()).is_empty());
}

#[test]
fn the_folder_of_a_workspace_is_used() {
    let workspace = Project::empty()
        .file("package.json", r#"{"private":true,"workspaces":["apps/*"]}"#)
        .folder("node_modules")
        .file("apps/web/package.json", r#"{"devDependencies":{"vite":"7.0.0"}}"#)
        .file("apps/web/.env", format!("PAY_SECRET={KEY}\n"))
        .file("apps/web/dist/index.html", "<p>shop</p>");
    let plain = said(workspace.run(&["guard"]));
    assert_eq!(said(workspace.run(&["guard", "--cache"])), plain);
    assert_eq!(said(workspace.run(&["guard", "--cache"])), plain);
    assert_eq!(stores(&workspace.join("node_modules/.cache/envwall")).len(), 1);
    assert_eq!(said(workspace.run(&["-C", "apps/web", "guard", "--cache"])).0, Some(0));
    assert_eq!(stores(workspace.path()).len(), 1);
}

#[test]
fn a_changed_secret_or_manifest_is_looked_for() {
    let project = project().file("dist/leak.js", format!("f('{OTHER}')"));
    let guard = || project.run(&["guard", "--cache", "--format", "json"]);
    assert_eq!(guard().findings(), [""; 0]);
    fs::write(project.join(".env"), format!("KEY={OTHER}\n")).unwrap();
    assert_eq!(guard().findings(), ["EW001 dist/leak.js:1:4"]);
    fs::write(project.join(".env"), format!("KEY={KEY}\n")).unwrap();
    assert_eq!(guard().findings(), [""; 0]);
    let manifest = fs::read_to_string(project.join("envwall.toml")).unwrap();
    fs::write(project.join("envwall.toml"), format!("{manifest}SESSION = \"string\"\n")).unwrap();
    fs::write(project.join(".env"), format!("KEY={KEY}\nSESSION={OTHER}\n")).unwrap();
    assert_eq!(guard().findings(), ["EW001 dist/leak.js:1:4"]);
}

#[test]
fn the_token_of_a_job_is_searched_for_in_known_files() {
    let project = project().file("dist/leak.js", format!("f('{OTHER}')"));
    let guard = |token: &str| {
        let args = ["guard", "--cache", "--format", "json"];
        project.run_with(&args, [("CI_JOB_TOKEN", token)]).findings()
    };
    assert_eq!(guard("x9mQ2rT7yU4iO1pA-first"), [""; 0]);
    assert_eq!(guard("x9mQ2rT7yU4iO1pA-second"), [""; 0]);
    assert_eq!(guard(OTHER), ["EW001 dist/leak.js:1:4"]);
    assert_eq!(stores(project.path()).len(), 1, "the token is no part of the key");
}

#[test]
fn why_there_is_no_cache_is_said_if_one_was_asked_for() {
    let weak = Project::with_key().file(".env", "KEY=saffron-3842\n").file("dist/a.js", "f(1)");
    let run = weak.run(&["guard", "--cache-dir", "seen"]);
    let warning = "warning: the scan was not cached: no secret is hard enough to guess to be its \
                   key: set ENVWALL_FINGERPRINT_KEY to a long random value\n";
    assert!(run.stderr.ends_with(warning), "{}", run.stderr);
    assert!(!weak.join("seen").exists());
    let run = weak.run(&["guard", "-q", "--cache-dir", "seen"]);
    assert_eq!(run.stderr, "");
    let run =
        weak.run_with(&["guard", "--cache-dir", "seen"], [("ENVWALL_FINGERPRINT_KEY", "letmein")]);
    assert!(run.stderr.contains("FINGERPRINT_KEY is too easy to guess"), "{}", run.stderr);
    let quiet = weak.folder("node_modules");
    let in_ci = quiet.run_with(&["guard"], [("CI", "true")]);
    assert!(!in_ci.stderr.contains("warning: the scan"), "{}", in_ci.stderr);
    let key = [("ENVWALL_FINGERPRINT_KEY", OTHER)];
    let run = quiet.run_with(&["guard", "--cache-dir", "seen"], key);
    assert!(!run.stderr.contains("warning: the scan"), "{}", run.stderr);
    assert_eq!(stores(&quiet.join("seen")).len(), 1);
    let homeless = Project::with_key().file("dist/a.js", "f(1)").run(&["guard", "--cache"]);
    assert!(homeless.stderr.contains("no folder is known"), "{}", homeless.stderr);
    let file = Project::with_key().file("dist/a.js", "f(1)").file("seen", "");
    let run = file.run(&["guard", "--cache-dir", "seen"]);
    assert_eq!(run.status, Some(0));
    assert!(run.stderr.contains("not cached: cannot write `seen`"), "{}", run.stderr);
}

#[test]
fn a_cache_in_client_output_is_refused() {
    for folder in ["dist", "dist/seen"] {
        let run = project().run(&["guard", "--cache-dir", folder]);
        assert_eq!(run.status, Some(2));
        assert!(run.stderr.contains("is inside the client output"), "{}", run.stderr);
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_does_not_keep_the_scan() {
    let project = project().folder("seen");
    project.mode("seen", 0o555);
    let run = project.run_as_nobody(&["guard", "--cache-dir", "seen"]);
    assert_eq!(run.status, Some(1));
    assert!(run.stderr.contains("not cached: cannot write `seen`"), "{}", run.stderr);
}

#[test]
fn no_piece_of_a_value_is_in_the_cache() {
    let values = [KEY, "saffron-3842", "https://maps.northwind-traders.example/q7", OTHER];
    let project = project()
        .file("envwall.toml", "[client]\ninclude = [\"dist/**\"]\n[public]\nMAPS = \"url\"\n[server]\nKEY = \"string\"\nPIN = \"string\"\n")
        .file(".env", format!("KEY={KEY}\nPIN={}\nMAPS={}\nLABEL={OTHER}\n", values[1], values[2]));
    project.run(&["guard", "--cache-dir", "seen"]);
    let [store] = &stores(&project.join("seen"))[..] else { panic!("one store") };
    let mut bytes = fs::read(store).unwrap();
    bytes.extend(store.to_string_lossy().bytes());
    for value in values {
        for run in value.as_bytes().windows(8) {
            assert!(!bytes.windows(8).any(|it| it == run), "{value}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_build_searches_known_files_for_its_placeholders() {
    let project = project().file("dist/leak.js", "");
    let build = |script: &str| {
        let args = ["build", "--cache-dir", "seen", "--", "sh", "-c", script];
        project.run_with(&args, [("PATH", "/usr/bin:/bin"), ("NO_COLOR", "1")])
    };
    let script = "echo 'f(2)' > dist/a.js";
    for _ in 0..2 {
        let run = build(script);
        assert_eq!(run.status, Some(0), "{}", run.stderr);
    }
    assert_eq!(stores(&project.join("seen")).len(), 1);
    // a scan of another process that knows no placeholders sees the file before the build's does
    let guard = env!("CARGO_BIN_EXE_envwall");
    let script =
        format!("echo \"f('$KEY')\" > dist/a.js; env -i {guard} guard -q --cache-dir seen");
    let run = build(&script);
    assert!(run.stderr.contains("the placeholder for `KEY` is in client output"), "{}", run.stderr);
}
