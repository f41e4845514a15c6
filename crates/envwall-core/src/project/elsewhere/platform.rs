//! Variables in the configuration files of platforms, which are committed: `netlify.toml`,
//! `vercel.json`, `wrangler.toml` and `wrangler.json(c)`.

use std::path::Path;

use serde_json::Value;

use crate::SecretValue;
use crate::classify::classify;
use crate::diagnostic::{Code, Finding, Location};
use crate::encoding::jsonc;
use crate::regular_file;

/// What the files hold.
#[derive(Default)]
pub(super) struct Platform {
    /// File, name and value.
    pub(super) variables: Vec<(String, String, SecretValue)>,
    pub(super) findings: Vec<Finding>,
}

/// A file and the tables in it that hold variables, with `*` for every name.
const FILES: &[(&str, &[&str])] = &[
    // docs.netlify.com, "File-based configuration"
    ("netlify.toml", &["build.environment", "context.*.environment"]),
    // vercel.com/docs/project-configuration, "Legacy": `env` and `build.env`
    ("vercel.json", &["env", "build.env"]),
    // developers.cloudflare.com/workers/wrangler/configuration
    ("wrangler.toml", &["vars", "env.*.vars"]),
    ("wrangler.json", &["vars", "env.*.vars"]),
    ("wrangler.jsonc", &["vars", "env.*.vars"]),
];

/// Reads them; one that is broken is reported by its platform.
///
/// The folder is relative to the project, with its slash.
pub(super) fn read(directory: &Path, folder: &str) -> Platform {
    let mut platform = Platform::default();
    for (name, tables) in FILES {
        let file = &format!("{folder}{name}");
        let Some(document) = document(&directory.join(file)) else { continue };
        let all: Vec<_> = tables.iter().flat_map(|path| values(&document, path)).collect();
        // `"@name"` in vercel.json refers to a secret of the account
        let is_value = |value: &str| *name != "vercel.json" || !value.starts_with('@');
        for (name, value) in all.into_iter().filter(|(_, value)| is_value(value)) {
            platform.findings.extend(secret_in(file, &name, &value));
            platform.variables.push((file.clone(), name, SecretValue::from(value)));
        }
    }
    platform
}

fn document(path: &Path) -> Option<Value> {
    let text = regular_file::read_to_string(path).ok()?;
    if path.extension()? == "toml" {
        return toml::from_str(&text).ok();
    }
    serde_json::from_str(&jsonc::plain(&text)).ok()
}

/// The texts in the tables at a path of a document.
fn values(document: &Value, path: &str) -> Vec<(String, String)> {
    let Some(fields) = document.as_object() else { return Vec::new() };
    let (step, rest) = path.split_once('.').unwrap_or((path, ""));
    let inner = fields.iter().filter(|(name, _)| step == "*" || *name == step);
    if rest.is_empty() {
        return inner.flat_map(|(_, table)| texts(table)).collect();
    }
    inner.flat_map(|(_, table)| values(table, rest)).collect()
}

fn texts(table: &Value) -> Vec<(String, String)> {
    let fields = table.as_object().into_iter().flatten();
    let text = |(name, value): (&String, &Value)| match value {
        Value::String(text) => Some((name.clone(), text.clone())),
        Value::Object(_) | Value::Array(_) => Some((name.clone(), value.to_string())),
        _ => None,
    };
    fields.filter_map(text).collect()
}

/// A secret in a file that is committed.
fn secret_in(file: &str, name: &str, value: &str) -> Option<Finding> {
    let classification = classify(name, value);
    if !classification.is_secret() {
        return None;
    }
    let message =
        format!("`{name}` in `{file}` is a secret in plain text: {}", classification.reason);
    let finding = Finding::new(Code::SecretInPlatformFile, message).variable(name);
    Some(finding.at(Location::file(file)).help(
        "set it in the platform's dashboard or as a secret (`netlify env:set`, `vercel env add`, `wrangler \
         secret put`), remove it from the file and change the value: it is in the history of the repository",
    ))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn variables_are_read_from_every_table() {
        let folder = tempfile::TempDir::new().unwrap();
        let key = "qX7vB2mN9kLpR4tYw8Zc";
        let text = format!(
            "[build]\npublish = \"dist\"\n[build.environment]\nNODE_VERSION = \"20\"\n\
             [context.production.environment]\nAPI_SECRET = \"{key}\"\n"
        );
        fs::write(folder.path().join("netlify.toml"), text).unwrap();
        let json =
            "{\n// names\n\"vars\": {\"A\": \"https://a/*x*/\", /* one */ \"B\": \"b\",},\n}";
        fs::write(folder.path().join("wrangler.jsonc"), json).unwrap();
        let found = read(folder.path(), "");
        let names: Vec<_> = found.variables.iter().map(|(_, name, _)| name.as_str()).collect();
        assert_eq!(names, ["NODE_VERSION", "API_SECRET", "A", "B"]);
        assert_eq!(found.variables[2].2.expose(), "https://a/*x*/");
        assert_eq!(found.findings.len(), 1, "{:?}", found.findings);
        assert!(!found.findings[0].message.contains(&key[..8]));
    }

    #[test]
    fn vercel_json_has_values_and_references() {
        let folder = tempfile::TempDir::new().unwrap();
        let key = "qX7vB2mN9kLpR4tYw8Zc";
        let text = format!(
            "{{\"env\": {{\"API_SECRET\": \"@api-secret\"}}, \
             \"build\": {{\"env\": {{\"BUILD_SECRET\": \"{key}\"}}}}}}"
        );
        fs::write(folder.path().join("vercel.json"), text).unwrap();
        let found = read(folder.path(), "");
        let names: Vec<_> = found.variables.iter().map(|(_, name, _)| name.as_str()).collect();
        assert_eq!(names, ["BUILD_SECRET"]);
        assert_eq!(found.findings.len(), 1, "{:?}", found.findings);
    }
}
