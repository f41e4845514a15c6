//! What is not searched for, and why a clean result would say little.

use std::collections::BTreeSet;

use envwall_core::diagnostic::{Code, Finding};

use crate::needle::{Coverage, Evidence, Secret, SecretId, Secrets};

/// The values that cannot be searched for, and those of which only a part is.
pub(crate) fn findings(
    secrets: &Secrets,
    coverage: &Coverage,
    requires_secrets: bool,
) -> Vec<Finding> {
    // other modes' values say nothing about whether this build's are known
    let own: Vec<_> = secrets.iter().filter(|(_, secret)| is_own(secret)).collect();
    let names = guessable(secrets, coverage, &own);
    let mut findings: Vec<_> = not_searchable(&names).into_iter().collect();
    if requires_secrets && names.len() == own.len() {
        findings.push(nothing_to_search_for(own.len()));
    }
    findings.extend(coverage.truncated().map(|id| truncated(&secrets[id].name)));
    findings
}

/// Whether a clean result rests on it: it is in force, and a secret for sure.
fn is_own(secret: &Secret) -> bool {
    secret.file.is_none() && secret.evidence != Evidence::Random
}

/// The variables whose values are too guessable. A build that was given a placeholder had no value
/// to leak.
fn guessable<'s>(
    secrets: &Secrets,
    coverage: &Coverage,
    own: &[(SecretId, &'s Secret)],
) -> Vec<&'s str> {
    let placeholders = secrets.iter().filter(|(_, secret)| secret.placeholder);
    let placeholders: BTreeSet<_> = placeholders.map(|(_, secret)| &secret.name).collect();
    let guessable = own.iter().filter(|(id, _)| !coverage.has(*id));
    let guessable = guessable.filter(|(_, secret)| !placeholders.contains(&secret.name));
    guessable.map(|(_, secret)| secret.name.as_str()).collect()
}

/// One finding for all of them: in a project without a manifest every setting may be one.
fn not_searchable(names: &[&str]) -> Option<Finding> {
    let (first, others) = names.split_first()?;
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    let message = match (quoted.as_slice(), others) {
        (_, []) => format!("the value of `{first}` is too short or common to search for"),
        (quoted, _) => {
            let (last, before) = quoted.split_last()?;
            let before = before.join(", ");
            format!("the values of {before} and {last} are too short or common to search for")
        }
    };
    let [this, value] = if others.is_empty() {
        ["it is only detected next to its variable name", "a longer, random value"]
    } else {
        ["they are only detected next to their variable names", "longer, random values"]
    };
    let finding = Finding::new(Code::NotSearchable, message).help(format!(
        "bundles contain such values by chance, so {this}: use {value}, or declare what is not a \
         secret in [server] of envwall.toml, as in `{first} = {{ sensitive = false }}`"
    ));
    Some(if others.is_empty() { finding.variable(*first) } else { finding })
}

fn truncated(name: &str) -> Finding {
    let message = format!("the value of `{name}` has more parts than are searched for one by one");
    Finding::new(Code::NotSearchable, message).variable(name).help(
        "it is detected as a whole and by the parts that are hardest to guess; split it into \
         several variables",
    )
}

fn nothing_to_search_for(secrets: usize) -> Finding {
    let message = match secrets {
        0 => "no secrets to search for",
        _ => "every secret is too short or common to search for",
    };
    Finding::new(Code::NothingToLookFor, message).help(
        "run this in the job that has the build's secrets, with the same `--env`; list variables \
         that exist only in the process environment under [server] in envwall.toml",
    )
}
