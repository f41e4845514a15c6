//! `envwall build`: one command that generates, runs a build and looks at what it made.
#![cfg(unix)]

use std::fs;

use crate::project::{KEY, Project, Run};

const MANIFEST: &str = "[client]\ninclude = [\"dist/**\"]\n\
    [public]\nTITLE = { default = \"Weather\" }\n\
    [server]\nKEY = \"string\"\nDB_PASSWORD = \"string\"\nTOKEN = { type = \"string\", phase = \"build\" }\n";

/// A made-up token that the build needs.
const TOKEN: &str = "tok-4Xw9pQ2rLz7Kd03YhN5";

fn project() -> Project {
    Project::empty()
        .file("envwall.toml", MANIFEST)
        .file(".env", format!("KEY={KEY}\nDB_PASSWORD=admin\nTOKEN={TOKEN}\n"))
        .folder("dist")
}

fn build(project: &Project, args: &[&str], script: &str) -> Run {
    let command = ["--", "sh", "-c", script];
    let args = [&["build"], args, &command].concat();
    project.run_with(&args, [("PATH", "/usr/bin:/bin"), ("NO_COLOR", "1")])
}

#[test]
fn a_build_that_publishes_nothing_passes() {
    let run = build(&project(), &[], "echo built; echo 'console.log(1)' > dist/a.js");
    assert_eq!((run.status, &*run.stdout), (Some(0), "built\n"));
    assert!(run.stderr.contains("for the values of 3 variables: no findings"), "{}", run.stderr);
}

