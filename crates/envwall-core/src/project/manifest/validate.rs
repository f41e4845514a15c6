//! Converts the raw manifest to the checked one: checks beyond the types of values.

use std::collections::BTreeSet;
use std::path::Path;

use globset::{GlobBuilder, GlobMatcher};

use super::at::At;
use super::constraints::value_type;
use super::declared_in_place::InPlace;
use super::generate::Generate;
use super::glob::path_glob;
use super::hidden::Hidden;
use super::model::{Class, Manifest, Rotation, Rule, Sources, Variable, Waiver, WaiverScope};
use super::raw::{RawGenerate, RawManifest, RawTable, RawVariable, RawWaiver, Table};
use super::schema;
use super::spot::Spot;
use crate::diagnostic::{Code, Finding};
use crate::source::{SourceFile, Span};
use crate::suggest::nearest;
use crate::{SecretValue, ValueType, parse_duration};

const DAY: u64 = 86_400;

pub(super) fn validate(
    source: &SourceFile,
    folder: Option<&Path>,
    hidden: Hidden,
    raw: &RawManifest,
    findings: &mut Vec<Finding>,
) -> Manifest {
    let mut check = Check { source, folder, hidden: &hidden, findings };
    check.declared_twice(raw);
    let variables = check.variables(raw);
    let environments = raw
        .environments
        .iter()
        .map(|(name, changes)| ((**name).clone(), check.environment(raw, name, changes)))
        .collect();
    let rules = check.rules(raw);
    let waivers = raw.waivers.iter().filter_map(|waiver| check.waiver(waiver)).collect();
    let include = raw.client.include.as_ref().map(|globs| check.paths(globs));
    let exclude = check.paths(&raw.client.exclude);
    let sources = Sources {
        files: raw.sources.files.iter().map(|file| (**file).clone()).collect(),
        ignore: raw.sources.ignore.iter().filter_map(|glob| check.glob(glob, path_glob)).collect(),
        process: raw.sources.process.clone(),
    };
    let not_deployed = check.paths(&raw.client.not_deployed);
    let generate = check.generate(raw.generate.as_ref());
    let framework = raw.project.framework.as_ref().map(Spot::of);
    let schema_files = schema_files(raw);
    let source = source.clone();
    Manifest {
        source,
        hidden,
        framework,
        include,
        exclude,
        sources,
        not_deployed,
        generate,
        schema_files,
        variables,
        environments,
        rules,
        waivers,
    }
}

fn schema_files(raw: &RawManifest) -> Vec<String> {
    let tables = [&raw.public, &raw.server].into_iter().chain(raw.environments.values());
    let variables = tables.flat_map(|table| table.values());
    let files: BTreeSet<_> =
        variables.filter_map(|raw| schema::file(&as_table(raw)).map(str::to_owned)).collect();
    files.into_iter().collect()
}

/// The checks, which collect findings.
struct Check<'a> {
    source: &'a SourceFile,
    folder: Option<&'a Path>,
    hidden: &'a Hidden,
    findings: &'a mut Vec<Finding>,
}

