//! Secrets that the project has and whose values are not known here.

use super::examples::Example;
use super::manifest::Class;
use super::other_modes::OtherValues;
use super::resolved::Resolved;
use super::sources::Sources;
use crate::classify::names_secret;

/// A secret whose value is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownSecret {
    /// The variable.
    pub name: String,
    /// What is known instead: "a 1Password reference", "no value".
    pub reason: String,
}

/// References and ciphertexts, declared variables without a value, and secrets that only an example
/// names.
pub(super) fn unknown(
    sources: &Sources<'_>,
    variables: &[Resolved],
    elsewhere: &[OtherValues],
    examples: &[Example],
) -> Vec<UnknownSecret> {
    let has_value = |name: &str| {
        let own = variables.iter().find(|variable| variable.name == name);
        own.is_some_and(|it| it.value.as_ref().is_some_and(|value| !value.is_empty()))
            || elsewhere.iter().any(|it| it.name == name && !it.is_other_mode)
    };
    let is_public =
        |name: &str| sources.framework.is_some_and(|framework| framework.is_public(name));
    let mut unknown = Vec::new();
    for variable in variables.iter().filter(|variable| variable.class != Class::Public) {
        let reason = match variable.reference() {
            Some(what) if !elsewhere.iter().any(|values| values.name == variable.name) => {
                what.to_owned()
            }
            None if variable.sensitive && !has_value(&variable.name) => "no value".to_owned(),
            _ => continue,
        };
        unknown.push(UnknownSecret { name: variable.name.clone(), reason });
    }
    for Example { name, file } in examples {
        let is_listed = unknown.iter().any(|secret| secret.name == *name);
        if names_secret(name) && !is_public(name) && !has_value(name) && !is_listed {
            let reason = format!("named in `{file}` only");
            unknown.push(UnknownSecret { name: name.clone(), reason });
        }
    }
    unknown
}
