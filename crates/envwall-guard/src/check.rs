//! The scan that `envwall guard` does, for build scripts and tests.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use envwall_core::diagnostic::Severity;
use envwall_core::{Date, ProcessEnv, Project, Request, SecretValue};

use crate::configuration::read_configuration;
use crate::files::output::Output;
use crate::{Guard, Report, ScanError};

/// Names the environment, as for a build script.
const ENVIRONMENT: &str = "ENVWALL_ENV";

/// Takes client output apart: the files and folders that are given, relative to the project's folder,
/// or without any what the project calls its output.
///
/// The manifest's waivers hold as of `today`. What is wrong with the environment is in the report, too:
/// a value that is missing or odd as a warning, since it does not keep the guard from scanning.
///
/// # Errors
/// When a pattern is no glob or no thread can be started.
///
/// ```
/// use envwall_core::{Date, ProcessEnv, Project, Request};
/// # let folder = tempfile::tempdir()?;
/// # std::fs::write(folder.path().join("envwall.toml"), "[server]\nAPI_KEY = 'string'\n")?;
/// # std::fs::create_dir(folder.path().join("dist"))?;
/// # std::fs::write(folder.path().join("dist/app.js"), "const k = atob('cTdXelhlODEtbWFkZS11cA==')")?;
/// let process = ProcessEnv::from_iter([("API_KEY", "q7WzXe81-made-up")]);
/// let today = Date::new(2026, 11, 25);
/// let configured = envwall_guard::read_configuration(folder.path(), &process);
/// let (directory, environment, configured) = (folder.path(), "production", Some(&configured));
/// let request = Request { directory, environment, process: &process, today, configured };
/// let project = Project::load(&request).unwrap();
/// let report = envwall_guard::check(&project, ["dist"], today)?;
/// assert_eq!(report.findings[0].message, "the value of `API_KEY` is in client output");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn check<P: AsRef<Path>>(
    project: &Project,
    paths: impl IntoIterator<Item = P>,
    today: Date,
) -> Result<Report, ScanError> {
    let paths: Vec<PathBuf> = paths.into_iter().map(|path| path.as_ref().to_owned()).collect();
    let guard = Guard::of_project(project, [], today);
    let mut report = guard.scan(&Output::of_project(project, &paths), &|_| {})?;
    report.settle(project, today, paths.is_empty());
    Ok(report)
}

/// Fails a test when client output is not clean, with what was found and where, without any value.
///
/// The project is the package under test: `envwall.toml` and `.env` files next to its `Cargo.toml`, and
/// the process environment, as `envwall guard` takes them (in the environment that `ENVWALL_ENV` names,
/// else `production`). Paths are files or folders, relative to the package; without one it is what the
/// manifest calls its output. Where no secret's value is known it fails, as it would look for nothing.
///
/// ```no_run
/// #[test]
/// fn client_files_are_clean() {
///     envwall_guard::assert_clean!("static");
/// }
/// ```
#[macro_export]
macro_rules! assert_clean {
    ($($path:expr),* $(,)?) => {
        $crate::assert_clean_at(
            ::std::path::Path::new(::std::env!("CARGO_MANIFEST_DIR")),
            &::std::iter::FromIterator::from_iter(::std::env::vars_os()),
            &[$(::std::path::Path::new($path)),*],
        )
    };
}

/// What [`assert_clean!`] does, with its arguments.
///
/// # Panics
/// When there is an error.
#[doc(hidden)]
#[track_caller]
pub fn assert_clean_at(directory: &Path, process: &ProcessEnv, paths: &[&Path]) {
    let today = Date::of(SystemTime::now());
    let environment = process.get(ENVIRONMENT).map(SecretValue::expose);
    let environment = environment.filter(|name| !name.is_empty()).unwrap_or("production");
    let configured = read_configuration(directory, process);
    let configured = Some(&configured);
    let request = Request { directory, environment, process, today, configured };
    let findings = match Project::load(&request) {
        Err(findings) => findings,
        Ok(project) => match check(&project, paths, today) {
            Ok(report) => report.findings,
            Err(error) => panic!("client output was not scanned: {error}"),
        },
    };
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
    let errors: Vec<_> = errors.map(|finding| format!("\n\n{finding}")).collect();
    assert!(errors.is_empty(), "client output is not clean{}", errors.concat());
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::panic::catch_unwind;

    use super::*;

    /// Made up.
    const KEY: &str = "q7WzXe81-made-up";
    const MANIFEST: &str = "[server]\nAPI_KEY = 'string'\n";

    /// What the assertion says of `dist/app.js`, if it fails.
    fn failure(manifest: &str, script: &str, env: &[(&str, &str)]) -> Option<String> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("envwall.toml"), manifest).unwrap();
        fs::create_dir(folder.path().join("dist")).unwrap();
        fs::write(folder.path().join("dist/app.js"), script).unwrap();
        let process = env.iter().copied().collect();
        let assertion = || assert_clean_at(folder.path(), &process, &[Path::new("dist")]);
        let panic = catch_unwind(assertion).err()?;
        Some(panic.downcast_ref::<String>().unwrap().clone())
    }

    #[test]
    fn a_leak_fails_with_its_place_and_without_the_value() {
        let script = "fetch('/w?k=q7Wz\\u0058e81-made-up')";
        let message = failure(MANIFEST, script, &[("API_KEY", KEY)]).unwrap();
        let place = "client output is not clean\n\nEW001: the value of `API_KEY` is in client \
                     output\n  --> dist/app.js:1:7\n";
        assert!(message.starts_with(place), "{message}");
        assert!(message.contains("\n  help: read `API_KEY` in server code only"), "{message}");
        assert!(!message.contains(&KEY[..8]) && !message.contains("e81-made"), "{message}");
    }

    #[test]
    fn clean_output_passes() {
        assert_eq!(failure(MANIFEST, "fetch('/api/weather')", &[("API_KEY", KEY)]), None);
    }

    #[test]
    fn a_waiver_holds() {
        let waiver = "[[waivers]]\nvariable = 'API_KEY'\npath = 'dist/app.js'\nreason = 'a test'\n\
                      expires = ";
        let script = format!("const k = '{KEY}'");
        let with = |day: &str| {
            failure(&format!("{MANIFEST}{waiver}{day}\n"), &script, &[("API_KEY", KEY)])
        };
        assert_eq!(with("9999-01-01"), None);
        assert!(with("2001-01-01").unwrap().contains("EW001"));
    }

    #[test]
    fn looking_for_nothing_fails() {
        assert!(failure(MANIFEST, "", &[]).unwrap().contains("EW015: no secrets"));
    }

    #[test]
    fn a_manifest_that_cannot_be_used_fails() {
        let message = failure("[server]\nAPI_KEY = 'strng'\n", "", &[]).unwrap();
        assert!(message.contains("--> envwall.toml:2:11"), "{message}");
    }

    #[test]
    fn the_named_environment_is_taken() {
        let manifest = "[server]\nAPI_KEY = { type = 'string', required = false }\n\
                        [environments.staging]\nAPI_KEY = { required = true, sensitive = false }\n";
        let env = [("API_KEY", KEY), ("ENVWALL_ENV", "staging")];
        assert!(failure(manifest, KEY, &env[..1]).unwrap().contains("EW001"));
        assert_eq!(failure(manifest, KEY, &env), None);
    }
}