impl Check<'_> {
    fn report(&mut self, span: &Span, finding: Finding) {
        let here = self.hidden.location(self.source, span);
        // a problem in another file is reported there
        self.findings.push(match finding.location {
            Some(_) => finding.related("referenced here", here),
            None => finding.at(here),
        });
    }

    fn declared_twice(&mut self, raw: &RawManifest) {
        for name in raw.server.keys() {
            let Some((first, _)) = raw.public.get_key_value(name) else { continue };
            let message = format!("`{}` is in [public] and in [server]", **name);
            let finding = Finding::new(Code::DeclaredTwice, message)
                .variable((**name).clone())
                .related("also declared here", self.hidden.location(self.source, &first.span()))
                .help("keep one of them; everyone can read what is in [public]");
            self.report(&name.span(), finding);
        }
    }

    fn variables(&mut self, raw: &RawManifest) -> Vec<Variable> {
        let public = raw.public.iter().map(|(name, variable)| (Class::Public, name, variable));
        let server = raw.server.iter().map(|(name, variable)| (Class::Server, name, variable));
        let mut variables: Vec<_> = public
            .chain(server)
            .map(|(class, name, raw)| {
                self.name(name);
                self.variable(class, name, &as_table(raw))
            })
            .collect();
        variables.sort_by_key(|variable| variable.span.start);
        variables
    }

    /// Allows only names that shells, Windows and Docker can all set: no `=`, no NUL, no blank.
    fn name(&mut self, name: &At<String>) {
        let fits = !name.is_empty()
            && !name.starts_with(|char: char| char.is_ascii_digit())
            && name.chars().all(|char| char.is_ascii_alphanumeric() || "_.-".contains(char))
            // not a property in JavaScript
            && name.as_str() != "__proto__";
        if !fits {
            let finding = Finding::new(Code::BadName, "not a valid environment variable name")
                .help("use letters, digits, `_`, `.` and `-`, not starting with a digit");
            self.report(&name.span(), finding);
        }
    }

    fn variable(&mut self, class: Class, name: &At<String>, table: &RawTable) -> Variable {
        let (value_type, problems) = value_type(table, &name.span(), self.folder);
        for (span, finding) in problems {
            self.report(&span, finding.variable((**name).clone()));
        }
        if class == Class::Public {
            self.server_only_keys(name, table);
        }
        let sensitive =
            class == Class::Server && table.sensitive.as_deref().copied().unwrap_or(true);
        Variable {
            class,
            default: self.default(name, table, &value_type, sensitive),
            description: table.description.as_deref().cloned(),
            required: table.required.as_deref().copied().unwrap_or(true),
            sensitive,
            phase: table.phase.as_deref().copied().unwrap_or_default(),
            from: self.provider(table),
            rotation: self.rotation(table),
            name: (**name).clone(),
            span: name.span(),
            in_place: InPlace::of(table, self.folder.filter(|_| sensitive)),
            value_type,
        }
    }

    fn server_only_keys(&mut self, name: &At<String>, table: &RawTable) {
        let keys = [
            ("sensitive", table.sensitive.as_ref().map(At::span)),
            ("phase", table.phase.as_ref().map(At::span)),
            ("from", table.from.as_ref().map(At::span)),
            ("rotate", table.rotate.as_ref().map(At::span)),
        ];
        for (key, span) in keys {
            let Some(span) = span else { continue };
            let message =
                format!("`{key}` applies to server variables only; `{}` is public", **name);
            let finding = Finding::new(Code::BadConstraint, message)
                .variable((**name).clone())
                .help("move the variable to [server], or remove the key");
            self.report(&span, finding);
        }
    }

    fn default(
        &mut self,
        name: &At<String>,
        table: &RawTable,
        value_type: &ValueType,
        sensitive: bool,
    ) -> Option<Spot<SecretValue>> {
        let default = table.default.as_ref()?;
        let separator = match value_type {
            ValueType::List { separator, .. } => separator,
            _ => ",",
        };
        let text = default.to_text(separator);
        if sensitive {
            let finding = Finding::new(
                Code::SecretInManifest,
                format!("`{}` is sensitive, but the manifest contains its value", **name),
            )
            .variable((**name).clone())
            .help(
                "move the value to the environment and rotate it, since it is exposed here; if it \
                 is not a secret, set `sensitive = false`",
            );
            self.report(&default.span(), finding);
        }
        let checked =
            if sensitive { value_type.check(&text) } else { value_type.check_shown(&text) };
        if let Err(mismatch) = checked {
            let message = format!("invalid default for `{}`: {mismatch}", **name);
            self.report(
                &default.span(),
                Finding::new(Code::BadDefault, message).variable((**name).clone()),
            );
        }
        Some(Spot { value: SecretValue::new(text), span: default.span() })
    }

    fn provider(&mut self, table: &RawTable) -> Option<Spot<String>> {
        let from = table.from.as_ref()?;
        let (scheme, key) = from.split_once(':').unwrap_or_default();
        if scheme.is_empty() || key.is_empty() {
            let finding = Finding::new(Code::BadConstraint, "expected a provider and a key")
                .help("for example: from = \"aws-ssm:/prod/shop/stripe-key\"");
            self.report(&from.span(), finding);
        }
        Some(Spot::of(from))
    }

    fn rotation(&mut self, table: &RawTable) -> Option<Rotation> {
        let Some(rotate) = &table.rotate else {
            if let Some(rotated) = &table.rotated {
                let finding = Finding::new(Code::BadConstraint, "`rotated` without `rotate`")
                    .help("set how often the value must be rotated: rotate = \"90d\"");
                self.report(&rotated.span(), finding);
            }
            return None;
        };
        let days = parse_duration(rotate)
            .map(|every| every.as_secs() / DAY)
            .and_then(|days| i64::try_from(days).ok())
            .filter(|days| *days > 0);
        let Some(every_days) = days else {
            let message = "expected a duration of at least one day, such as \"90d\"";
            self.report(&rotate.span(), Finding::new(Code::BadConstraint, message));
            return None;
        };
        let last = table.rotated.as_ref().map(|day| day.0);
        let issuer = table.issuer.as_deref().cloned();
        Some(Rotation { every_days, last, issuer, span: rotate.span() })
    }

    /// The variables that an environment changes, with all their properties.
    fn environment(
        &mut self,
        raw: &RawManifest,
        environment: &str,
        changes: &Table,
    ) -> Vec<Variable> {
        let mut changed = Vec::new();
        for (name, change) in changes {
            let public = raw.public.get(name).map(|base| (Class::Public, base));
            let base = public.or(raw.server.get(name).map(|base| (Class::Server, base)));
            match base {
                Some((class, base)) => {
                    let table = merged(as_table(base), as_table(change));
                    changed.push(self.variable(class, name, &table));
                }
                None => self.unknown_variable(raw, environment, name),
            }
        }
        changed
    }

    fn unknown_variable(&mut self, raw: &RawManifest, environment: &str, name: &At<String>) {
        let declared = raw.public.keys().chain(raw.server.keys()).map(|name| name.as_str());
        let message =
            format!("[environments.{environment}] changes `{}`, which is not declared", **name);
        let finding = Finding::new(Code::UnknownVariable, message)
            .help("declare it in [public] or [server]; an environment cannot set the class");
        let finding = match nearest(name, declared) {
            Some(near) => finding.label(format!("did you mean `{near}`?")),
            None => finding,
        };
        self.report(&name.span(), finding);
    }

    fn rules(&mut self, raw: &RawManifest) -> Vec<Rule> {
        let public = raw.rules.public.iter().map(|pattern| (Class::Public, pattern));
        let server = raw.rules.server.iter().map(|pattern| (Class::Server, pattern));
        let mut patterns: Vec<_> = public.chain(server).collect();
        patterns.sort_by_key(|(_, pattern)| pattern.span().start);
        patterns
            .into_iter()
            .filter_map(|(class, pattern)| {
                let pattern = self.glob(pattern, |pattern| {
                    Ok(GlobBuilder::new(pattern).build()?.compile_matcher())
                })?;
                Some(Rule { class, pattern })
            })
            .collect()
    }

    fn generate(&mut self, raw: Option<&RawGenerate>) -> Generate {
        let (generate, problems) = Generate::of(raw);
        for (span, finding) in problems {
            self.report(&span, finding);
        }
        generate
    }

    fn paths(&mut self, globs: &[At<String>]) -> Vec<String> {
        for glob in globs {
            self.glob(glob, path_glob);
            if glob.starts_with('/') || glob.split('/').any(|part| part == "..") {
                let finding = Finding::new(
                    Code::BadGlob,
                    "the pattern points outside the project folder",
                )
                .help(
                    "patterns are relative to the manifest; for output in another folder, pass \
                         its path: envwall guard PATH",
                );
                self.report(&glob.span(), finding);
            }
        }
        globs.iter().map(|glob| (**glob).clone()).collect()
    }

    fn glob(
        &mut self,
        pattern: &At<String>,
        compile: impl Fn(&str) -> Result<GlobMatcher, globset::Error>,
    ) -> Option<GlobMatcher> {
        compile(pattern)
            .map_err(|error| {
                let message = format!("invalid glob: {}", error.kind());
                let help = "`*` matches within a name, `**` across folders, `[ab]` one of these \
                            characters, `{a,b}` one of these alternatives";
                self.report(&pattern.span(), Finding::new(Code::BadGlob, message).help(help));
            })
            .ok()
    }

    fn waiver(&mut self, waiver: &At<RawWaiver>) -> Option<Waiver> {
        if waiver.reason.trim().is_empty() {
            let finding = Finding::new(Code::BadWaiver, "a waiver needs a reason")
                .help("explain why this is acceptable, for the next reader");
            self.report(&waiver.reason.span(), finding);
        }
        let scope = match (&waiver.fingerprint, &waiver.variable, &waiver.path) {
            (Some(fingerprint), None, None) => WaiverScope::Fingerprint((**fingerprint).clone()),
            (None, Some(variable), Some(path)) => WaiverScope::Place {
                variable: (**variable).clone(),
                path: self.glob(path, path_glob)?,
            },
            _ => {
                let message = "a waiver needs a `fingerprint`, or a `variable` and a `path`";
                let help = "a waiver for every place at once would hide the next leak";
                self.report(&waiver.span(), Finding::new(Code::BadWaiver, message).help(help));
                return None;
            }
        };
        Some(Waiver {
            scope,
            reason: (*waiver.reason).clone(),
            expires: waiver.expires.as_ref().map(|day| day.0),
            span: waiver.span(),
        })
    }
}

