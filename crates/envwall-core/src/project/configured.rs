//! What a project's configuration files set, as whoever can read programs has read them.

use std::collections::BTreeMap;

use super::framework::{Framework, Prefix};
use crate::diagnostic::Finding;

/// Settings of the framework's configuration files that decide which variables there are and which
/// of them are public.
#[derive(Debug, Clone, Default)]
pub struct Configured {
    /// Prefixes of public variables.
    pub env_prefixes: Vec<EnvPrefixes>,
    /// Folders of `.env` files, relative to the project; empty for the project's own alone.
    pub env_folders: Vec<String>,
    /// Variables of the process that the configuration reads, other than secrets: folders may
    /// depend on them.
    pub environment: BTreeMap<String, String>,
    /// Settings that could not be read.
    pub findings: Vec<Finding>,
}

/// Prefixes that a configuration sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvPrefixes {
    /// The default prefix in the place of which they are.
    pub instead_of: &'static str,
    /// The prefixes.
    pub prefixes: Vec<String>,
}

impl Configured {
    /// A framework with the prefixes that are set.
    pub(super) fn apply(&self, framework: &Framework) -> Framework {
        let mut prefixes = framework.public_prefixes.to_vec();
        for set in &self.env_prefixes {
            prefixes.retain(|prefix| prefix.text != set.instead_of);
            prefixes.extend(set.prefixes.iter().map(|text| Prefix::of(text)));
        }
        Framework { public_prefixes: Prefix::kept(prefixes), ..framework.clone() }
    }

    /// The names of `.env` files, relative to the project and lowest precedence first: those in the
    /// configured folders as well, which the framework reads.
    pub(super) fn env_files(&self, names: Vec<String>) -> Vec<String> {
        let in_folder = |folder: &String| {
            let below = |name: &String| format!("{folder}/{name}");
            names.iter().map(below).collect::<Vec<_>>()
        };
        let others: Vec<_> = self.env_folders.iter().flat_map(in_folder).collect();
        names.into_iter().chain(others).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::framework;

    #[test]
    fn set_prefixes_take_the_place_of_the_default() {
        let set = EnvPrefixes { instead_of: "VITE_", prefixes: vec!["APP_".to_owned()] };
        let configured = Configured { env_prefixes: vec![set], ..Configured::default() };
        let kit = configured.apply(framework::by_id("sveltekit").unwrap());
        assert!(kit.is_public("APP_TITLE") && kit.is_public("PUBLIC_TITLE"));
        assert!(!kit.is_public("VITE_TITLE"));
        let again = configured.apply(framework::by_id("sveltekit").unwrap());
        assert!(std::ptr::eq(kit.public_prefixes, again.public_prefixes));
    }

    #[test]
    fn configured_folders_are_read_after_the_projects() {
        let configured =
            Configured { env_folders: vec!["config".to_owned()], ..Configured::default() };
        assert_eq!(configured.env_files(vec![".env".to_owned()]), [".env", "config/.env"]);
    }
}
