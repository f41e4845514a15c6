//! Every `tests/cases/NAME.md` is a case: what it shows, commands and what they print, run in
//! `tests/cases/NAME.in`. `TRYCMD=overwrite cargo test` writes what is printed now.

use std::env;
use std::process::Command;

/// Variables that the cases need: to find programs, and to write what is printed.
const KEPT: &[&str] = &["PATH", "TRYCMD", "SYSTEMROOT", "TEMP", "TMP"];

/// The cases run in a process of their own: trycmd hands on the environment, and what a machine has
/// in it is searched for.
#[test]
#[expect(clippy::disallowed_methods, reason = "what the cases need of the environment")]
fn cases() {
    let kept = KEPT.iter().filter_map(|name| Some((name, env::var_os(name)?)));
    let mut tests = Command::new(env::current_exe().unwrap());
    tests.args(["--ignored", "--exact", "cases::in_a_clean_environment", "--nocapture"]);
    let status = tests.env_clear().envs(kept).status().unwrap();
    assert!(status.success(), "see above which case failed");
}

#[test]
#[ignore = "run by the test above, in a clean environment"]
fn in_a_clean_environment() {
    let cases = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases/*.md");
    trycmd::TestCases::new()
        .register_bin("envwall", std::path::Path::new(env!("CARGO_BIN_EXE_envwall")))
        .env("NO_COLOR", "1")
        .case(cases);
}
