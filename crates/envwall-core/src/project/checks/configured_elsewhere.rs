//! Checks whether the framework's configuration moves output or environment files, where nobody has
//! read the configuration as the guard does.

use std::path::Path;

use crate::diagnostic::{Code, Finding, Location, Severity};
use crate::project::framework::{self, Framework};
use crate::project::manifest::{Manifest, path_glob};

/// Folders from the framework's configuration that Envwall does not use. For output, the manifest
/// takes precedence.
pub(super) fn check(
    directory: &Path,
    framework: Option<&Framework>,
    manifest: Option<&Manifest>,
) -> Vec<Finding> {
    let Some(framework) = framework else { return Vec::new() };
    let by_manifest = manifest.is_some_and(|manifest| manifest.include.is_some());
    let is_looked_at = |folder: &String| {
        let globs = framework.client.iter().filter_map(|glob| path_glob(glob).ok());
        globs.into_iter().any(|glob| glob.is_match(format!("{folder}/index.html")))
    };
    let finding = |set: framework::Set| {
        let known = match set.moves {
            framework::Moves::Output(_) => by_manifest || set.folders.iter().any(is_looked_at),
            _ => set.folders.iter().any(String::is_empty),
        };
        let folder = set.folders.first().filter(|_| !known)?;
        let location = Location { position: Some(set.position), ..Location::file(set.file) };
        let mut finding = moved(set.moves, folder).at(location);
        // a build script is not stopped by what it does not need
        finding.severity = Severity::Warning;
        Some(finding)
    };
    framework::set(directory, framework.settings).into_iter().filter_map(finding).collect()
}

fn moved(moves: framework::Moves, folder: &str) -> Finding {
    match moves {
        framework::Moves::Output(_) => Finding::new(
            Code::OutputElsewhere,
            format!(
                "the build is configured to write its output to `{folder}`, which is not scanned"
            ),
        )
        .help(format!("add it to [client] of envwall.toml: include = [\"{folder}/**\"]")),
        _ => Finding::new(
            Code::EnvFilesElsewhere,
            format!(
                "the `.env` files are configured to be in `{folder}`, which Envwall does not read"
            ),
        )
        .help(
            "set their variables in the process environment and declare them in [server] and \
             [public] of envwall.toml, or move the files next to it",
        ),
    }
}
