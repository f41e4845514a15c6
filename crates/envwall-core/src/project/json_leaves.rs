//! Texts within JSON: the leaves of a value that are secrets by themselves, and texts without their
//! escapes.

use serde_json::Value;

use crate::classify::{names, values};
use crate::encoding::json::unescape;
use crate::fingerprint::is_hard_to_guess;
use crate::guessability::is_searchable;

/// Maximum nesting depth of JSON inside texts of JSON.
const MAX_DEPTH: usize = 4;

/// The leaves of a JSON text that are secrets: hard to guess, not meant for browsers, and not under
/// a name of something public. Items of a list count as named like the list. A text that is not
/// JSON has none.
pub(super) fn secret_leaves(variable: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    read(text, variable, MAX_DEPTH, &mut found);
    // the whole value without its quotes
    let unquoted = serde_json::from_str::<String>(text).ok();
    found.extend(unquoted.filter(|text| is_searchable(text) && !found.contains(text)));
    found
}

fn read(text: &str, name: &str, levels: usize, found: &mut Vec<String>) {
    let Some(levels) = levels.checked_sub(1) else { return };
    // a number or a word is the whole text
    let is_inside = text.trim_start().starts_with(['{', '[', '"']);
    if let Some(value) = is_inside.then(|| serde_json::from_str(text).ok()).flatten() {
        collect(&value, name, levels, found);
    }
}

fn collect(value: &Value, name: &str, levels: usize, found: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            let text = text.trim();
            if is_secret(name, text) {
                found.push(text.to_owned());
            }
            read(text, name, levels, found);
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, name, levels, found)),
        Value::Object(entries) => {
            entries.iter().for_each(|(name, leaf)| collect(leaf, name, levels, found));
        }
        _ => {}
    }
}

fn is_secret(name: &str, text: &str) -> bool {
    // regions and versions are in public values too
    let is_own =
        names::names_credential(name) || is_hard_to_guess(text) && !names::names_public_data(name);
    values::secret_kind(text).is_some() || is_own && !values::is_harmless(name, text)
}

/// A text with its JSON escapes resolved, then resolved again, and so on. It need not be valid
/// JSON, since some readers accept more than others.
pub(crate) fn unescaped(text: &str) -> Vec<String> {
    let first = text.contains('\\').then(|| unescape(text));
    let next = |text: &String| text.contains('\\').then(|| unescape(text));
    std::iter::successors(first, next).take(MAX_DEPTH).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_are_recognized_by_name_and_value() {
        let leaves = |text: &str| secret_leaves("CREDENTIALS", text);
        for text in [
            r#"{"password":"qX7vB2mN9kLpR4tY"}"#,
            r#"{"a":[{"private_key_id":"qX7vB2mN9kLpR4tY"}]}"#,
            r#"{"apiKeyName":"qX7vB2mN9kLpR4tY"}"#,
            r#"["qX7vB2mN9kLpR4tY"]"#,
            r#""qX7vB2mN9kLpR4tY""#,
            r#"{"pwd":"Vd83kPqz71","token":"qX7vB2mN9kLpR4tY"}"#,
            r#"{"inner":"{\"pw\":\"qX7vB2mN9kLpR4tY\"}"}"#,
        ] {
            let found = leaves(text);
            assert!(found.contains(&"qX7vB2mN9kLpR4tY".to_owned()), "{text}: {found:?}");
        }
        for text in [
            r#"{"projectId":"acme-prod-281904","client_email":"web@acme-281904.iam.lan"}"#,
            r#"{"user-ids":["108234872340982340982"],"HOST":"db-281904.acme.example"}"#,
            r#"{"apiKey":"AIzaSymadeup7f3a9c51d2","stripe":"pk_live_madeup7f3a9c51d2"}"#,
            r#"{"endpoint":"https://api.example.com/v1","password":"hunter2"}"#,
            r#"{"clientID":"108234872340982340982"}"#,
            r#"{"region":"eu-central-1"}"#,
            "qX7vB2mN9kLpR4tY",
            "{qX7vB2mN9kLpR4tY}",
            "",
        ] {
            assert!(leaves(text).is_empty(), "{text}: {:?}", leaves(text));
        }
        assert_eq!(secret_leaves("API_TOKENS", r#"["q7WzXe81"]"#), ["q7WzXe81"]);
        assert_eq!(leaves(r#""q7WzXe81""#), ["q7WzXe81"]);
        // a URL may contain credentials
        assert_eq!(leaves(r#"{"url":"redis://x:Vd83kPqz71@a.lan"}"#).len(), 1);
    }

    #[test]
    fn escapes_are_read_as_json_has_them() {
        for text in ["Zr7!kQ2\"mP9\\xT4w", "ä\u{1f600}\n\t\u{8}\u{c}/", "", "\\u12"] {
            let once = serde_json::to_string(&[text]).expect("JSON");
            let twice = serde_json::to_string(&[&once]).expect("JSON");
            let units = text.encode_utf16().map(|unit| format!("\\u{unit:04X}"));
            let all: String = units.collect();
            for escaped in [once, twice, format!("{{\"x\":\"\\ud800\",\"{all}\":1}}")] {
                let said = unescaped(&escaped);
                assert!(said.iter().chain([&escaped]).any(|it| it.contains(text)), "{escaped}");
            }
        }
        assert!(unescaped("plain").is_empty());
        for broken in ["\\", "\\u", "\\u00", "\\u00ä1", "\\u+123"] {
            assert!(!unescaped(broken).is_empty(), "{broken}");
        }
    }
}
