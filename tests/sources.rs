//! Where the values are that the guard searches for, besides the framework's `.env` files.

use crate::project::{KEY, Project};
use crate::run::path;

const VALUE: &str = "r8T2y6U1p4W9x3Z7q5V0";

/// A Vite project with `VALUE` in its bundle.
fn app() -> Project {
    Project::empty()
        .file("package.json", r#"{"devDependencies":{"vite":"7.0.0"}}"#)
        .file(".env", format!("SESSION_SECRET={KEY}\n"))
        .file("dist/app.js", format!("f('{VALUE}')"))
}

fn assert_found(project: &Project, env: &[(&'static str, &str)], place: &str) {
    let run = project.run_with(&["guard"], env.iter().copied());
    assert_eq!(run.status, Some(1), "{}", run.stderr);
    assert!(run.stderr.contains(place), "{place}: {}", run.stderr);
    assert!(!run.stderr.contains(&VALUE[..8]), "{}", run.stderr);
}

#[test]
fn files_that_the_framework_does_not_read_are_searched_for() {
    for file in [
        ".dev.vars",
        ".dev.vars.production",
        "server/.env",
        "functions/.env",
        ".vercel/.env.preview.local",
        ".envrc",
    ] {
        let project = app().file(file, format!("export PAY_SECRET={VALUE}\n"));
        assert_found(&project, &[], &format!("the value of `PAY_SECRET` in `{file}`"));
    }
}

#[test]
fn the_workspace_above_is_searched_for() {
    let project = Project::empty()
        .file("pnpm-workspace.yaml", "packages: ['apps/*']\n")
        .file(".env", format!("PAY_SECRET={VALUE}\n"))
        .file("apps/web/package.json", r#"{"devDependencies":{"vite":"7.0.0"}}"#)
        .file("apps/web/.env", format!("SESSION_SECRET={KEY}\n"))
        .file("apps/web/dist/app.js", format!("f('{VALUE}')"));
    let run = project.run(&["-C", "apps/web", "guard"]);
    assert_eq!(run.status, Some(1), "{}", run.stderr);
    assert!(run.stderr.contains("`PAY_SECRET` in `../../.env`"), "{}", run.stderr);
    let ignored = project.file("apps/web/envwall.toml", "[sources]\nignore = [\"../../.env\"]\n");
    let run = ignored.run(&["-C", "apps/web", "guard"]);
    assert!(!run.stderr.contains("PAY_SECRET"), "{}", run.stderr);
}

#[test]
fn a_file_that_the_manifest_names_is_searched_for() {
    let project = app()
        .file("ops/prod.env", format!("PAY_SECRET={VALUE}\n"))
        .file("envwall.toml", "[sources]\nfiles = [\"ops/prod.env\"]\n");
    assert_found(&project, &[], "the value of `PAY_SECRET` in `ops/prod.env`");
}

#[test]
fn values_elsewhere_are_never_injected() {
    let project = app().file("server/.env", format!("PAY_SECRET={VALUE}\n"));
    let run = project.run_with(&["run", "--", "printenv", "PAY_SECRET"], [path()]);
    assert_eq!((run.status, &*run.stdout), (Some(1), ""));
}

#[test]
fn secrets_of_a_platforms_file_are_findings_and_searched_for() {
    let project =
        app().file("netlify.toml", format!("[build.environment]\nPAY_SECRET = \"{VALUE}\"\n"));
    assert_found(&project, &[], "warning[EW029]: `PAY_SECRET` in `netlify.toml`");
    assert_found(&project, &[], "the value of `PAY_SECRET` in `netlify.toml`");
}

#[test]
fn variables_of_the_process_are_the_projects_if_something_says_so() {
    assert_found(&app(), &[("PAY_SECRET", VALUE)], "the value of `PAY_SECRET`");
    assert_found(&app(), &[("GITHUB_TOKEN", VALUE)], "the value of `GITHUB_TOKEN`");
    let unexplained = [("UPSTREAM", VALUE)];
    let quiet = app().run_with(&["guard"], unexplained);
    assert_eq!(quiet.status, Some(0), "{}", quiet.stderr);
    for project in [
        app().file(".env.example", "UPSTREAM=\n"),
        app().file("src/api.ts", "fetch(process.env.UPSTREAM)"),
    ] {
        let run = project.run_with(&["guard"], unexplained);
        assert!(run.stderr.contains("the value of `UPSTREAM`"), "{}", run.stderr);
    }
    let listed = [("UPSTREAM", VALUE), ("TURBO_PLATFORM_ENV", "A,UPSTREAM")];
    let run = app().run_with(&["guard"], listed);
    assert!(run.stderr.contains("the value of `UPSTREAM`"), "{}", run.stderr);
}

#[test]
fn the_manifest_decides_what_is_taken_of_the_process() {
    let none = app().file("envwall.toml", "[sources]\nprocess = false\n");
    let run = none.run_with(&["guard"], [("PAY_SECRET", VALUE)]);
    assert_eq!(run.status, Some(0), "{}", run.stderr);
    let named = app().file("envwall.toml", "[sources]\nprocess = [\"UPSTREAM\"]\n");
    let run = named.run_with(&["guard"], [("UPSTREAM", VALUE)]);
    assert!(run.stderr.contains("the value of `UPSTREAM`"), "{}", run.stderr);
}

#[test]
fn a_secret_of_the_process_reaches_the_command_as_it_is() {
    let (name, path) = path();
    let script = "[ ${#PAY_SECRET} = 20 ] && echo \"$PAY_SECRET\"";
    let run =
        app().run_with(&["run", "--", "sh", "-c", script], [(name, &*path), ("PAY_SECRET", VALUE)]);
    assert_eq!((run.status, &*run.stdout), (Some(0), "••••••••\n"), "{}", run.stderr);
}

#[test]
fn an_example_says_that_secrets_exist() {
    let project = Project::empty()
        .file("package.json", r#"{"devDependencies":{"vite":"7.0.0"}}"#)
        .file(".env.example", "PAY_SECRET=\nLOG_LEVEL=info\n")
        .file("dist/app.js", "f(1)");
    let run = project.run(&["guard"]);
    assert_eq!(run.status, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("`PAY_SECRET` (only `.env.example` names it)"), "{}", run.stderr);
}

/// 1Password serves the file to whoever opens it.
#[cfg(all(unix, not(target_vendor = "apple")))]
#[test]
fn a_pipe_is_read_once_and_a_silent_one_is_reported() {
    let project = Project::empty()
        .file("package.json", r#"{"devDependencies":{"vite":"7.0.0"}}"#)
        .file("dist/app.js", format!("f('{VALUE}')"))
        .pipe(".env");
    let pipe = project.join(".env");
    let writer = std::thread::spawn(move || std::fs::write(pipe, format!("PAY_SECRET={VALUE}\n")));
    assert_found(&project, &[], "the value of `PAY_SECRET` is in client output");
    writer.join().unwrap().unwrap();
    let run = project.run(&["guard"]);
    assert_eq!(run.status, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("nothing was written to it within 2 s"), "{}", run.stderr);
}
