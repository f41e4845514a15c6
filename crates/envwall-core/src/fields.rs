//! Texts within JSON: the fields of a value that are secrets by themselves, and what an escaped text says.

use serde_json::Value;

use crate::fingerprint::is_hard_to_guess;
use crate::{is_searchable, looks};

/// JSON in texts of JSON: so deep and no deeper.
const DEEPEST: usize = 4;

/// The fields of a JSON text that would give something away: beyond guessing, not made for browsers, and
/// of no name that says that they are public. A list has the name of the variable. Of what is no JSON, none.
pub(crate) fn secret_fields(variable: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    // which is the whole value, without its quotes
    if let Ok(text) = serde_json::from_str::<String>(text) {
        found.extend(Some(text).filter(|text| is_searchable(text)));
    }
    read(text, variable, DEEPEST, &mut found);
    found
}

fn read(text: &str, name: &str, levels: usize, found: &mut Vec<String>) {
    let Some(levels) = levels.checked_sub(1) else { return };
    // a number or a word would be the whole text
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
        Value::Object(fields) => {
            fields.iter().for_each(|(name, field)| collect(field, name, levels, found));
        }
        _ => {}
    }
}

fn is_secret(name: &str, text: &str) -> bool {
    // regions and versions stand in public values, too
    let is_own = looks::names_credential(name)
        || is_hard_to_guess(text) && !looks::names_what_is_public(name);
    looks::secret_kind(text).is_some()
        || is_own && !looks::is_harmless(&looks::spaced(name).join("_"), text)
}

/// What a text says where its escapes of JSON are read, and theirs again. It need not be JSON: some reader
/// takes more than others do.
pub(crate) fn unescaped(text: &str) -> Vec<String> {
    let first = text.contains('\\').then(|| unescape(text));
    let next = |text: &String| text.contains('\\').then(|| unescape(text));
    std::iter::successors(first, next).take(DEEPEST).collect()
}

fn unescape(text: &str) -> String {
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(char) = rest.next() {
        let escaped = if char == '\\' { rest.next() } else { None };
        let unit = match escaped {
            Some('u') => match hex_unit(rest.as_str()) {
                Some((unit, after)) => {
                    rest = after.chars();
                    units.push(unit);
                    continue;
                }
                None => 'u',
            },
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some(other) => other,
            None => char,
        };
        units.extend_from_slice(unit.encode_utf16(&mut [0; 2]));
    }
    String::from_utf16_lossy(&units)
}

/// The four digits of `\u`, and what stands after them.
fn hex_unit(text: &str) -> Option<(u16, &str)> {
    let (digits, after) = text.split_at_checked(4)?;
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex.then(|| u16::from_str_radix(digits, 16).ok()).flatten().map(|unit| (unit, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_told_by_name_and_value() {
        let fields = |text: &str| secret_fields("CREDENTIALS", text);
        for text in [
            r#"{"password":"qX7vB2mN9kLpR4tY"}"#,
            r#"{"a":[{"private_key_id":"qX7vB2mN9kLpR4tY"}]}"#,
            r#"{"apiKeyName":"qX7vB2mN9kLpR4tY"}"#,
            r#"["qX7vB2mN9kLpR4tY"]"#,
            r#""qX7vB2mN9kLpR4tY""#,
            r#"{"pwd":"Vd83kPqz71","token":"qX7vB2mN9kLpR4tY"}"#,
            r#"{"inner":"{\"pw\":\"qX7vB2mN9kLpR4tY\"}"}"#,
        ] {
            let found = fields(text);
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
            assert!(fields(text).is_empty(), "{text}: {:?}", fields(text));
        }
        assert_eq!(secret_fields("API_TOKENS", r#"["q7WzXe81"]"#), ["q7WzXe81"]);
        assert_eq!(fields(r#""q7WzXe81""#), ["q7WzXe81"]);
        // an address may hold a login
        assert_eq!(fields(r#"{"url":"redis://x:Vd83kPqz71@a.lan"}"#).len(), 1);
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
