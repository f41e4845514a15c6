//! Manifest, environment files and process together: each variable's class, value and origin.

use std::collections::{BTreeSet, HashMap};

use super::manifest::{Class, Phase};
use super::origin::Origin;
use super::resolved::{DecidedBy, Resolved};
use super::sources::Sources;
use super::taken::Taken;
use crate::child_env::PLACEHOLDER_NAMES;
use crate::classify::{Classification, Kind, classify, classify_public, platform, values};
use crate::guessability::is_searchable;
use crate::{SecretValue, ValueType};

/// Resolves every variable of the project, by name.
pub(super) fn resolve(sources: &Sources<'_>) -> Vec<Resolved> {
    let names = sources.names();
    let mut variables: Vec<_> = names.into_iter().map(|name| sources.resolved(name)).collect();
    classify_undeclared(&mut variables);
    for variable in &mut variables {
        variable.classification =
            sources.classified_public(variable).or(variable.classification.take());
    }
    variables
}

/// Decides what the variables are that nobody declared.
fn classify_undeclared(variables: &mut [Resolved]) {
    let public = variables.iter().filter(|variable| variable.class == Class::Public);
    let published: HashMap<String, String> = public
        .filter_map(|it| Some((it.value.as_ref()?.expose().trim().to_owned(), it.name.clone())))
        .filter(|(value, _)| !value.is_empty())
        .collect();
    for variable in variables.iter_mut().filter(|it| it.decided_by == DecidedBy::Default) {
        let kind = classification(variable, &published);
        variable.sensitive = kind.kind == Kind::Secret;
        variable.classification = Some(kind);
    }
}

/// What a variable is by the most secret of the values that it may have.
fn classification(variable: &Resolved, published: &HashMap<String, String>) -> Classification {
    let is_set = variable.value.as_ref().is_some_and(|value| !value.expose().trim().is_empty());
    let each = variable.texts().enumerate().map(|(at, value)| {
        let own = classify(&variable.name, value);
        let same = published.get(value).filter(|_| may_be_published(&own, value));
        (at, same.map_or(own, |name| Classification::published_as(name)))
    });
    // what another tool makes of a text, such as half of a JSON value, may look random
    let counts = |at: usize, kind: &Classification| at == 0 || !is_set || kind.is_secret();
    let each = each.filter(|(at, kind)| counts(*at, kind)).map(|(_, kind)| kind);
    let kind = each.min_by_key(|it| it.kind).unwrap_or_else(|| classify(&variable.name, ""));
    if variable.taken == Some(Taken::Credential) {
        return Classification::credential();
    }
    let may_be_platforms = kind.kind == Kind::Random
        || kind.is_secret() && !kind.is_secret_by_value()
        || variable.origin == Some(Origin::Process);
    match platform::set_by(&variable.name).filter(|_| may_be_platforms) {
        Some(who) => Classification::set_by(who),
        None => kind,
    }
}

/// Whether a value that the project publishes under another name may be public on purpose, as with
/// `API_URL` and `VITE_API_URL`.
fn may_be_published(own: &Classification, value: &str) -> bool {
    own.kind != Kind::Secret || values::is_publishable_value(value) || !is_searchable(value)
}

impl Sources<'_> {
    /// The project's own variables: declared, assigned in its files, or matched by a rule or
    /// prefix.
    fn names(&self) -> BTreeSet<&str> {
        let of_process = self.process.iter().map(|(name, _)| name);
        let of_process = of_process.chain(self.process.not_unicode());
        let named =
            of_process.filter(|name| !platform::is_ambient(name) && self.class(name).is_some());
        let taken = self.taken.keys().map(String::as_str);
        let assigned = self.assigned.keys().copied();
        self.declared.keys().copied().chain(assigned).chain(named).chain(taken).collect()
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

    /// What a variable is that only its prefix makes public.
    fn classified_public(&self, variable: &Resolved) -> Option<Classification> {
        let by_prefix = variable.decided_by == DecidedBy::Prefix;
        let prefix = self.framework.filter(|_| by_prefix)?.public_prefix(&variable.name)?;
        let (value, name) =
            (variable.value.as_ref()?.expose(), &variable.name[prefix.text.len()..]);
        Some(classify_public(name, value))
    }

    fn resolved(&self, name: &str) -> Resolved {
        let declared = self.declared.get(name);
        let (class, decided_by) = self.class(name).unwrap_or((Class::Server, DecidedBy::Default));
        let (value, origin) = self.value(name);
        Resolved {
            class,
            decided_by,
            sensitive: declared.map_or(class == Class::Server, |variable| variable.sensitive),
            classification: None,
            taken: self.taken.get(name).cloned(),
            is_placeholder: origin == Some(Origin::Process) && self.is_placeholder(name),
            phase: declared.map_or(Phase::Runtime, |variable| variable.phase),
            value_type: declared.map_or(ValueType::ANY, |variable| variable.value_type.clone()),
            readings: self.readings(name, value.as_ref()),
            name: name.to_owned(),
            value,
            origin,
        }
    }

    /// Whether an outer command set the variable to a placeholder.
    fn is_placeholder(&self, name: &str) -> bool {
        let names = self.process.get(PLACEHOLDER_NAMES);
        names.is_some_and(|names| names.expose().split(',').any(|it| it == name))
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
