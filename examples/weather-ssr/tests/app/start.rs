//! Starting: the client's files are clean, and a server without its environment says all it lacks.

use std::process::Command;

#[test]
fn client_files_are_clean() {
    envwall_guard::assert_clean!("static");
}

#[test]
fn everything_that_is_wrong_is_reported_at_once() {
    let ran = Command::new(env!("CARGO_BIN_EXE_weather-ssr"))
        .env_clear()
        .env("WEATHER_API_KEY", "too-short")
        .env("PORT", "http")
        .output()
        .unwrap();
    let said = String::from_utf8(ran.stdout).unwrap();
    assert!(!ran.status.success());
    assert!(said.contains("8 environment variables are missing or invalid"), "{said}");
    assert!(said.contains("PORT is invalid: expected a port"), "{said}");
    assert!(said.contains("SESSION_KEY is required but not set"), "{said}");
    assert!(!said.contains("too-shor"), "{said}");
}
