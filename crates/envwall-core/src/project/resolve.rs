//! Manifest, environment files and process together: each variable's class, value and origin.

use std::collections::{BTreeSet, HashSet};

use super::manifest::{Class, Phase};
use super::origin::Origin;
use super::resolved::{DecidedBy, Resolved};
use super::sources::Sources;
use crate::classify::{platform, values};
use crate::{SecretValue, ValueType};

/// Resolves every variable of the project, by name.
pub(super) fn resolve(sources: &Sources<'_>) -> Vec<Resolved> {
    let names = sources.names();
    let mut variables: Vec<_> = names.into_iter().map(|name| sources.resolved(name)).collect();
    clear_what_is_public(&mut variables);
    variables
}

/// Clears undeclared variables that are not secrets: their issuer meant the value for browsers, or
/// it does not look like a secret and the project publishes it under another name, as with
/// `API_URL` and `VITE_API_URL`. That must hold for every value that the variable may have.
fn clear_what_is_public(variables: &mut [Resolved]) {
    let public = variables.iter().filter(|variable| variable.class == Class::Public);
    let published: HashSet<String> =
        public.filter_map(|variable| Some(variable.value.as_ref()?.expose().to_owned())).collect();
    let undeclared = variables.iter_mut().filter(|it| it.decided_by == DecidedBy::Default);
    for variable in undeclared {
        let is_public = |value: &SecretValue| {
            let value = value.expose();
            let is_published =
                published.contains(value) && values::is_harmless(&variable.name, value);
            is_published || values::is_for_browsers(value)
        };
        let mut values = variable.value.iter().chain(&variable.readings);
        variable.sensitive = variable.value.is_none() || !values.all(is_public);
    }
}

impl Sources<'_> {
    /// The project's own variables: declared, assigned in its files, or matched by a rule or
    /// prefix.
    fn names(&self) -> BTreeSet<&str> {
        let of_process = self.process.iter().map(|(name, _)| name);
        let of_process = of_process.chain(self.process.not_unicode());
        let named =
            of_process.filter(|name| !platform::is_ambient(name) && self.class(name).is_some());
        self.declared.keys().copied().chain(self.assigned.keys().copied()).chain(named).collect()
    }

    /// By table, then by rule, then by the framework's prefix or list.
    fn class(&self, name: &str) -> Option<(Class, DecidedBy)> {
        if let Some(variable) = self.declared.get(name) {
            return Some((variable.class, DecidedBy::Table));
        }
        let by_rule = self.manifest.and_then(|manifest| manifest.class_by_rule(name));
        if let Some(class) = by_rule {
            return Some((class, DecidedBy::Rule));
        }
        let framework = self.framework.filter(|framework| framework.is_public(name))?;
        let by = framework.public_prefix(name).map_or(DecidedBy::Name, |_| DecidedBy::Prefix);
        Some((Class::Public, by))
    }

    fn resolved(&self, name: &str) -> Resolved {
        let declared = self.declared.get(name);
        let (class, decided_by) = self.class(name).unwrap_or((Class::Server, DecidedBy::Default));
        let (value, origin) = self.value(name);
        Resolved {
            class,
            decided_by,
            sensitive: declared.map_or(class == Class::Server, |variable| variable.sensitive),
            phase: declared.map_or(Phase::Runtime, |variable| variable.phase),
            value_type: declared.map_or(ValueType::ANY, |variable| variable.value_type.clone()),
            readings: self.readings(name, value.as_ref()),
            name: name.to_owned(),
            value,
            origin,
        }
    }

    /// From the process, else from the files, else from the default.
    fn value(&self, name: &str) -> (Option<SecretValue>, Option<Origin>) {
        if let Some(value) = self.process.get(name) {
            return (Some(value.clone()), Some(Origin::Process));
        }
        if let Some(assignment) = self.assigned.get(name) {
            return (Some(assignment.value.clone()), Some(assignment.origin.clone()));
        }
        let default = self.declared.get(name).and_then(|variable| variable.default.as_ref());
        let Some((default, manifest)) = default.zip(self.manifest) else {
            return (None, None);
        };
        let line = manifest.location(&default.span).position.map_or(1, |position| position.line);
        let origin = Origin::Default { file: manifest.name().to_owned(), line };
        (Some(default.value.clone()), Some(origin))
    }

    /// Everything else that a tool may read as the value.
    fn readings(&self, name: &str, value: Option<&SecretValue>) -> Vec<SecretValue> {
        let Some(assignment) = self.assigned.get(name) else { return Vec::new() };
        let own = std::iter::once(&assignment.value).chain(&assignment.process_value);
        let mut readings: Vec<SecretValue> = Vec::new();
        for reading in own.chain(&assignment.readings) {
            if Some(reading) != value && !readings.contains(reading) {
                readings.push(reading.clone());
            }
        }
        readings
    }
}
