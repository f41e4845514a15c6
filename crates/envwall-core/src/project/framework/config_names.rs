//! The names of configuration files.

/// The extensions that `.*` matches in [`Framework::config_files`].
const SCRIPT_ENDINGS: &[&str] = &["js", "mjs", "cjs", "ts", "mts", "cts"];

/// The names that a pattern of a configuration file matches.
pub(super) fn matching_names(pattern: &str) -> Vec<String> {
    match pattern.strip_suffix('*') {
        Some(stem) => SCRIPT_ENDINGS.iter().map(|ending| format!("{stem}{ending}")).collect(),
        None => vec![pattern.to_owned()],
    }
}
