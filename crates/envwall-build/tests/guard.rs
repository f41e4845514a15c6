//! A build script that guards an output folder, in a process of its own.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// Made up.
const KEY: &str = "wk-7f3a9c51d2e84b60aa17";

/// Tells this program that it is the build script.
const IS_BUILD_SCRIPT: &str = "ENVWALL_TEST_BUILD_SCRIPT";

/// How the build script ended, and what cargo would have read and shown.
struct Ran {
    success: bool,
    stdout: String,
    stderr: String,
}

/// Every test runs this one as the build script: cargo prints the error of its `main` as the harness
/// does here.
#[test]
fn a_build_script_passes_without_a_leak() -> Result<(), envwall_build::ConfigError> {
    #[expect(clippy::disallowed_methods, reason = "how the test tells itself what it is")]
    if std::env::var_os(IS_BUILD_SCRIPT).is_some() {
        return envwall_build::Config::new().environment("production").guard("dist").generate();
    }
    let ran = run(package("fetch(\"/api/weather\")").path(), &[("WEATHER_API_KEY", KEY)]);
    assert!(ran.success, "{}", ran.stderr);
    Ok(())
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
        .args(["--exact", "a_build_script_passes_without_a_leak", "--nocapture"])
        .env_clear()
        .env(IS_BUILD_SCRIPT, "1")
        .env("CARGO_MANIFEST_DIR", package)
        .env("OUT_DIR", package)
        .envs(env.iter().copied())
        .output()
        .expect("it starts");
    let text = |bytes| String::from_utf8(bytes).expect("a text");
    Ran {
        success: output.status.success(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

#[test]
fn a_leak_stops_the_build() {
    let package = package("const url = `/w?k=${\"wk-7f3a9c51\" + \"d2e84b60aa17\"}`;");
    let ran = run(package.path(), &[("WEATHER_API_KEY", KEY)]);
    assert!(!ran.success);
    let report = "Error: \nenvwall EW001: the value of `WEATHER_API_KEY` is in client output\n  \
                --> dist/app.js:1:21\n";
    assert!(ran.stderr.contains(report), "{}", ran.stderr);
    assert!(ran.stderr.contains("\n  help: read `WEATHER_API_KEY` in server code only"));
    assert!(!format!("{}{}", ran.stdout, ran.stderr).contains(&KEY[..8]));
}

#[test]
fn a_clean_folder_is_watched_and_no_secret_is_named_to_cargo() {
    let package = package("fetch(\"/api/weather\")");
    let ran = run(package.path(), &[("WEATHER_API_KEY", KEY), ("SHORT", "abc")]);
    assert!(ran.success, "{}", ran.stderr);
    let watched = format!("cargo::rerun-if-changed={}\n", package.path().join("dist").display());
    assert!(ran.stdout.contains(&watched), "{}", ran.stdout);
    // cargo would keep the value in the target folder
    assert!(!ran.stdout.contains("rerun-if-env-changed=WEATHER_API_KEY"), "{}", ran.stdout);
    let warning = "cargo::warning=envwall EW005: the value of `SHORT` is too short or common";
    assert!(ran.stdout.contains(warning), "{}", ran.stdout);
}

#[test]
fn no_secrets_or_no_output_folder_fails() {
    let package = package("");
    let ran = run(package.path(), &[]);
    assert!(!ran.success && ran.stderr.contains("envwall EW015: no secrets"), "{}", ran.stderr);
    fs::remove_dir_all(package.path().join("dist")).expect("removed");
    let ran = run(package.path(), &[("WEATHER_API_KEY", KEY)]);
    assert!(!ran.success && ran.stderr.contains("`dist` does not exist"), "{}", ran.stderr);
}
