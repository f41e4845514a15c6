//! Checks for a manifest that declares nothing.

use crate::diagnostic::{Code, Finding, Location};
use crate::project::manifest::Manifest;

pub(super) fn check(manifest: &Manifest) -> Option<Finding> {
    let client = [
        manifest.include.as_deref().unwrap_or_default(),
        &manifest.exclude,
        &manifest.not_deployed,
    ];
    let says_nothing = manifest.rules.is_empty()
        && manifest.variables("").next().is_none()
        && client.into_iter().all(<[String]>::is_empty);
    says_nothing.then(|| {
        Finding::new(Code::EmptyManifest, "the manifest declares no variables and no rules")
            .at(Location::file(manifest.name()))
            .help("declare what the browser may have in [public], and secrets in [server]")
    })
}
