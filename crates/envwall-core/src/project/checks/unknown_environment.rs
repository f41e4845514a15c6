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
    let name = request.environment;
    let (but, usual) = match nearest(name, known) {
        Some(near) => (format!("did you mean `{near}`?"), near),
        None => ("neither envwall.toml nor an `.env` file mentions it".to_owned(), "NAME"),
    };
    let message = format!("`{name}` is not a known environment: {but}");
    Some(Finding::new(Code::UnknownEnvironment, message).help(format!(
        "pass the mode that you build with: `--env {usual}`; or add [environments.{name}] to \
         envwall.toml, which may be empty"
    )))
}
