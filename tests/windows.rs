//! `envwall run` on Windows: pipes, and the statuses that programs end with there.

use crate::project::{Project, Run};
use crate::redaction::assert_silent_about;

/// Made up.
const TOKEN: &str = "tk-Zx81eWq7-made-up-Kp0v4T";

const MANIFEST: &str = "[server]\nTOKEN = { phase = \"build\" }\nLEVEL = { sensitive = false }\n";

/// Runs lines of a batch file through it.
fn batch(lines: &[&str]) -> Run {
    let project = Project::empty()
        .file("envwall.toml", MANIFEST)
        .file(".env", format!("TOKEN={TOKEN}\nLEVEL=info\n"))
        .file("script.cmd", format!("@echo off\r\n{}\r\n", lines.join("\r\n")));
    #[expect(clippy::disallowed_methods, reason = "where Windows and its tools are")]
    let env = ["PATH", "SystemRoot"].map(|name| (name, std::env::var(name).unwrap()));
    project.run_with(&["run", "--", "cmd", "/c", "script.cmd"], env)
}

#[test]
fn a_command_gets_values_that_are_not_seen() {
    let has = format!("if \"%TOKEN%\" == \"{TOKEN}\" exit /b 7");
    let run = batch(&["echo out %TOKEN% %LEVEL%", "echo err %TOKEN% 1>&2", &has]);
    assert_eq!(run.status, Some(7), "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("out •••••••• info"), "{}", run.stdout);
    assert!(run.stderr.contains("err ••••••••"), "{}", run.stderr);
    assert_silent_about(&[TOKEN], &run);
}

#[test]
fn a_status_that_does_not_fit_is_a_failure() {
    let status = |status: &str| batch(&[&format!("exit {status}")]).status;
    assert_eq!((status("0"), status("255"), status("1000")), (Some(0), Some(255), Some(1)));
}