fn as_table(raw: &RawVariable) -> RawTable {
    match raw {
        RawVariable::Type(name) => RawTable { r#type: Some(name.clone()), ..RawTable::default() },
        RawVariable::Table(table) => (**table).clone(),
    }
}

/// The environment's keys take precedence.
fn merged(base: RawTable, change: RawTable) -> RawTable {
    RawTable {
        r#type: change.r#type.or(base.r#type),
        description: change.description.or(base.description),
        default: change.default.or(base.default),
        required: change.required.or(base.required),
        min: change.min.or(base.min),
        max: change.max.or(base.max),
        min_length: change.min_length.or(base.min_length),
        max_length: change.max_length.or(base.max_length),
        prefix: change.prefix.or(base.prefix),
        values: change.values.or(base.values),
        schemes: change.schemes.or(base.schemes),
        items: change.items.or(base.items),
        separator: change.separator.or(base.separator),
        schema: change.schema.or(base.schema),
        label: change.label.or(base.label),
        sensitive: change.sensitive.or(base.sensitive),
        phase: change.phase.or(base.phase),
        from: change.from.or(base.from),
        rotate: change.rotate.or(base.rotate),
        rotated: change.rotated.or(base.rotated),
        issuer: change.issuer.or(base.issuer),
    }
}
