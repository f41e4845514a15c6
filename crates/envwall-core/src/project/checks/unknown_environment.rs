//! Checks for an environment whose name is probably misspelt.

use crate::diagnostic::{Code, Finding};
use crate::project::env_files;
use crate::project::manifest::Manifest;
use crate::project::request::Request;
use crate::suggest::nearest;

/// The environment names that all tools use.
const USUAL_ENVIRONMENTS: &[&str] = &["production", "development", "test"];

/// A finding if the environment is neither in the manifest, nor in the name of an `.env` file, nor
/// a usual name.
pub(super) fn check(request: &Request<'_>, manifest: Option<&Manifest>) -> Option<Finding> {
    let of_files = env_files::environments(request.directory);
    let known: Vec<&str> = manifest
        .into_iter()
        .flat_map(Manifest::environments)
        .chain(of_files.iter().map(String::as_str))
        .chain(USUAL_ENVIRONMENTS.iter().copied())
        .collect();
    if known.contains(&request.environment) {
        return None;
    }
    let nothing =
        "unknown environment: neither the manifest nor the name of a `.env` file mentions it";
    Some(match nearest(request.environment, known) {
        Some(near) => {
            Finding::new(Code::UnknownEnvironment, format!("{nothing}; did you mean `{near}`?"))
                .help(format!("use --env {near}, or add [environments.NAME] to envwall.toml"))
        }
        None => Finding::new(Code::UnknownEnvironment, nothing).help(
            "use the --env of the build, or add [environments.NAME] to envwall.toml, even if it \
             stays empty",
        ),
    })
}
