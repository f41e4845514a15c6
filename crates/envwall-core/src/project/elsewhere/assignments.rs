//! Assignments in files of any syntax: Compose, Dockerfiles, workflows, scripts, `package.json`.
//!
//! No grammar is needed to find `NAME=value`, `NAME: value` and `"name": "value"`: what is kept has
//! the name or the format of a secret, and a value that nobody writes by chance.

/// A name and the text behind its separator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Assignment<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a str,
}

/// Every assignment of a text. Values that refer to something else (`$NAME`, `{{ name }}`) are left
/// out, and so is what is within a value (`key` of `URL=https://…?key=…`), unless that is a command.
pub(super) fn assignments(text: &str) -> impl Iterator<Item = Assignment<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let separator = at + text[at..].find(['=', ':'])?;
            at = separator + 1;
            let (Some(name), Some(value)) =
                (name_before(&text[..separator]), value_after(&text[at..]))
            else {
                continue;
            };
            if is_command(value) {
                continue;
            }
            at = end_of(text, value);
            if !is_reference(value) {
                return Some(Assignment { name, value });
            }
        }
    })
}

/// `"build": "PAY_KEY=… vite build"`.
fn is_command(value: &str) -> bool {
    value.contains('=') && (value.contains(' ') || value.ends_with('='))
}

/// Where a part of a text ends in it.
fn end_of(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize + part.len()
}

/// The name at the end of a text, which may be in quotes.
fn name_before(text: &str) -> Option<&str> {
    // `?` of `NAME ?= value` in makefiles
    let text = text.trim_end_matches([' ', '\t', '?']);
    let text = text.strip_suffix(['"', '\'']).unwrap_or(text);
    let start = text.rfind(|char| !is_of_name(char)).map_or(0, |at| at + char_length(&text[at..]));
    let name = &text[start..];
    // of a query or of settings in a value
    if text[..start].ends_with(['?', '&', ';', '/', '$', '@', '%']) {
        return None;
    }
    name.starts_with(|char: char| char.is_ascii_alphabetic() || char == '_').then_some(name)
}

/// The value at the start of a text: in quotes, or up to a blank.
fn value_after(text: &str) -> Option<&str> {
    let text = text.trim_start_matches([' ', '\t']);
    let text = text.strip_prefix("\\").unwrap_or(text);
    let quote = text.chars().next().filter(|char| ['"', '\'', '`'].contains(char));
    let value = match quote {
        Some(quote) => text[1..].split([quote, '\n']).next()?.trim_end_matches('\\'),
        None => {
            text.split([' ', '\t', '\r', '\n', '"', '\'', '`', ',', ';', '&', '}', '\\']).next()?
        }
    };
    (!value.is_empty()).then_some(value)
}

fn is_of_name(char: char) -> bool {
    char.is_ascii_alphanumeric() || "_-.".contains(char)
}

fn char_length(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

fn is_reference(value: &str) -> bool {
    value.starts_with(['$', '{', '<', '@', '%']) || value.contains("${")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assignments_are_found_in_every_syntax() {
        for (text, name, value) in [
            ("    environment:\n      PAY_KEY: q7Wz # x", "PAY_KEY", "q7Wz"),
            ("      - PAY_KEY=q7Wz\n", "PAY_KEY", "q7Wz"),
            ("      - \"PAY_KEY=q7Wz\"\n", "PAY_KEY", "q7Wz"),
            ("ENV PAY_KEY=\"q7 Wz\" B=c", "PAY_KEY", "q7 Wz"),
            ("{\"build\":\"PAY_KEY=q7Wz vite build\"}", "PAY_KEY", "q7Wz"),
            ("{\"build\":\"PAY_KEY=\\\"q7Wz\\\" vite build\"}", "PAY_KEY", "q7Wz"),
            ("PAY_KEY = 'q7Wz'", "PAY_KEY", "q7Wz"),
            ("  \"payKey\": \"q7Wz\",", "payKey", "q7Wz"),
            ("export PAY_KEY=q7Wz; x", "PAY_KEY", "q7Wz"),
            ("//registry.example.com/:_authToken=q7Wz", "_authToken", "q7Wz"),
            ("PAY_KEY ?= q7Wz", "PAY_KEY", "q7Wz"),
        ] {
            let found: Vec<_> = assignments(text).collect();
            assert!(found.contains(&Assignment { name, value }), "{text}: {found:?}");
        }
        let url = "MAP_URL: https://maps.example.com/style.json?key=q7Wz\n";
        let names: Vec<_> = assignments(url).map(|it| it.name).collect();
        assert_eq!(names, ["MAP_URL"], "a part of a value is no value");
        let curl: Vec<_> = assignments("curl 'https://a.example/?key=q7Wz'").collect();
        assert!(curl.iter().all(|it| it.name != "key"), "{curl:?}");
        for text in ["PAY_KEY=${PAY_KEY}", "PAY_KEY: ${{ secrets.PAY_KEY }}", "PAY_KEY=$A", "=x"] {
            assert_eq!(assignments(text).collect::<Vec<_>>(), [], "{text}");
        }
    }
}
