//! The two examples: the leak is found, and the app without it is clean.

use std::path::Path;
use std::process::Command;

use crate::project::Run;

fn guard(folder: &Path, format: &str) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_envwall"));
    command.arg("-C").arg(folder).args(["guard", "--format", format]).env_clear();
    Run::of(&command.output().unwrap())
}

fn example(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name)
}

#[test]
fn the_leak_is_found_with_its_place() {
    let run = guard(&example("weather-leaky"), "json");
    assert_eq!(run.status, Some(1));
    let json = run.json();
    let findings = json["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!(findings[0]["variable"], "WEATHER_API_KEY");
    let artifact = findings[0]["artifact"].as_str().unwrap();
    assert!(artifact.starts_with("dist/assets/index-"), "{artifact}");
    assert!(findings[0]["column"].as_u64() > Some(100), "it is a minified line");
    assert_eq!(findings[0]["original"]["source"], "src/weather.ts");
    assert_eq!(findings[0]["original"]["line"], 15);
}

#[test]
fn the_app_without_the_leak_is_clean() {
    let run = guard(&example("weather"), "human");
    assert_eq!(run.status, Some(0), "{}", run.stderr);
    assert!(run.stderr.contains("Scanned 4 files"), "{}", run.stderr);
    assert!(run.stderr.contains("1 variable: no findings"), "{}", run.stderr);
}
