//! Sensitive variables, the parts of their values, and which of them an occurrence belongs to.

use std::fmt;
use std::ops::Index;

use envwall_core::SecretValue;

/// A sensitive variable: its name, its value, and every other way its value may be read.
#[derive(Debug, Clone)]
pub struct Secret {
    /// The variable's name.
    pub name: String,
    /// The value, then its other readings.
    pub values: Vec<SecretValue>,
    /// Whether this is not the value, but what a build was given in its place.
    pub placeholder: bool,
    /// The `.env` file of another mode that the values are from.
    pub file: Option<String>,
    /// Why it counts as secret.
    pub evidence: Evidence,
    /// What says so, where nobody declared it: "its name ends in TOKEN".
    pub reason: Option<String>,
    /// Whether every run has another value, such as the token of a CI job.
    pub per_run: bool,
}

/// Why a value counts as secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// The manifest says so.
    Declared,
    /// The format of the value.
    Format,
    /// The format of the value, although the name makes it public.
    FormatOfPublic,
    /// The variable's name.
    Name,
    /// It is random, and nothing says what it is.
    Random,
}

impl Secret {
    /// A variable with one value.
    pub fn new(name: impl Into<String>, value: SecretValue) -> Self {
        Self::of(name.into(), vec![value])
    }

    /// What a build was given in place of a variable's value: where it is found, a build without
    /// Envwall has the value. `values` are the placeholder and its unmistakable parts.
    pub fn placeholder(name: impl Into<String>, values: Vec<SecretValue>) -> Self {
        Self { placeholder: true, ..Self::of(name.into(), values) }
    }

    /// What a variable holds in another mode of the project, by that mode's `.env` file: not a
    /// value of the build that is scanned, but it must not be in client output either.
    pub fn other_mode(
        name: impl Into<String>,
        file: impl Into<String>,
        values: Vec<SecretValue>,
    ) -> Self {
        Self { file: Some(file.into()), ..Self::of(name.into(), values) }
    }

    fn of(name: String, values: Vec<SecretValue>) -> Self {
        let evidence = Evidence::Declared;
        let (placeholder, per_run) = (false, false);
        Self { name, values, placeholder, file: None, evidence, reason: None, per_run }
    }

    /// Sets whether every run has another value: a [`Cache`](crate::Cache) remembers nothing about
    /// those, and what it remembers is searched for them again.
    #[must_use]
    pub fn per_run(self, per_run: bool) -> Self {
        Self { per_run, ..self }
    }

    /// Sets why it counts as secret.
    #[must_use]
    pub fn evidence(self, evidence: Evidence, reason: Option<String>) -> Self {
        Self { evidence, reason, ..self }
    }

    /// Adds other readings of the value: other dialects', or the text before expansion.
    #[must_use]
    pub fn readings(mut self, readings: impl IntoIterator<Item = SecretValue>) -> Self {
        self.values.extend(readings);
        self
    }

    /// The value, or a part of it, as messages call it: "the value of `API_KEY`", "the password in
    /// `DATABASE_URL`".
    pub(crate) fn describe(&self, part: Option<Part>) -> String {
        let Self { name, placeholder, file, .. } = self;
        let what = match part {
            _ if *placeholder => format!("the placeholder for `{name}`"),
            None => format!("the value of `{name}`"),
            Some(Part::Run) => format!("a large part of the value of `{name}`"),
            Some(part) => format!("the {part} in `{name}`"),
        };
        match file {
            Some(file) => format!("{what} in `{file}`"),
            None => what,
        }
    }
}

/// A part of a value.
///
/// Where one text is several parts, the first of them names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    JsonField,
    /// The base64 of a private key.
    PemBody,
    /// Characters in a row, whatever they are to the value.
    Run,
    Address,
    ConnectionSetting,
    /// The text that the value is the base64 or hex of.
    Decoded,
    Item,
    /// User and password.
    Login,
    Password,
    PathSegment,
    QueryToken,
    User,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::JsonField => "JSON field",
            Self::PemBody => "PEM body",
            Self::Run => "part",
            Self::Address => "address",
            Self::ConnectionSetting => "connection setting",
            Self::Decoded => "decoded value",
            Self::Item => "item",
            Self::Login => "login",
            Self::Password => "password",
            Self::PathSegment => "path",
            Self::QueryToken => "query token",
            Self::User => "user",
        })
    }
}

/// Which sensitive variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SecretId(usize);

/// The sensitive variables of a scan.
#[derive(Debug, Clone, Default)]
pub(crate) struct Secrets(Vec<Secret>);

impl Secrets {
    /// Those that have a value at all.
    pub(crate) fn new(secrets: impl IntoIterator<Item = Secret>) -> Self {
        let mut secrets: Vec<Secret> = secrets.into_iter().collect();
        for secret in &mut secrets {
            secret.values.retain(|value| !value.expose().trim().is_empty());
        }
        secrets.retain(|secret| !secret.values.is_empty());
        Self(secrets)
    }

    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = (SecretId, &Secret)> {
        self.0.iter().enumerate().map(|(index, secret)| (SecretId(index), secret))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them in a row, for work on several threads.
    pub(crate) fn entries(&self) -> Vec<(SecretId, &Secret)> {
        self.iter().collect()
    }
}

impl Index<SecretId> for Secrets {
    type Output = Secret;

    fn index(&self, id: SecretId) -> &Secret {
        &self.0[id.0]
    }
}
