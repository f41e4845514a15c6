//! Values that are too guessable to be searched for, next to their own names: there they are no
//! coincidence.

use std::cell::OnceCell;
use std::ops::Range;

use envwall_core::SecretValue;
use envwall_core::classify::is_sample;
use envwall_core::classify::names::{may_name_credential, names_password};
use envwall_core::framework::prefixes_before;

use super::devalue::Devalue;
use super::piece::Match;
use super::secret::{Secret, SecretId};
use crate::text::names::Names;

/// Between a name and its value stand a few of these: `NAME":"value`, `NAME = 'value`,
/// `NAME || "value`.
const SEPARATORS: &[u8] = b"\"'`]\\ \t\r\n:=,?|";

/// And these, in `<meta name="NAME" content="value">` and `<input name="NAME" value="value">`.
const ATTRIBUTES: &[&[u8]] = &[b"content=", b"value="];

/// So many bytes of them at most: a line break and the blanks that indent the next line.
const MAX_DISTANCE: usize = 48;

/// A shorter value occurs next to any name: a digit, a flag.
const MIN_VALUE: usize = 4;

/// Next to the name of a password, even `4711` is no coincidence.
const MIN_PASSWORD: usize = 3;

/// Flags say nothing.
const WORDS: &[&str] = &["true", "false", "null", "none", "undefined", "enabled", "disabled"];

/// The names of variables with guessable values.
#[derive(Default)]
pub(super) struct AdjacentNames {
    names: Names,
    /// For each spelling of a name its variable.
    spellings: Vec<usize>,
    variables: Vec<Variable>,
}

struct Variable {
    secret: SecretId,
    name: String,
    values: Vec<SecretValue>,
}

impl AdjacentNames {
    pub(super) fn new<'s>(secrets: impl Iterator<Item = (SecretId, &'s Secret)>) -> Self {
        let variables: Vec<_> = secrets
            .map(|(id, secret)| {
                let telling = |value: &&SecretValue| is_telling(&secret.name, value);
                let values = secret.values.iter().filter(telling).cloned();
                Variable { secret: id, name: secret.name.clone(), values: values.collect() }
            })
            .filter(|variable| !variable.values.is_empty())
            .collect();
        let spelled = variables.iter().enumerate().flat_map(|(index, variable)| {
            spellings(&variable.name).into_iter().map(move |name| (name, index))
        });
        let (names, spellings): (Vec<_>, Vec<_>) = spelled.unzip();
        Self { names: Names::new(&names), spellings, variables }
    }

    /// Calls back with every value next to its name. Returns where names are with which a program
    /// may put their values together.
    pub(super) fn search(&self, text: &[u8], found: &mut impl FnMut(Match)) -> Vec<usize> {
        let mut composed = Vec::new();
        let devalue = OnceCell::new();
        self.names.search(text, &mut |spelling, name| {
            if !is_name(text, &name) {
                return;
            }
            let variable = &self.variables[self.spellings[spelling]];
            let start = name.end + separator_length(&text[name.end..]);
            if start > name.end && matches!(text.get(start), Some(b'+' | b'$' | b'.' | b')')) {
                composed.push(name.start);
            }
            let quoted = matches!(text[start - 1], b'"' | b'\'' | b'`');
            let is_written_so = variable.name.as_bytes() == &text[name.clone()];
            let fits = |value: &&SecretValue| {
                let value = value.expose().trim();
                text[start..].starts_with(value.as_bytes())
                    && is_word(text, &(start..start + value.len()))
                    && (is_written_so && quoted || !is_of_name(&variable.name, value))
            };
            let span = match variable.values.iter().find(fits).filter(|_| start > name.end) {
                Some(value) => Some(start..start + value.expose().trim().len()),
                None => devalue.get_or_init(|| Devalue::of(text)).as_ref().and_then(|devalue| {
                    let written = &text[name.clone()];
                    variable.values.iter().find_map(|value| devalue.value(written, value, text))
                }),
            };
            if let Some(span) = span {
                let secret = variable.secret;
                found(Match { secret, piece: None, part: None, encoding: None, span });
            }
        });
        composed
    }
}

