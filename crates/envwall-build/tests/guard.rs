//! A build script that guards an output folder, as a process of its own.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// Made up.
const KEY: &str = "wk-7f3a9c51d2e84b60aa17";

/// How the build script ended, and what cargo would have read and shown.
struct Ran {
    well: bool,
    stdout: String,
    stderr: String,
}

/// What runs as the build script: cargo prints the error of its `main` as the harness does here.
#[test]
#[ignore = "the tests below start it"]
fn build_script() -> Result<(), envwall_build::ConfigError> {
    envwall_build::Config::new().environment("production").guard("dist").generate()
}

fn package(script: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    file("envwall.toml", "[server]\nWEATHER_API_KEY = \"string\"\nSHORT = \"string\"\n");
    fs::create_dir(folder.path().join("dist")).expect("a folder");
    file("dist/app.js", script);
    folder
}

fn run(package: &Path, env: &[(&str, &str)]) -> Ran {
    let output = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "build_script", "--ignored", "--nocapture"])
        .env_clear()
        .env("CARGO_MANIFEST_DIR", package)
        .env("OUT_DIR", package)
        .envs(env.iter().copied())
        .output()
        .expect("it starts");
    let text = |bytes| String::from_utf8(bytes).expect("a text");
    Ran { well: output.status.success(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

#[test]
fn a_leak_stops_the_build() {
    let package = package("const url = `/w?k=${\"wk-7f3a9c51\" + \"d2e84b60aa17\"}`;");
    let ran = run(package.path(), &[("WEATHER_API_KEY", KEY)]);
    assert!(!ran.well);
    let told = "Error: \nenvwall EW001: the value of `WEATHER_API_KEY` is in client output\n  \
                --> dist/app.js:1:21\n";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
    assert!(ran.stderr.contains("\n  help: read `WEATHER_API_KEY` in server code only"));
    assert!(!format!("{}{}", ran.stdout, ran.stderr).contains(&KEY[..8]));
}

#[test]
fn a_clean_folder_is_watched_and_no_secret_is_named_to_cargo() {
    let package = package("fetch(\"/api/weather\")");
    let ran = run(package.path(), &[("WEATHER_API_KEY", KEY), ("SHORT", "abc")]);
    assert!(ran.well, "{}", ran.stderr);
    let watched = format!("cargo::rerun-if-changed={}\n", package.path().join("dist").display());
    assert!(ran.stdout.contains(&watched), "{}", ran.stdout);
    // cargo would keep the value in the target folder
    assert!(!ran.stdout.contains("rerun-if-env-changed=WEATHER_API_KEY"), "{}", ran.stdout);
    let warning = "cargo::warning=envwall EW005: the value of `SHORT` is too guessable";
    assert!(ran.stdout.contains(warning), "{}", ran.stdout);
}

#[test]
fn to_look_for_nothing_or_at_nothing_fails() {
    let package = package("");
    let ran = run(package.path(), &[]);
    assert!(!ran.well && ran.stderr.contains("envwall EW015: no sensitive"), "{}", ran.stderr);
    fs::remove_dir_all(package.path().join("dist")).expect("removed");
    let ran = run(package.path(), &[("WEATHER_API_KEY", KEY)]);
    assert!(!ran.well && ran.stderr.contains("`dist` does not exist"), "{}", ran.stderr);
}
