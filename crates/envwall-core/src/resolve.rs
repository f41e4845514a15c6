//! Manifest, environment files and process together: each variable's class, value and origin.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::diagnostic::{Code, Finding, Location};
use crate::dotenv::Assignment;
use crate::framework::Framework;
use crate::manifest::{Class, Manifest, Phase, Variable};
use crate::suggest::nearest;
use crate::taint::{Inside, Taint};
use crate::written::written_down;
use crate::{Date, Origin, ProcessEnv, SecretValue, ValueType, looks, platform};

/// What made a variable what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DecidedBy {
    /// A table of the manifest.
    Table,
    /// A rule of the manifest.
    Rule,
    /// The framework's public prefix.
    Prefix,
    /// The framework's list of names that it makes public.
    Name,
    /// Nothing: server-only by default.
    Default,
}

/// A variable of the project with all that is known of it.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// Its name.
    pub name: String,
    /// Who may have it.
    pub class: Class,
    /// What decided that.
    pub decided_by: DecidedBy,
    /// Whether nobody outside may see the value.
    pub sensitive: bool,
    /// When a server variable is needed.
    pub phase: Phase,
    /// Its type.
    pub value_type: ValueType,
    /// Its value, where it has one.
    pub value: Option<SecretValue>,
    /// Where the value came from.
    pub origin: Option<Origin>,
    /// Every other text that some tool may take for the value.
    pub readings: Vec<SecretValue>,
}

/// What a resolution starts from.
pub(crate) struct Sources<'a> {
    pub(crate) manifest: Option<&'a Manifest>,
    pub(crate) framework: Option<&'a Framework>,
    pub(crate) environment: &'a str,
    pub(crate) assignments: &'a [Assignment],
    pub(crate) process: &'a ProcessEnv,
    pub(crate) today: Date,
}

/// Resolves every variable of the project, by name, and says what is wrong.
pub(crate) fn resolve(sources: &Sources<'_>) -> (Vec<Resolved>, Vec<Finding>) {
    let declared: BTreeMap<&str, &Variable> = sources
        .manifest
        .into_iter()
        .flat_map(|manifest| manifest.variables(sources.environment))
        .map(|variable| (variable.name.as_str(), variable))
        .collect();
    let assigned: BTreeMap<&str, &Assignment> = sources
        .assignments
        .iter()
        .map(|assignment| (assignment.name.as_str(), assignment))
        .collect();
    let resolver = Resolver { sources, declared, assigned };
    let mut variables: Vec<_> =
        resolver.names().into_iter().map(|name| resolver.variable(name)).collect();
    clear_what_is_public(&mut variables);
    let taint = Taint::new(&variables);
    let findings = variables.iter().flat_map(|variable| resolver.check(variable, &taint));
    let findings = findings.collect();
    (variables, findings)
}

/// What no one declared is no secret if its issuer made it for browsers, or if it does not look
/// like one and the project itself publishes it under another name: `API_URL` beside
/// `VITE_API_URL`. That has to hold for whatever the variable may be: its value in each file.
fn clear_what_is_public(variables: &mut [Resolved]) {
    let public = variables.iter().filter(|variable| variable.class == Class::Public);
    let published: HashSet<String> =
        public.filter_map(|variable| Some(variable.value.as_ref()?.expose().to_owned())).collect();
    let undeclared = variables.iter_mut().filter(|it| it.decided_by == DecidedBy::Default);
    for variable in undeclared {
        let is_public = |value: &SecretValue| {
            let value = value.expose();
            let is_published =
                published.contains(value) && looks::is_harmless(&variable.name, value);
            is_published || looks::is_for_browsers(value)
        };
        let mut values = variable.value.iter().chain(&variable.readings);
        variable.sensitive = variable.value.is_none() || !values.all(is_public);
    }
}

struct Resolver<'a> {
    sources: &'a Sources<'a>,
    declared: BTreeMap<&'a str, &'a Variable>,
    assigned: BTreeMap<&'a str, &'a Assignment>,
}