/// A name as programs and documents spell it: `DB_PASSWORD`, `db_password`, `dbPassword`,
/// `DbPassword`, `db-password`.
fn spellings(name: &str) -> Vec<String> {
    let mut spellings = vec![name.to_owned()];
    // `logLevel: "info"` is in every bundle
    if !name.contains('_') || !may_name_credential(name) {
        return spellings;
    }
    let words: Vec<_> =
        name.split('_').filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect();
    let pascal: String = words.iter().map(|word| capitalised(word)).collect();
    let first = words.first().map_or(0, String::len);
    let camel = format!("{}{}", words.first().map_or("", |word| word), &pascal[first..]);
    for spelling in [words.join("_"), words.join("-"), camel, pascal] {
        if !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    }
    spellings
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

/// How many bytes may stand between a name and its value.
fn separator_length(text: &[u8]) -> usize {
    let mut at = 0;
    while at < MAX_DISTANCE {
        let rest = &text[at..];
        at += match rest {
            [b'<', ..] => match memchr::memchr(b'>', &rest[..rest.len().min(MAX_DISTANCE)]) {
                Some(end) => end + 1,
                None => break,
            },
            [byte, ..] if SEPARATORS.contains(byte) => 1,
            _ => match ATTRIBUTES.iter().find(|name| at > 0 && rest.starts_with(name)) {
                Some(name) => name.len(),
                None => break,
            },
        };
    }
    at
}

/// Whether a name is on its own, or behind what makes it a name for the browser.
fn is_name(text: &[u8], span: &Range<usize>) -> bool {
    let prefixed = prefixes_before(&text[..span.start]).map(|length| span.start - length);
    prefixed.chain([span.start]).any(|start| is_word(text, &(start..span.end)))
}

fn is_telling(name: &str, value: &SecretValue) -> bool {
    let value = value.expose().trim();
    let letters = value.chars().any(char::is_alphabetic);
    let long = value.len() >= MIN_VALUE && (letters || value.len() > MIN_VALUE);
    let is_password = value.len() >= MIN_PASSWORD && names_password(name);
    let lower = value.to_ascii_lowercase();
    // enumerations have `PASSWORD: "password"`
    let is_usual = is_of_name(name, value) && !(names_password(name) && name.contains('_'));
    (long || is_password) && !WORDS.contains(&lower.as_str()) && !is_usual && !is_sample(value)
}

/// Whether a value is a word of a name: documentation has `POSTGRES_PASSWORD=postgres`, and labels
/// have `adminPassword: "Password"`.
fn is_of_name(name: &str, value: &str) -> bool {
    name.split('_').any(|word| word.eq_ignore_ascii_case(value))
}

/// Whether nothing before or behind goes on with it.
fn is_word(text: &[u8], span: &Range<usize>) -> bool {
    let goes_on =
        |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let before = span.start.checked_sub(1).and_then(|at| text.get(at));
    !goes_on(before) && !goes_on(text.get(span.end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::needle::secret::Secrets;

    fn finds(text: &str) -> bool {
        let secrets = Secrets::new([Secret::new("DB_PASSWORD", SecretValue::from("admin"))]);
        let mut found = false;
        AdjacentNames::new(secrets.iter()).search(text.as_bytes(), &mut |_| found = true);
        found
    }

    #[test]
    fn a_guessable_value_is_found_next_to_its_name() {
        for text in [
            "{DB_PASSWORD:\"admin\"}",
            "{\"DB_PASSWORD\": \"admin\"}",
            "{\\\"DB_PASSWORD\\\":\\\"admin\\\"}",
            "DB_PASSWORD=admin",
            "env['DB_PASSWORD']='admin'",
            "{\"DB_PASSWORD\":\n    \"admin\"}",
            "{dbPassword:\"admin\"}",
            "{DbPassword:\"admin\"}",
            "{\"db-password\":\"admin\"}",
            "<i data-db-password=\"admin\">",
            "{VITE_DB_PASSWORD:\"admin\"}",
            "{NG_APP_DB_PASSWORD:\"admin\"}",
            "{STORYBOOK_DB_PASSWORD:\"admin\"}",
            "<meta name=\"DB_PASSWORD\" content=\"admin\">",
            "<input name=\"db_password\" value=\"admin\">",
            "<td>DB_PASSWORD</td><td>admin</td>",
            "process.env.DB_PASSWORD||\"admin\"",
            "process.env.DB_PASSWORD ?? 'admin'",
            "[[\"DB_PASSWORD\",\"admin\"]]",
        ] {
            assert!(finds(text), "{text}");
        }
        for text in [
            "MY_DB_PASSWORD=admin",
            "DB_PASSWORD=administrator",
            "admin",
            "DB_PASSWORDadmin",
            "MY_VITE_DB_PASSWORD=admin",
            "{dbPasswords:\"admin\"}",
            "{DB_PASSWORD:f,\n y:\"admin\"}",
            "<meta name=\"DB_PASSWORD\" id=\"admin\">",
        ] {
            assert!(!finds(text), "{text}");
        }
    }

    #[test]
    fn the_shortest_values_are_found_next_to_the_names_of_passwords() {
        for (name, value, expected) in [
            ("ADMIN_PASSWORD", "4711", true),
            ("ADMIN_PIN", "4711", true),
            ("DB_PASS", "abc", true),
            ("DB_PASS", "ab", false),
            ("DB_PASS", "true", false),
            ("DB_PASSWORD", "password", true),
            ("POSTGRES_PASSWORD", "postgres", true),
            ("POSTGRES_USER", "postgres", false),
            ("PASSWORD", "password", false),
            ("JWT_SECRET", "changeme", false),
            ("MAX_TOKENS", "4096", false),
            ("PASSWORD_MIN_LENGTH", "128", false),
            ("SORT_KEY", "asc", false),
            ("PORT", "3000", false),
            ("LOG_LEVEL", "all", false),
            ("LOG_LEVEL", "info", true),
        ] {
            let secrets = Secrets::new([Secret::new(name, SecretValue::from(value))]);
            let mut found = false;
            let text = format!("{{{name}:\"{value}\"}}");
            AdjacentNames::new(secrets.iter()).search(text.as_bytes(), &mut |_| found = true);
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_word_of_the_name_is_found_only_as_a_string() {
        let secret = Secret::new("ADMIN_PASSWORD", SecretValue::from("admin"));
        let names = AdjacentNames::new(Secrets::new([secret]).iter());
        for (text, expected) in [
            ("e.ADMIN_PASSWORD||\"admin\"", true),
            ("\\\"ADMIN_PASSWORD\\\":\\\"admin\\\"", true),
            ("ADMIN_PASSWORD=admin", false),
            ("{adminPassword:\"admin\"}", false),
        ] {
            let mut found = false;
            names.search(text.as_bytes(), &mut |_| found = true);
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn devalues_that_name_by_index_are_read() {
        for text in [
            // SvelteKit's `__data.json`, a document in each line
            "{\"type\":\"data\",\"nodes\":[null,{\"data\":[{\"a\":1},{\"DB_PASSWORD\":2},\"admin\"]}]}",
            "{\"nodes\":[]}\n{\"data\":[{\"DB_PASSWORD\":1},\"admin\"]}",
            // Nuxt's `_devalue.json`
            "[{\"data\":1},[\"Reactive\",2],{\"cfg\":3},{\"dbPassword\":4},\"admin\"]",
            // turbo-stream
            "[{\"_1\":2,\"_3\":4},\"x\",\"y\",\"DB_PASSWORD\",9,\"admin\",{\"_3\":5}]",
        ] {
            assert!(finds(text), "{text}");
        }
        for text in [
            "[{\"a\":1},{\"DB_PASSWORD\":3},\"admin\",\"other\"]",
            "[{\"DB_PASSWORD\":7},\"admin\"]",
            "[{\"DB_PASSWORD\":-1},\"admin\"]",
            "[{\"DB_PASSWORD\":{\"a\":1}},\"admin\"]",
            "{\"a\":[\"admin\"],\"b\":{\"DB_PASSWORD\":0}}",
        ] {
            assert!(!finds(text), "{text}");
        }
    }

    #[test]
    fn only_the_names_of_secrets_are_spelled_in_other_ways() {
        let all = ["DB_PASSWORD", "db_password", "db-password", "dbPassword", "DbPassword"];
        assert_eq!(spellings("DB_PASSWORD"), all);
        assert_eq!(spellings("LOG_LEVEL"), ["LOG_LEVEL"]);
        assert_eq!(spellings("TOKEN"), ["TOKEN"]);
    }
}
