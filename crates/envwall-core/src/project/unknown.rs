//! Secrets that the project has and whose values are not known here.

use std::collections::BTreeMap;
use std::path::Path;

use super::examples::{self, Example};
use super::manifest::Class;
use super::other_modes::OtherValues;
use super::resolved::{DecidedBy, Resolved};
use super::source_reads::names_read;
use super::sources::Sources;
use super::taken::Taken;
use crate::classify::{names_secret, platform};

/// A secret whose value is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownSecret {
    /// The variable.
    pub name: String,
    /// What is known instead: "a 1Password reference", "no value".
    pub reason: String,
    /// Whether the project has it for sure: what a program reads may be optional.
    pub is_sure: bool,
}

/// Credentials of tools that builds and pipelines run: uploads of source maps and reports, remote
/// caches, deployments. They are optional wherever they are read, and a build without them is usual.
const OF_TOOLS: &[&str] = &[
    "BUNDLEWATCH_GITHUB_TOKEN",
    "CHROMATIC_PROJECT_TOKEN",
    "CLOUDFLARE_API_TOKEN",
    "CODECOV_TOKEN",
    "CYPRESS_RECORD_KEY",
    "EXPO_TOKEN",
    "FIREBASE_TOKEN",
    "LHCI_GITHUB_APP_TOKEN",
    "NETLIFY_AUTH_TOKEN",
    "NPM_TOKEN",
    "NX_CLOUD_ACCESS_TOKEN",
    "PERCY_TOKEN",
    "RELATIVE_CI_KEY",
    "SENTRY_AUTH_TOKEN",
    "SNYK_TOKEN",
    "SONAR_TOKEN",
    "TURBO_TOKEN",
    "VERCEL_TOKEN",
];

/// What is known of the project's variables.
pub(super) struct Knowledge<'a> {
    pub(super) directory: &'a Path,
    pub(super) sources: &'a Sources<'a>,
    pub(super) variables: &'a [Resolved],
    pub(super) elsewhere: &'a [OtherValues],
    pub(super) examples: &'a [Example],
}

impl Knowledge<'_> {
    /// References and ciphertexts, declared variables without a value, secrets that only an example
    /// names, and, if no value is known at all, those that the project's program reads: for sure if
    /// the workspace names them as well.
    pub(super) fn unknown(&self) -> Vec<UnknownSecret> {
        let of_variables = self.variables.iter().filter_map(|variable| {
            self.missing(variable).map(|reason| (variable.name.clone(), reason))
        });
        let mut unknown: BTreeMap<String, String> = of_variables.collect();
        for Example { name, file } in self.examples.iter().filter(|it| self.is_open(&it.name)) {
            let named = || format!("named in `{file}` only");
            unknown.entry(name.clone()).or_insert_with(named);
        }
        let mut is_sure = !unknown.is_empty();
        if !is_sure && !self.knows_a_value() {
            unknown = self.read();
            let of_workspace = examples::of_workspace(self.directory);
            is_sure = of_workspace.iter().any(|example| unknown.contains_key(&example.name));
        }
        let secret = |(name, reason)| UnknownSecret { name, reason, is_sure };
        unknown.into_iter().map(secret).collect()
    }

    /// The secrets that the project's program reads, and where.
    fn read(&self) -> BTreeMap<String, String> {
        let read = names_read(self.directory).into_iter();
        let open = read.filter(|(name, _)| self.is_open(name) && says_what_for(name));
        open.map(|(name, file)| (name, format!("read in `{file}`"))).collect()
    }

    /// What there is in place of a secret's value.
    fn missing(&self, variable: &Resolved) -> Option<String> {
        if variable.class == Class::Public {
            return None;
        }
        if let Some(reference) = variable.reference() {
            let is_elsewhere = self.elsewhere.iter().any(|it| it.name == variable.name);
            return (!is_elsewhere).then(|| reference.to_owned());
        }
        let is_optional = self.sources.declared(variable).is_some_and(|it| !it.required);
        let is_missing = variable.sensitive && !is_optional && !self.has_value(&variable.name);
        is_missing.then(|| "no value".to_owned())
    }

    /// Whether a name is that of a secret, and neither a value nor the manifest settles it.
    fn is_open(&self, name: &str) -> bool {
        let own = self.variables.iter().find(|variable| variable.name == name);
        let is_public = self.sources.framework.is_some_and(|framework| framework.is_public(name));
        names_secret(name)
            && !is_public
            && own.is_none_or(|own| own.decided_by == DecidedBy::Default)
            && platform::set_by(name).is_none()
            && !platform::is_credential(name)
            && !OF_TOOLS.contains(&name)
            && !self.has_value(name)
            && own.is_none_or(|own| own.value.is_none())
            && self.sources.process.get(name).is_none()
    }

    fn has_value(&self, name: &str) -> bool {
        let own = self.variables.iter().find(|variable| variable.name == name);
        own.is_some_and(|it| it.value.as_ref().is_some_and(|value| !value.is_empty()))
            || self.elsewhere.iter().any(|it| it.name == name && !it.is_other_mode)
    }

    fn knows_a_value(&self) -> bool {
        !self.elsewhere.is_empty()
            || self.variables.iter().any(|it| {
                // those of the platform are in every job
                it.sensitive && it.value.is_some() && it.taken != Some(Taken::Credential)
            })
    }
}

/// Whether a name says more than that it is some key: caches and storages have keys, too.
fn says_what_for(name: &str) -> bool {
    const OTHERS: &[&str] =
        &["CACHE", "STORAGE", "SORT", "QUERY", "PRIMARY", "FOREIGN", "PARTITION"];
    let words: Vec<&str> = name.split('_').collect();
    words.len() > 1 && !words.iter().any(|word| OTHERS.contains(word))
}