impl Resolver<'_> {
    /// The project's own variables: declared, assigned in its files, or named by a rule or prefix.
    fn names(&self) -> BTreeSet<&str> {
        let of_process = self.sources.process.iter().map(|(name, _)| name);
        let of_process = of_process.chain(self.sources.process.not_unicode());
        let named =
            of_process.filter(|name| !platform::is_ambient(name) && self.class(name).is_some());
        self.declared.keys().copied().chain(self.assigned.keys().copied()).chain(named).collect()
    }

    /// Table, then rule, then the framework's prefix or list.
    fn class(&self, name: &str) -> Option<(Class, DecidedBy)> {
        if let Some(variable) = self.declared.get(name) {
            return Some((variable.class, DecidedBy::Table));
        }
        let by_rule = self.sources.manifest.and_then(|manifest| manifest.class_by_rule(name));
        if let Some(class) = by_rule {
            return Some((class, DecidedBy::Rule));
        }
        let framework = self.sources.framework.filter(|framework| framework.is_public(name))?;
        let by = framework.public_prefix(name).map_or(DecidedBy::Name, |_| DecidedBy::Prefix);
        Some((Class::Public, by))
    }

    fn variable(&self, name: &str) -> Resolved {
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

    /// Process over files over default; an empty text is no value.
    fn value(&self, name: &str) -> (Option<SecretValue>, Option<Origin>) {
        if let Some(value) = self.sources.process.get(name) {
            return (Some(value.clone()), Some(Origin::Process));
        }
        if let Some(assignment) = self.assigned.get(name) {
            return (Some(assignment.value.clone()), Some(assignment.origin.clone()));
        }
        let default = self.declared.get(name).and_then(|variable| variable.default.as_ref());
        let Some((default, manifest)) = default.zip(self.sources.manifest) else {
            return (None, None);
        };
        let line = manifest.location(&default.span).position.map_or(1, |position| position.line);
        let origin = Origin::Default { file: manifest.name().to_owned(), line };
        (Some(default.value.clone()), Some(origin))
    }

    /// Everything else that a tool may take for the value.
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

    fn check(&self, variable: &Resolved, taint: &Taint<'_>) -> Vec<Finding> {
        let findings = [
            self.unreadable(variable),
            self.missing(variable),
            self.invalid(variable),
            self.undeclared(variable),
            self.public_prefix(variable),
            self.tainted(variable, taint).or_else(|| self.secret_by_looks(variable)),
            self.overdue(variable),
            self.written_down(variable),
        ];
        findings.into_iter().flatten().collect()
    }

    fn unreadable(&self, variable: &Resolved) -> Option<Finding> {
        let name = &variable.name;
        self.sources.process.is_not_unicode(name).then(|| {
            Finding::new(
                Code::EnvUnreadable,
                format!("`{name}` in the process environment is not UTF-8"),
            )
            .variable(name)
            .help("set it to text; binary values go through base64 (type \"base64\")")
        })
    }

    fn missing(&self, variable: &Resolved) -> Option<Finding> {
        let declared = self.declared.get(variable.name.as_str())?;
        let empty = variable.value.as_ref().is_some_and(SecretValue::is_empty)
            && declared.value_type.check("").is_err();
        if !declared.required || !(variable.value.is_none() || empty) {
            return None;
        }
        let name = &variable.name;
        let meant = self.nearest_undeclared(name);
        let meant = meant
            .map_or_else(String::new, |near| format!("did you mean `{near}`, which is set? else "));
        let (message, help) = match (&declared.from, empty) {
            (_, true) => (
                format!("`{name}` is required, and its value is empty"),
                format!("give it a value, or say `required = false` for `{name}`"),
            ),
            (Some(from), false) => (
                format!("`{name}` is kept by a provider, and no value is set here"),
                format!("set `{name}` in the environment from `{}`", from.value),
            ),
            (None, false) => (
                format!("`{name}` is required, and nothing sets it"),
                format!(
                    "{meant}set it in the environment or in `.env`, give it a `default`, or say `required = \
                     false` for `{name}`"
                ),
            ),
        };
        let finding = Finding::new(Code::Missing, message).variable(name).help(help);
        Some(match self.assigned.get(name.as_str()).filter(|_| empty) {
            Some(assignment) => finding.at(assignment.location()),
            None => finding.at(self.declaration(declared)?),
        })
    }

    /// The name in an `.env` file that was probably meant by one of the manifest.
    fn nearest_undeclared(&self, name: &str) -> Option<&str> {
        let undeclared = self.assigned.keys().filter(|other| !self.declared.contains_key(**other));
        nearest(name, undeclared.copied())
    }

    fn declaration(&self, declared: &Variable) -> Option<Location> {
        self.sources.manifest.map(|manifest| manifest.location(&declared.span))
    }

    /// Where the value stands, as far as it stands in a file.
    fn value_location(&self, variable: &Resolved) -> Option<Location> {
        let in_file = matches!(variable.origin, Some(Origin::File { .. }));
        let assignment = self.assigned.get(variable.name.as_str()).filter(|_| in_file)?;
        Some(assignment.location())
    }

    fn invalid(&self, variable: &Resolved) -> Option<Finding> {
        let declared = self.declared.get(variable.name.as_str())?;
        let value = variable.value.as_ref().filter(|value| !value.is_empty())?;
        // the manifest's own reader has told of a default
        if matches!(variable.origin, Some(Origin::Default { .. })) {
            return None;
        }
        let checked = if variable.sensitive {
            variable.value_type.check(value.expose())
        } else {
            variable.value_type.check_shown(value.expose())
        };
        let mismatch = checked.err()?;
        let name = &variable.name;
        let whence = match variable.origin {
            Some(Origin::Process) => " (from the process environment)",
            _ => "",
        };
        let finding = Finding::new(
            Code::InvalidValue,
            format!("the value of `{name}`{whence} does not fit: {mismatch}"),
        )
        .variable(name)
        .label(mismatch.to_string())
        .help(format!("correct the value, or the type of `{name}` in the manifest"));
        let declaration = self.declaration(declared)?;
        Some(match self.value_location(variable) {
            Some(location) => finding.at(location).related("declared here", declaration),
            None => finding.at(declaration),
        })
    }

    fn undeclared(&self, variable: &Resolved) -> Option<Finding> {
        let manifest = self.sources.manifest?;
        if variable.decided_by != DecidedBy::Default {
            return None;
        }
        let name = &variable.name;
        let value = variable.value.as_ref().map_or("", SecretValue::expose);
        let why = if variable.sensitive {
            " and sensitive"
        } else if looks::is_for_browsers(value) {
            "; its value is of a kind that is made for browsers"
        } else {
            "; a public variable has its value"
        };
        let message = format!("`{name}` is not declared, so it is server-only{why}");
        let finding = Finding::new(Code::Undeclared, message)
            .variable(name)
            .help(format!("declare it in [server] or [public] of {}", manifest.name()));
        Some(match self.value_location(variable) {
            Some(location) => finding.at(location),
            None => finding,
        })
    }

    fn public_prefix(&self, variable: &Resolved) -> Option<Finding> {
        let framework = self.sources.framework?;
        let name = &variable.name;
        if variable.class == Class::Public || !framework.is_public(name) {
            return None;
        }
        let message = format!(
            "`{name}` is server-only, but {} hands it to the browser by its name",
            framework.name
        );
        let finding = Finding::new(Code::ServerWithPublicPrefix, message).variable(name).help(
            "rename it so that no public prefix is left, or declare it in [public] if it is no secret"
        );
        let declared =
            self.declared.get(name.as_str()).and_then(|declared| self.declaration(declared));
        Some(match declared.or_else(|| self.value_location(variable)) {
            Some(location) => finding.at(location),
            None => finding,
        })
    }

    /// A public variable that the project never called so, and that does not look like one.
    fn secret_by_looks(&self, variable: &Resolved) -> Option<Finding> {
        let prefix = self.sources.framework?.public_prefix(&variable.name)?.text;
        if variable.decided_by != DecidedBy::Prefix {
            return None;
        }
        let (name, value) = (&variable.name, variable.value.as_ref()?.expose());
        let own = &name[prefix.len()..];
        let named = looks::names_secret(own) && !looks::is_publishable(own, value);
        let why = match looks::secret_kind(value) {
            Some(kind) => format!("its value has the shape of {kind}"),
            None if named && !looks::is_setting(value) => {
                "its name says that it is secret".to_owned()
            }
            None => return None,
        };
        let message = format!("`{name}` is public by its prefix alone, and {why}");
        let finding = Finding::new(Code::PublicLooksSecret, message).variable(name).help(format!(
            "rename it without `{prefix}` and read it in server code only; or, if everyone may know \
             it, declare it in [public] of envwall.toml"
        ));
        Some(match self.value_location(variable) {
            Some(location) => finding.at(location),
            None => finding,
        })
    }

    /// A public value into which a sensitive one went, by expansion or as it is.
    fn tainted(&self, variable: &Resolved, taint: &Taint<'_>) -> Option<Finding> {
        if variable.class != Class::Public {
            return None;
        }
        let value = variable.value.as_ref()?;
        let expanded = match (&variable.origin, self.assigned.get(variable.name.as_str())) {
            (Some(Origin::File { .. }), Some(assignment)) => taint.named(&assignment.references),
            _ => None,
        };
        let finding = match expanded {
            Some(other) => built_from(variable, other),
            None => contains(variable, taint.inside(value)?),
        };
        Some(match self.value_location(variable) {
            Some(location) => finding.at(location),
            None => finding,
        })
    }

    fn written_down(&self, variable: &Resolved) -> Option<Finding> {
        let declared = self.declared.get(variable.name.as_str())?;
        written_down(variable, declared, self.sources.manifest?)
    }

    fn overdue(&self, variable: &Resolved) -> Option<Finding> {
        let rotation = self.declared.get(variable.name.as_str())?.rotation.as_ref()?;
        let late = self.sources.today.days_since(rotation.last?) - rotation.every_days;
        let manifest = self.sources.manifest.filter(|_| late > 0)?;
        let name = &variable.name;
        let days = if late == 1 { "1 day".to_owned() } else { format!("{late} days") };
        let issuer =
            rotation.issuer.as_ref().map(|issuer| format!(" at {issuer}")).unwrap_or_default();
        Some(
            Finding::new(
                Code::RotationOverdue,
                format!("the rotation of `{name}` is {days} overdue"),
            )
            .variable(name)
            .at(manifest.location(&rotation.span))
            .help(format!("change the value{issuer}, then set `rotated` to that day")),
        )
    }
}

fn built_from(variable: &Resolved, sensitive: &Resolved) -> Finding {
    let (name, other) = (&variable.name, &sensitive.name);
    Finding::new(Code::TaintedPublic, format!("public `{name}` is built from sensitive `{other}`"))
        .variable(other)
        .label(format!("holds the value of {other}"))
        .help(format!(
            "everyone could read `{other}` in the bundle: let the server add it, or move `{name}` to \
             [server]"
        ))
}

fn contains(variable: &Resolved, inside: Inside<'_>) -> Finding {
    let (name, other) = (&variable.name, &inside.sensitive.name);
    let (what, all) = if inside.is_field {
        ("a field", format!("all of `{other}`"))
    } else {
        ("the value", "it".to_owned())
    };
    let message = format!("the value of public `{name}` contains {what} of sensitive `{other}`");
    Finding::new(Code::PublicContainsSensitive, message)
        .variable(other)
        .label(format!("holds {what} of {other}"))
        .help(format!(
            "take it out of `{name}`; or, if everyone may know {all}, say `sensitive = false` for `{other}`"
        ))
}