#[test]
fn a_placeholder_in_client_output_is_found() {
    let project = project();
    let script = "printf 'k=\"%s\"' \"$KEY\" > dist/a.js; printf '%s' \"$DB_PASSWORD\" | base64 > dist/b.txt";
    let run = build(&project, &[], script);
    assert_eq!(run.status, Some(1), "{}", run.stderr);
    for said in
        ["the placeholder for `KEY` is in client output", "the placeholder for `DB_PASSWORD` is"]
    {
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
    // a guessable value cannot be searched for; its placeholder can
    assert!(!run.stderr.contains("EW005"), "{}", run.stderr);
    assert!(!fs::read_to_string(project.join("dist/a.js")).unwrap().contains(KEY));
}

#[test]
fn a_leak_is_not_settled_by_giving_the_build_the_value() {
    let run = build(&project(), &[], "echo \"$KEY\" | tee dist/a.js > server.js");
    assert_eq!(run.status, Some(1), "{}", run.stderr);
    assert!(!run.stderr.contains("EW044") && !run.stderr.contains("phase"), "{}", run.stderr);
}

#[test]
fn a_build_needs_no_secrets() {
    let script = "mkdir -p dist; echo 'f(1)' > dist/a.js";
    let declared = "[server]\nWEATHER_API_KEY = { min-length = 20 }\n";
    let app = || Project::empty().file("package.json", r#"{"devDependencies":{"vite":"7.0.0"}}"#);
    for project in [
        app().file("envwall.toml", declared),
        app().file("server/index.ts", "f(process.env.JWT_SECRET)"),
        app().file(".env.example", "JWT_SECRET=\n"),
        app().file("envwall.toml", declared).file(
            "package.json",
            r#"{"devDependencies":{"vite":"7.0.0","dotenv":"16.0.0","@dotenvx/dotenvx":"2.0.0"}}"#,
        ),
    ] {
        let run = build(&project, &[], script);
        assert_eq!(run.status, Some(0), "{}", run.stderr);
        assert!(!run.stderr.contains("warning"), "{}", run.stderr);
    }
    let leaky = app().file("envwall.toml", declared);
    let run = build(&leaky, &[], &format!("{script}; echo $WEATHER_API_KEY >> dist/a.js"));
    assert_eq!(run.status, Some(1), "{}", run.stderr);
    let provided =
        r#"{"devDependencies":{"vite":"7.0.0"},"scripts":{"build":"doppler run -- vite build"}}"#;
    let run = build(
        &app().file(".env.example", "JWT_SECRET=\n").file("package.json", provided),
        &[],
        script,
    );
    assert_eq!(run.status, Some(2), "what doppler gives is not known: {}", run.stderr);
}

#[test]
fn a_folder_of_pages_is_no_server() {
    let script = |value: &str| {
        format!(
            "mkdir -p site/js; echo '<p>' > site/index.html; echo \"{value}\" > site/js/a.js; \
             echo 'f(1)' > dist/a.js"
        )
    };
    let run = build(&project(), &[], &script("$KEY"));
    assert_eq!(run.status, Some(2), "{}", run.stderr);
    assert!(
        run.stderr.contains("the placeholder for `KEY` is in a folder of pages"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("\"site/js/**\"") && !run.stderr.contains("phase"),
        "{}",
        run.stderr
    );
    let run = build(&project(), &[], &script("$TOKEN"));
    assert_eq!(run.status, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("the value of `TOKEN` is in a folder of pages"), "{}", run.stderr);
    assert!(!run.stderr.contains(&TOKEN[..8]), "{}", run.stderr);
}

#[test]
fn what_a_server_reads_at_run_time_is_said() {
    let project = Project::empty()
        .file("package.json", r#"{"dependencies":{"astro":"5.0.0"}}"#)
        .file(".env", format!("PAY_SECRET={KEY}\n"));
    let script = "mkdir -p dist/client dist/server; echo '<p>' > dist/client/index.html; \
                  echo 'f(process.env.PAY_SECRET)' > dist/server/entry.mjs";
    let run = build(&project, &["-v"], script);
    assert_eq!(run.status, Some(0), "{}", run.stderr);
    assert!(
        run.stderr.contains("note[EW047]: the server output reads `PAY_SECRET`"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_value_that_the_build_needs_is_found_as_what_it_is() {
    let run = build(&project(), &[], "echo \"$TOKEN\"; echo \"$TOKEN\" | rev > dist/a.js");
    assert_eq!((run.status, &*run.stdout), (Some(1), "••••••••\n"));
    assert!(run.stderr.contains("the value of `TOKEN` is in client output"), "{}", run.stderr);
}

#[test]
fn a_value_that_a_tool_reads_from_the_file_is_found_too() {
    let run = build(&project(), &[], "grep KEY .env > dist/a.js");
    assert_eq!(run.status, Some(1));
    assert!(run.stderr.contains("the value of `KEY` is in client output"), "{}", run.stderr);
}

#[test]
fn a_build_that_fails_ends_with_its_own_status() {
    let run = build(&project(), &[], "echo \"$KEY\" > dist/a.js; exit 7");
    assert_eq!(run.status, Some(7));
    assert!(
        run.stderr.contains("the build failed, so its output was not scanned"),
        "{}",
        run.stderr
    );
}

#[test]
fn nothing_is_run_where_the_manifest_is_wrong() {
    let project = project().file("envwall.toml", "[public]\nKEY = \"strng\"\n");
    let run = build(&project, &[], "touch was-run");
    assert_eq!(run.status, Some(2));
    assert!(!project.join("was-run").exists());
}

#[test]
fn a_report_for_machines_goes_to_a_file() {
    let project = project();
    let run = build(&project, &["--format", "json"], "touch was-run");
    assert_eq!((run.status, project.join("was-run").exists()), (Some(2), false));
    assert!(run.stderr.contains("--output FILE"), "{}", run.stderr);
    let args = ["--format", "json", "--output", "report.json", "--receipt", "receipt.json"];
    let run = build(&project, &args, "echo built; echo 1 > dist/a.js");
    assert_eq!((run.status, &*run.stdout), (Some(0), "built\n"), "{}", run.stderr);
    let report = fs::read_to_string(project.join("report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["summary"]["files"], 1);
    let verified = project.run(&["receipt", "verify", "receipt.json"]);
    assert_eq!(verified.status, Some(0), "{}", verified.stderr);
}

#[test]
fn only_who_asks_for_generated_files_gets_them() {
    let project = project().file("package.json", "{}");
    build(&project, &[], "echo 1 > dist/a.js");
    assert!(!project.join("env.client.ts").exists());
    let asked = project.file("envwall.toml", format!("{MANIFEST}[generate]\nclient = \"c.ts\"\n"));
    let run = build(&asked, &[], "cp c.ts dist/a.js");
    assert_eq!(run.status, Some(0), "{}", run.stderr);
    // what was generated once is kept current
    let once = asked.file("envwall.toml", MANIFEST);
    once.run(&["generate"]);
    let changed = MANIFEST.replace("Weather", "Climate");
    let once = once.file("envwall.toml", changed);
    build(&once, &[], "echo 1 > dist/a.js");
    assert!(fs::read_to_string(once.join("env.client.ts")).unwrap().contains("Climate"));
}

#[test]
fn a_placeholder_in_server_output_is_an_error_that_a_line_settles() {
    let script = "echo 1 > dist/a.js; mkdir -p server node_modules/.cache; \
                  echo \"$KEY\" | tee server/index.js > node_modules/.cache/x";
    let run = build(&project(), &[], script);
    assert_eq!(run.status, Some(2), "{}", run.stderr);
    assert_eq!(run.stderr.matches("error[EW044]").count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("--> server/index.js"), "{}", run.stderr);
    let line = "KEY = { phase = \"build\" }";
    assert!(run.stderr.contains(line), "{}", run.stderr);
    let settled = project().file("envwall.toml", MANIFEST.replace("KEY = \"string\"", line));
    let run = build(&settled, &[], script);
    assert_eq!(run.status, Some(0), "{}", run.stderr);
}

/// However large the file is, wherever in it, and whatever its folder is called.
#[test]
fn a_placeholder_is_found_in_large_files_and_in_folders_called_cache() {
    let script = "echo 1 > dist/a.js; mkdir -p server/cache .next/cache; \
                  head -c 1048570 /dev/zero > server/cache/x; printf %s \"$KEY\" >> server/cache/x; \
                  head -c 70000000 /dev/zero > server/y; echo \"$KEY\" >> server/y; \
                  echo \"$KEY\" > .next/cache/z";
    let run = build(&project(), &[], script);
    assert!(run.stderr.contains("--> server/cache/x"), "{}", run.stderr);
    // one line of the manifest settles both
    assert_eq!(run.stderr.matches("error[EW044]").count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("1 more place"), "{}", run.stderr);
}

#[test]
fn output_of_an_earlier_build_is_reported() {
    let project = project().file("dist/a.js", "1");
    let old = fs::File::options().write(true).open(project.join("dist/a.js")).unwrap();
    old.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
    let run = build(&project, &[], "true");
    assert_eq!(run.stderr.matches("warning[EW045]").count(), 1, "{}", run.stderr);
    let run = build(&project, &[], "echo 2 > dist/a.js");
    assert!(!run.stderr.contains("EW045"), "{}", run.stderr);
}

#[test]
fn a_value_of_another_mode_is_not_shown() {
    let project = project().file(".env.staging", "KEY=stg-8Zq2Lw5Vn1Rt7Yp\n");
    let run = build(&project, &[], "echo 1 > dist/a.js; cat .env.staging");
    assert_eq!(run.stdout, "KEY=••••••••\n");
}

/// Digits look like a date or a number of telephone now and then.
#[test]
fn every_placeholder_is_found_whatever_its_type() {
    let manifest = MANIFEST.replace("KEY = \"string\"", "KEY = { type = \"int\" }");
    for _ in 0..40 {
        let project = project()
            .file("envwall.toml", &manifest)
            .file(".env", format!("KEY=8842\nDB_PASSWORD=admin\nTOKEN={TOKEN}\n"));
        let run = build(&project, &["-q"], "echo \"x($KEY)\" > dist/a.js");
        assert_eq!(
            run.status,
            Some(1),
            "{}",
            fs::read_to_string(project.join("dist/a.js")).unwrap()
        );
    }
}

#[test]
fn a_failed_build_reports_its_placeholders() {
    let run = build(&project(), &[], "exit 7");
    assert!(
        run.stderr.contains("the build got placeholders for `DB_PASSWORD`, `KEY`"),
        "{}",
        run.stderr
    );
}

/// A script that the build runs may end with a guard of its own.
#[test]
fn a_guard_inside_of_a_build_knows_the_placeholders() {
    let guard = format!("\"{}\" guard", env!("CARGO_BIN_EXE_envwall"));
    let run = build(&project(), &[], &format!("echo \"$KEY\" > dist/a.js; {guard}; exit 3"));
    assert_eq!(run.status, Some(3), "{}", run.stderr);
    let output = run.stdout + &run.stderr;
    assert!(output.contains("the placeholder for `KEY` is in client output"), "{output}");
    assert!(!output.contains("the value of `KEY`"), "{output}");
}

/// The one that the build printed is the one that it failed on.
#[test]
fn a_placeholder_that_a_failed_build_prints_is_named() {
    let run = build(&project(), &[], "echo \"bad key: $KEY\" >&2; exit 7");
    assert_eq!(run.status, Some(7));
    assert!(
        run.stderr.contains("its output is about `KEY`, for which it got placeholders\n"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("  [server]\n  KEY = { phase = \"build\" }"), "{}", run.stderr);
    assert!(!run.stderr.contains("`DB_PASSWORD`"), "{}", run.stderr);
}

#[test]
fn a_file_that_is_named_by_a_value_is_reported_without_it() {
    let script = "echo 1 > dist/a.js; echo \"$KEY\" > \"server-$TOKEN.js\"";
    let run = build(&project(), &[], script);
    assert_eq!(run.stderr.matches("error[EW044]").count(), 1, "{}", run.stderr);
    assert!(!run.stderr.contains(&TOKEN[4..12]), "{}", run.stderr);
}
