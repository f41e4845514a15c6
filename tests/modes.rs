//! Values of the project's other modes are searched for too, and reported with their file.

use crate::project::{KEY, Project};

const OTHER: &str = "Zt61Lw83-made-up-Wk29xQm4";

fn project() -> Project {
    Project::with_key()
}

/// `code variable: message` of each finding.
fn reported(project: &Project, args: &[&str]) -> (Option<i32>, Vec<String>) {
    let run = project.run(&[&["guard", "--format", "json"], args].concat());
    for text in [&run.stdout, &run.stderr] {
        assert!(!text.contains(&OTHER[..8]) && !text.contains(&KEY[..8]), "{text}");
    }
    let findings = run.json()["findings"].as_array().unwrap().clone();
    let text =
        |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap_or("-").to_owned();
    let show = |finding: &serde_json::Value| {
        format!("{} {}", text(finding, "code"), text(finding, "message"))
    };
    (run.status, findings.iter().map(show).collect())
}

fn leak(what: &str) -> (Option<i32>, Vec<String>) {
    (Some(1), vec![format!("EW001 the value of {what} is in client output")])
}

#[test]
fn a_value_of_another_mode_is_found_and_its_file_is_named() {
    let script = format!("x('{OTHER}')");
    for file in [".env.staging", ".env.staging.local", ".env.development", ".env.keys"] {
        let known = project().file(file, format!("KEY={OTHER}\n")).file("dist/a.js", &script);
        assert_eq!(reported(&known, &[]), leak(&format!("`KEY` in `{file}`")));
        let only = project().file(file, format!("STRIPE_KEY={OTHER}\n")).file("dist/a.js", &script);
        assert_eq!(reported(&only, &[]), leak(&format!("`STRIPE_KEY` in `{file}`")));
    }
    // in its own mode it is the variable's value
    let own = project().file(".env.staging", format!("KEY={OTHER}\n")).file("dist/a.js", &script);
    assert_eq!(reported(&own, &["--mode", "staging"]), leak("`KEY`"));
}

#[test]
fn what_a_mode_makes_of_the_common_file_is_found() {
    let project = project()
        .file(".env", "HOST_TOKEN=q7WzXe81-made-up-Kp0v4T\nKEY=https://$HOST_TOKEN@h.example/db\n")
        .file(".env.staging", format!("HOST_TOKEN={OTHER}\n"))
        .file("dist/a.js", format!("x('https://{OTHER}@h.example/db')"));
    assert_eq!(reported(&project, &[]), leak("`KEY` in `.env.staging`"));
}

#[test]
fn what_is_public_or_no_value_is_not_looked_for() {
    let script = format!("x('{OTHER}')");
    let vite = "[project]\nframework = \"vite\"\n[client]\ninclude = [\"dist/**\"]\n[public]\nTITLE = \
                {}\n[server]\nKEY = {}\nLEVEL = { sensitive = false }\n[rules]\npublic = [\"OPEN_*\"]\n";
    for (file, text) in [
        (".env.staging", format!("VITE_KEY={OTHER}\n")),
        (".env.staging", format!("TITLE={OTHER}\n")),
        (".env.staging", format!("LEVEL={OTHER}\n")),
        (".env.staging", format!("OPEN_KEY={OTHER}\n")),
        (".env.staging", format!("API_URL={OTHER}\nVITE_API_URL={OTHER}\n")),
        (".env.example", format!("KEY={OTHER}\n")),
        (".env.staging.sample", format!("KEY={OTHER}\n")),
        (".env.template", format!("KEY={OTHER}\n")),
        (".env.dist", format!("KEY={OTHER}\n")),
    ] {
        let project = project()
            .file("envwall.toml", vite)
            .file(".env", format!("KEY={KEY}\nTITLE=a\nLEVEL=b\n"))
            .file(file, &text)
            .file("dist/a.js", &script);
        assert_eq!(reported(&project, &[]), (Some(0), Vec::new()), "{file}");
    }
}

#[test]
fn another_modes_values_are_not_this_builds() {
    let project = Project::empty()
        .file("envwall.toml", "[client]\ninclude = [\"dist/**\"]\n[server]\nKEY = {}\n")
        .file(".env.development", format!("KEY={OTHER}\nLEVEL=debug\n"))
        .file("dist/a.js", "x(1)");
    let (status, found) = reported(&project, &[]);
    assert_eq!(status, Some(2), "{found:?}");
    assert!(
        found.iter().any(|it| it.starts_with("EW015 no secrets to search for: `KEY`")),
        "{found:?}"
    );
    assert!(!found.iter().any(|it| it.contains("EW005")), "{found:?}");
}

#[test]
fn a_file_of_another_mode_that_cannot_be_read_is_a_warning() {
    let project = project().file(".env.staging", b"KEY=\xff\n").file("dist/a.js", "x(1)");
    let (status, found) = reported(&project, &[]);
    assert_eq!(status, Some(0), "{found:?}");
    assert!(found[0].starts_with("EW023 `.env.staging` is not UTF-8"), "{found:?}");
}

/// A key for browsers in one file says nothing of what the variable holds in another.
#[test]
fn each_value_is_judged_by_itself() {
    let browsers = "pk_test_51Madeup9Kq2Lm7Zx4";
    let script = format!("x('{OTHER}','{browsers}')");
    let with = |files: &[(&str, &str)]| {
        let project = project().file("dist/a.js", &script);
        files.iter().fold(project, |project, (file, value)| {
            let more = if *file == ".env" { format!("KEY={KEY}\n") } else { String::new() };
            project.file(file, format!("{more}PAY_KEY={value}\n"))
        })
    };
    let found = |files: &[(&str, &str)]| {
        let (status, reported) = reported(&with(files), &[]);
        assert_eq!(status, Some(1), "{files:?}: {reported:?}");
        assert!(
            reported.iter().any(|line| line.starts_with("EW001 the value of `PAY_KEY`")),
            "{reported:?}"
        );
    };
    found(&[(".env", browsers), (".env.staging", OTHER)]);
    found(&[(".env", OTHER), (".env.local", browsers)]);
    found(&[(".env.production", browsers), (".env.development", OTHER)]);
    let (status, reported) =
        reported(&with(&[(".env", browsers), (".env.staging", browsers)]), &[]);
    assert_eq!(status, Some(0), "{reported:?}");
}
