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
        "services/pay/.env.staging",
        "ops/prod.env",
        "functions/.env",
        ".vercel/.env.preview.local",
        ".envrc",
    ] {
        let project = app().file(file, format!("export PAY_SECRET={VALUE}\n"));
        assert_found(&project, &[], &format!("the value of `PAY_SECRET` in `{file}`"));
    }
}

#[test]
fn examples_and_packages_are_not_searched_for() {
    let files =
        ["tests/.env", "a/examples/.env", "a/b/c/.env", "node_modules/a/.env", "a/.env.example"];
    let project = files
        .into_iter()
        .fold(app(), |project, file| project.file(file, format!("PAY_SECRET={VALUE}\n")));
    let run = project.run(&["guard"]);
    assert_eq!(run.status, Some(0), "{}", run.stderr);
}

#[test]
fn other_packages_of_the_workspace_are_searched_for() {
    let project = Project::empty()
        .file("pnpm-workspace.yaml", "packages: ['apps/*']\n")
        .file("apps/api/.env", format!("PAY_SECRET={VALUE}\nADMIN_PASSWORD=harbor\n"))
        .file("apps/docs/.env", "NEXT_PUBLIC_MAP_KEY=k7Wq2zXe8LmNv4tYb\n")
        .file("apps/web/package.json", r#"{"devDependencies":{"vite":"7.0.0"}}"#)
        .file("apps/web/.env", format!("SESSION_SECRET={KEY}\n"))
        .file("apps/web/dist/app.js", format!("f('{VALUE}','k7Wq2zXe8LmNv4tYb')"));
    let run = project.run(&["-C", "apps/web", "guard"]);
    assert_eq!(run.status, Some(1), "{}", run.stderr);
    assert!(run.stderr.contains("`PAY_SECRET` in `../../apps/api/.env`"), "{}", run.stderr);
    for quiet in ["MAP_KEY", "ADMIN_PASSWORD"] {
        assert!(!run.stderr.contains(quiet), "{}", run.stderr);
    }
}

#[test]
fn files_that_configuration_names_are_searched_for() {
    for (name, text, file) in [
        (
            "package.json",
            r#"{"scripts":{"build":"dotenv -e a/b/c/web.env -- vite build"}}"#,
            "a/b/c/web.env",
        ),
        ("package.json", r#"{"scripts":{"build":"node --env-file=keys/prod x.js"}}"#, "keys/prod"),
        ("compose.yaml", "services:\n  web:\n    env_file: ./ops/web\n", "ops/web"),
        ("vite.config.ts", "loadEnv(mode, './environments', '')", "environments/.env.local"),
        ("env.config.mjs", "dotenv.config({ path: 'a/b/c/.env' })", "a/b/c/.env"),
    ] {
        let project = app().file(name, text).file(file, format!("PAY_SECRET={VALUE}\n"));
        let project = project.file("vite.config.js", "");
        assert_found(&project, &[], &format!("the value of `PAY_SECRET` in `{file}`"));
    }
}

#[test]
fn secrets_in_configuration_are_searched_for() {
    for (name, text) in [
        ("docker-compose.yml", "    environment:\n      PAY_SECRET: VALUE\n"),
        ("Dockerfile", "FROM node\nENV PAY_SECRET=VALUE\n"),
        (".github/workflows/ci.yml", "env:\n  PAY_SECRET: 'VALUE'\n"),
        ("mise.toml", "[env]\nPAY_SECRET = \"VALUE\"\n"),
        (".env-cmdrc.json", r#"{"production":{"PAY_SECRET":"VALUE"}}"#),
        ("config/production.json", r#"{"pay_secret":"VALUE"}"#),
        ("deploy.sh", "export PAY_SECRET=VALUE\nvite build\n"),
    ] {
        let project = app().file(name, text.replace("VALUE", VALUE));
        let run = project.run(&["guard"]);
        assert_eq!(run.status, Some(1), "{name}: {}", run.stderr);
        assert!(run.stderr.contains(&format!("in `{name}` is in client output")), "{}", run.stderr);
    }
    let references =
        app().file("compose.yml", format!("PAY_SECRET: ${{A:-{VALUE}}}\nVITE_KEY: {VALUE}\n"));
    assert_eq!(references.run(&["guard"]).status, Some(0));
}

/// `tests/dotenv/dotenvx/make.sh` makes these files.
const ENCRYPTED: &str = include_str!("dotenv/dotenvx/encrypted.env");
const KEYS: &str = include_str!("dotenv/dotenvx/keys.env");

#[test]
fn values_that_dotenvx_encrypted_are_opened_with_their_keys() {
    let app = || {
        Project::empty()
            .file("package.json", r#"{"devDependencies":{"vite":"7.0.0"}}"#)
            .file(".env", ENCRYPTED)
            .file("dist/app.js", format!("f('postgres://shop:{VALUE}@db.example.com/shop')"))
    };
    let run = app().run(&["guard"]);
    assert_eq!(run.status, Some(2), "{}", run.stderr);
    let names = "`DATABASE_URL`, `PAY_SECRET` (encrypted by dotenvx)";
    assert!(run.stderr.contains(names), "a public name is no secret: {}", run.stderr);
    let key = KEYS.trim().split_once('=').unwrap().1;
    for (project, env) in [
        (app().file(".env.keys", KEYS), None),
        (app(), Some(("DOTENV_PRIVATE_KEY_PRODUCTION", key))),
        (app(), Some(("DOTENV_PRIVATE_KEY", &*format!("{},{key}", "0".repeat(64))))),
    ] {
        let run = project.run_with(&["guard"], env);
        assert_eq!(run.status, Some(1), "{}", run.stderr);
        assert!(run.stderr.contains("the value of `DATABASE_URL`"), "{}", run.stderr);
        assert!(!run.stderr.contains(&key[..8]), "{}", run.stderr);
    }
    let key_leaks = app().file(".env.keys", KEYS).file("dist/key.js", format!("f('{key}')"));
    let run = key_leaks.run(&["guard"]);
    assert!(run.stderr.contains("the value of `DOTENV_PRIVATE_KEY`"), "{}", run.stderr);
}

#[test]
fn a_command_gets_what_dotenvx_encrypted() {
    let project = Project::empty()
        .file("package.json", r#"{"devDependencies":{"vite":"7.0.0"}}"#)
        .file(".env", ENCRYPTED)
        .file(".env.keys", KEYS);
    let script = "echo $VITE_TITLE; [ ${#PAY_SECRET} = 20 ] && echo $DATABASE_URL; echo PAY_SECRET";
    let run = project.run_with(&["run", "--", "sh", "-c", script], [path()]);
    assert!(run.stdout.starts_with("Harbor\npostgres://"), "{} {}", run.stdout, run.stderr);
    assert!(!run.stdout.contains("db.example.com"), "a placeholder: {}", run.stdout);
    assert!(run.stdout.ends_with("\nPAY_SECRET\n"), "{}", run.stdout);
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
fn a_public_twin_elsewhere_hides_no_secret() {
    let project = app()
        .file(".env", format!("VITE_KEY_A={VALUE}\n"))
        .file("server/.env", format!("BILLING_SECRET={VALUE}\n"));
    assert_found(&project, &[], "the value of `BILLING_SECRET` in `server/.env`");
}

#[test]
fn a_declared_secret_may_be_in_the_servers_file() {
    let project = app()
        .file("server/.env", format!("PAY_SECRET={VALUE}\n"))
        .file("envwall.toml", "[server]\nPAY_SECRET = \"string\"\n");
    assert_found(&project, &[], "the value of `PAY_SECRET` in `server/.env`");
    for command in ["guard", "check"] {
        let run = project.run(&[command]);
        assert!(!run.stderr.contains("EW020"), "{}", run.stderr);
    }
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
    assert_found(&app(), &[("CI_PROJECT_SECRET", VALUE)], "the value of `CI_PROJECT_SECRET`");
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
    assert!(run.stderr.contains("`PAY_SECRET` (named in `.env.example` only)"), "{}", run.stderr);
}

#[test]
fn a_program_that_reads_a_secret_says_that_it_exists() {
    let config = "export default { define: { __KEY__: process.env.PAY_SECRET } }";
    let app = || {
        Project::empty()
            .file("package.json", r#"{"devDependencies":{"vite":"7.0.0"}}"#)
            .file("vite.config.js", config)
            .file("dist/app.js", "f(1)")
    };
    let run = app().run(&["guard"]);
    assert_eq!(run.status, Some(0), "it may be optional: {}", run.stderr);
    let said = "warning[EW015]: no secrets to search for: `PAY_SECRET` (read in `vite.config.js`)";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    for (file, text) in [
        (".env", format!("SESSION_SECRET={KEY}\n")),
        ("envwall.toml", "[server]\nPAY_SECRET = { required = false }\n".to_owned()),
        (
            "envwall.toml",
            "[server]\nPAY_SECRET = { sensitive = false, required = false }\n".to_owned(),
        ),
        ("vite.config.js", "export default { a: process.env.GITHUB_TOKEN }".to_owned()),
        ("vite.config.js", "s({ authToken: process.env.SENTRY_AUTH_TOKEN })".to_owned()),
    ] {
        let run = app().file(file, text).run(&["guard"]);
        assert!(!run.stderr.contains("EW015"), "{file}: {}", run.stderr);
    }
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

#[test]
fn a_line_for_what_only_the_process_has_makes_it_optional() {
    let title = "Northwind Traders of Harbor";
    let project =
        app().file(".env.example", "SITE_TITLE=\n").file("dist/app.js", format!("f('{title}')"));
    let run = project.run_with(&["guard"], [("SITE_TITLE", title)]);
    assert_eq!(run.status, Some(0), "{}", run.stderr);
    assert!(run.stderr.contains("\nSITE_TITLE = { required = false }"), "{}", run.stderr);
    let settled = project.file("envwall.toml", "[public]\nSITE_TITLE = { required = false }\n");
    assert_eq!(settled.run(&["check"]).status, Some(0));
}

#[test]
fn the_file_of_a_value_is_searched_for() {
    let project = app()
        .file(".env", format!("SESSION_SECRET={KEY}\nPAY_SECRET_FILE=./secrets/pay\n"))
        .file("secrets/pay", format!("{VALUE}\n"));
    assert_found(&project, &[], "the value of `PAY_SECRET` in `secrets/pay`");
}

#[test]
fn what_a_workspace_names_and_an_app_reads_is_one_of_its_secrets() {
    let root = |env: &str| {
        Project::empty()
            .file("pnpm-workspace.yaml", "packages: ['apps/*']\n")
            .file(".env.example", "PAY_SECRET=\n")
            .file("apps/web/package.json", r#"{"devDependencies":{"vite":"7.0.0"}}"#)
            .file("apps/web/vite.config.js", format!("export default {{ a: {env} }}"))
            .file("apps/web/dist/app.js", "f(1)")
    };
    let run = root("process.env.PAY_SECRET").run(&["-C", "apps/web", "guard"]);
    assert_eq!(run.status, Some(2), "{}", run.stderr);
    let others = root("1").run(&["-C", "apps/web", "guard"]);
    assert_eq!(others.status, Some(0), "another app's: {}", others.stderr);
}
