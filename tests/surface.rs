//! What scripts rely on: streams, exit status, colours, completions and the manual page.

use crate::project::{KEY, Project};

fn leaky() -> Project {
    Project::with_key().file("dist/a.js", format!("k='{KEY}'"))
}

#[test]
fn json_goes_to_standard_output_and_the_rest_to_standard_error() {
    let json = leaky().run(&["guard", "--format", "json"]);
    assert_eq!((json.status, json.stderr.as_str()), (Some(1), ""));
    assert_eq!(json.json()["schema"], "envwall/1");
    let human = leaky().run(&["guard"]);
    assert_eq!((human.status, human.stdout.as_str()), (Some(1), ""));
    assert!(human.stderr.contains("error[EW001]"), "{}", human.stderr);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let project = leaky().file("dist/b/c.js", format!("k='{KEY}'")).file("dist/z.css", KEY);
    let first = project.run(&["guard", "--format", "json"]).stdout;
    for _ in 0..5 {
        assert_eq!(project.run(&["guard", "--format", "json"]).stdout, first);
    }
}

#[test]
fn severity_decides_the_exit_status() {
    let project =
        Project::with_key().file("dist/a.js", "var b = = 1").file(".env.local", "PIN=1\n");
    let status = |fail_on: &str| project.run(&["guard", "--fail-on", fail_on]).status;
    assert_eq!([status("error"), status("warning"), status("note")], [Some(0), Some(1), Some(1)]);
}

#[test]
fn colours_follow_the_usual_variables() {
    let colours = |args: &[&str], env: &[(&'static str, &str)]| {
        leaky().run_with(args, env.to_vec()).stderr.contains('\u{1b}')
    };
    assert!(!colours(&["guard"], &[]), "a pipe is no terminal");
    assert!(colours(&["guard"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colours(&["guard"], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(colours(&["guard", "--color", "always"], &[("NO_COLOR", "1")]));
    assert!(!colours(&["guard", "--color", "never"], &[("CLICOLOR_FORCE", "1")]));
}

#[test]
fn completions_and_manual_page_name_every_command() {
    let project = Project::empty();
    let outputs = ["bash", "zsh", "fish", "powershell", "elvish"]
        .map(|shell| project.run(&["completions", shell]))
        .into_iter()
        .chain([project.run(&["man"])]);
    for run in outputs {
        assert_eq!(run.status, Some(0));
        for command in ["check", "guard", "run", "explain"] {
            assert!(run.stdout.contains(command), "{command} is missing:\n{}", run.stdout);
        }
    }
}

#[test]
fn the_process_wins_over_files_and_both_are_searched_for() {
    let other = "Zx81eWq7-other-made-up";
    let project = leaky().file("dist/b.js", format!("k='{other}'"));
    let run = project.run_with(&["guard", "--format", "json"], [("KEY", other)]);
    assert_eq!(run.findings(), ["EW001 dist/a.js:1:4", "EW001 dist/b.js:1:4"]);
    let check = project.run_with(&["check", "--format", "json"], [("KEY", other)]).json();
    assert_eq!(check["variables"][0]["origin"], "process environment");
}

#[cfg(unix)]
#[test]
fn a_value_that_is_not_unicode_is_reported() {
    use std::os::unix::ffi::OsStrExt;
    let bytes = std::ffi::OsStr::from_bytes(b"caf\xe9");
    let run = leaky().run_with(&["check", "--format", "json"], [("KEY", bytes)]);
    assert_eq!(run.status, Some(2));
    assert!(
        run.findings().iter().any(|finding| finding.starts_with("EW023")),
        "{:?}",
        run.findings()
    );
}
