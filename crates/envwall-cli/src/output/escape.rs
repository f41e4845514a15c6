//! Escapes paths, names and messages for each format.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::RangeInclusive;

/// Replaces a character that a format cannot contain.
const REPLACEMENT: char = '\u{fffd}';

/// Ranges of characters that are invisible, or that change the order in which others are shown: a name
/// with one looks like another name.
///
/// Unicode 16, `DerivedCoreProperties.txt`: `Default_Ignorable_Code_Point`, without the selectors of
/// emoji; `Bidi_Control`; the line and paragraph separators.
const INVISIBLE: &[RangeInclusive<char>] = &[
    '\u{ad}'..='\u{ad}',
    '\u{34f}'..='\u{34f}',
    '\u{61c}'..='\u{61c}',
    '\u{115f}'..='\u{1160}',
    '\u{17b4}'..='\u{17b5}',
    '\u{180b}'..='\u{180f}',
    '\u{200b}'..='\u{200f}',
    '\u{2028}'..='\u{202e}',
    '\u{2060}'..='\u{206f}',
    '\u{3164}'..='\u{3164}',
    '\u{feff}'..='\u{feff}',
    '\u{ffa0}'..='\u{ffa0}',
    '\u{fff0}'..='\u{fffb}',
    '\u{1bca0}'..='\u{1bca3}',
    '\u{1d173}'..='\u{1d17a}',
    '\u{e0000}'..='\u{e0fff}',
];

fn is_invisible(char: char) -> bool {
    !char.is_ascii() && INVISIBLE.iter().any(|range| range.contains(&char))
}

/// Writes characters that nobody sees as their numbers: `\u{202e}`.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    visible_after(text, "")
}

/// The same within the strings of a JSON document, where a backslash is written as two.
pub(crate) fn visible_in_json(text: &str) -> Cow<'_, str> {
    visible_after(text, "\\")
}

fn visible_after<'a>(text: &'a str, prefix: &str) -> Cow<'a, str> {
    if !text.contains(is_invisible) {
        return Cow::Borrowed(text);
    }
    let mut visible = String::with_capacity(text.len() + 16);
    for char in text.chars() {
        if is_invisible(char) {
            visible.push_str(prefix);
            visible.extend(char.escape_unicode());
        } else {
            visible.push(char);
        }
    }
    Cow::Owned(visible)
}

/// Escapes for element content and quoted attributes of XML 1.0 and HTML. Keeps line breaks in attributes,
/// and replaces characters that XML forbids even as references.
pub(crate) fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\t' | '\n' | '\r' => {
                let _ = write!(escaped, "&#{};", u32::from(char));
            }
            '\u{fffe}' | '\u{ffff}' => escaped.push(REPLACEMENT),
            _ if char.is_control() => escaped.push(REPLACEMENT),
            _ => escaped.push(char),
        }
    }
    escaped
}

/// Escapes for a line of Markdown or a table cell: the result contains no markup, tags or mentions.
pub(crate) fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\n' | '\r' | '\t' => escaped.push(' '),
            _ if char.is_control() => escaped.push(REPLACEMENT),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '#' | '!' | '$' => {
                escaped.extend(['\\', char]);
            }
            // GitHub recognizes mentions even after a backslash
            '@' => escaped.push_str("&#64;"),
            _ => escaped.push(char),
        }
    }
    // and links
    escaped.replace("://", "&#58;//")
}

/// Escapes the message of a GitHub workflow command.
pub(crate) fn command_data(text: &str) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    text.chars().map(|char| if char.is_control() { REPLACEMENT } else { char }).collect()
}

/// Escapes a property of a GitHub workflow command.
pub(crate) fn command_property(text: &str) -> String {
    command_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Percent-encodes a path as a relative URI reference.
pub(crate) fn uri(path: &str) -> String {
    let mut escaped = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                escaped.push(char::from(byte));
            }
            _ => {
                let _ = write!(escaped, "%{byte:02X}");
            }
        }
    }
    escaped
}

/// Converts names between backticks into `<code>` elements, and escapes everything.
pub(crate) fn with_code(text: &str, escape: fn(&str) -> String) -> String {
    if text.matches('`').count() % 2 == 1 {
        return escape(text);
    }
    let piece = |(index, part): (usize, &str)| match index % 2 {
        1 => Cow::from(format!("<code>{}</code>", escape(part))),
        _ => Cow::from(escape(part)),
    };
    text.split('`').enumerate().map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_text_cannot_break_out() {
        assert_eq!(xml("a<b>&\"'\n\u{1}"), "a&lt;b&gt;&amp;&quot;&#39;&#10;\u{fffd}");
        assert_eq!(markdown("a|`b`\n<c>&@d"), "a\\|\\`b\\` \\<c\\>\\&&#64;d");
        assert_eq!(command_data("50%\n::error::x\u{1b}"), "50%25%0A::error::x\u{fffd}");
        assert_eq!(command_property("a,b:c"), "a%2Cb%3Ac");
        assert_eq!(uri("a b/ä%.js"), "a%20b/%C3%A4%25.js");
    }

    #[test]
    fn what_nobody_sees_is_written_as_its_number() {
        assert_eq!(visible("a\u{202e}sj.x\u{feff}"), "a\\u{202e}sj.x\\u{feff}");
        assert_eq!(visible("ä 😀 ❤\u{fe0f}"), "ä 😀 ❤\u{fe0f}");
        let json = visible_in_json("[\"a\u{200b}b\"]").into_owned();
        assert_eq!(serde_json::from_str::<Vec<String>>(&json).unwrap(), ["a\\u{200b}b"]);
    }

    #[test]
    fn backticks_become_code_elements() {
        assert_eq!(with_code("of `A<B`!", xml), "of <code>A&lt;B</code>!");
        assert_eq!(with_code("odd ` one", xml), "odd ` one");
    }
}
