//! Converts names of variables into identifiers.

use std::collections::BTreeMap;

use crate::Variable;

/// Two names become the same identifier in generated code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NameError {
    /// Two variables.
    #[error(
        "`{first}` and `{second}` both become `{identifier}` in generated code: rename one of them"
    )]
    SameVariable {
        /// The first variable.
        first: String,
        /// The second variable.
        second: String,
        /// The identifier.
        identifier: String,
    },
    /// Two values of an enum.
    #[error(
        "the values `{first}` and `{second}` of `{variable}` both become `{identifier}` in generated \
         code: rename one of them, or use type `string`"
    )]
    SameValue {
        /// The variable.
        variable: String,
        /// The first value.
        first: String,
        /// The second value.
        second: String,
        /// The identifier.
        identifier: String,
    },
}

/// Keywords that are valid identifiers as `r#…` (The Rust Reference, "Keywords").
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Keywords that cannot be written as `r#…`.
const NON_RAW_KEYWORDS: &[&str] = &["self", "super", "crate", "_"];

/// Replaces `.` and `-`, which names of variables may contain.
fn plain(name: &str) -> String {
    name.replace(['.', '-'], "_")
}

/// Name of a Rust field: `api_key`, `r#type`, `self_`.
pub(crate) fn field(name: &str) -> String {
    let field = plain(name).to_lowercase();
    if NON_RAW_KEYWORDS.contains(&field.as_str()) {
        format!("{field}_")
    } else if KEYWORDS.contains(&field.as_str()) {
        format!("r#{field}")
    } else {
        field
    }
}

/// Name of a Rust constant: `API_KEY`.
pub(crate) fn constant(name: &str) -> String {
    match plain(name).to_uppercase() {
        name if name == "_" => "__".to_owned(),
        name => name,
    }
}

/// Names that constants of a JavaScript module cannot have (ECMA-262, "Keywords and Reserved Words",
/// names reserved in strict mode, and names that generated code uses).
const SCRIPT_KEYWORDS: &[&str] = &[
    "arguments",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "env",
    "eval",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
    "let",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "static",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "undefined",
    "var",
    "void",
    "while",
    "with",
    "yield",
    "Object",
    "JSON",
    "ClientEnv",
];

/// Name of a TypeScript constant: unchanged, except `a_b` for `a.b`, `class_` for `class`.
pub(crate) fn script(name: &str) -> String {
    match plain(name) {
        name if SCRIPT_KEYWORDS.contains(&name.as_str()) => format!("{name}_"),
        name => name,
    }
}

/// Name of a Rust type or variant: `ViteTheme`, `Light`, `N2xl` for `2xl`, `Empty` for the empty string.
pub(crate) fn camel_case(text: &str) -> String {
    let mut name = String::new();
    for word in text.split(|char: char| !char.is_ascii_alphanumeric()) {
        let mut chars = word.chars();
        name.extend(chars.next().map(|first| first.to_ascii_uppercase()));
        let all_capitals = !word.bytes().any(|byte| byte.is_ascii_lowercase());
        let rest = chars.as_str();
        name += &if all_capitals { rest.to_ascii_lowercase() } else { rest.to_owned() };
    }
    match name.as_bytes().first() {
        None => "Empty".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("N{name}"),
        Some(_) if name == "Self" => "Self_".to_owned(),
        Some(_) => name,
    }
}

/// Checks that no two variables get the same identifier.
pub(crate) fn distinct_variables<'a>(
    variables: impl IntoIterator<Item = &'a Variable>,
    identifier: impl Fn(&str) -> String,
) -> Result<(), NameError> {
    let names = variables.into_iter().map(|variable| variable.name.as_str());
    distinct(names, identifier, |first, second, identifier| NameError::SameVariable {
        first: first.to_owned(),
        second: second.to_owned(),
        identifier,
    })
}

/// Checks that no two names get the same identifier.
pub(crate) fn distinct<'a>(
    names: impl IntoIterator<Item = &'a str>,
    identifier: impl Fn(&str) -> String,
    error: impl Fn(&str, &str, String) -> NameError,
) -> Result<(), NameError> {
    let mut known = BTreeMap::new();
    for name in names {
        let identifier = identifier(name);
        if let Some(first) = known.insert(identifier.clone(), name) {
            return Err(error(first, name, identifier));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_identifiers() {
        assert_eq!(field("API_KEY"), "api_key");
        assert_eq!([field("TYPE"), field("Self"), field("_")], ["r#type", "self_", "__"]);
        assert_eq!([field("a.b-c"), constant("a.b-c")], ["a_b_c", "A_B_C"]);
        assert_eq!([camel_case("VITE_THEME"), camel_case("darkBlue")], ["ViteTheme", "DarkBlue"]);
        assert_eq!(
            [camel_case("2xl"), camel_case("é"), camel_case("self")],
            ["N2xl", "Empty", "Self_"]
        );
    }
}
