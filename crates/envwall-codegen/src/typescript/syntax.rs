//! The syntax of TypeScript: literals, comments, property names, unions.

use crate::writer::{Writer, one_line};
use crate::{GENERATED, Variable};

/// Starts a file with the header of all generated files. Linters skip generated code.
pub(super) fn file() -> Writer {
    let mut code = Writer::indented(2);
    code.line(format_args!("// {GENERATED}"));
    code.line("/* eslint-disable */");
    code
}

/// Writes the comment above a name: its description and expected value.
pub(super) fn doc(code: &mut Writer, variable: &Variable) {
    let description = variable.description.iter().flat_map(|text| text.lines()).map(str::trim);
    let expected = variable.value_type.expected();
    comment(code, description.chain([expected.as_str()]));
}

/// Writes a comment.
pub(super) fn comment<'a>(code: &mut Writer, lines: impl IntoIterator<Item = &'a str>) {
    let lines: Vec<_> = lines.into_iter().map(in_comment).collect();
    match &lines[..] {
        [line] => code.line(format_args!("/** {line} */")),
        lines => {
            code.line("/**");
            for line in lines {
                code.line(format_args!(" * {line}").to_string().trim_end());
            }
            code.line(" */");
        }
    }
}

/// Escapes text that could end a comment.
fn in_comment(text: &str) -> String {
    one_line(&text.replace("*/", "* /"))
}

/// Writes a string literal that is also safe inside an HTML page.
pub(super) fn literal(text: &str) -> String {
    let mut literal = String::from('"');
    for char in text.chars() {
        match char {
            '"' | '\\' => literal.extend(['\\', char]),
            '\n' => literal += "\\n",
            '<' | '\u{2028}' | '\u{2029}' | '\u{feff}' => literal += &escape(char),
            char if char.is_control() => literal += &escape(char),
            char => literal.push(char),
        }
    }
    literal + "\""
}

fn escape(char: char) -> String {
    format!("\\u{:04x}", u32::from(char))
}

/// Writes a name as a property key.
pub(super) fn key(name: &str) -> String {
    if name.contains(['.', '-']) { literal(name) } else { name.to_owned() }
}

/// Writes the access to a property.
pub(super) fn member(name: &str) -> String {
    let key = key(name);
    if key == name { format!(".{key}") } else { format!("[{key}]") }
}

/// Writes a property whose value is a call, with one argument per line.
pub(super) fn call(code: &mut Writer, key: &str, function: &str, arguments: &[String]) {
    code.block(format_args!("{key}: {function}("), "),", |code| {
        for argument in arguments {
            code.line(format_args!("{argument},"));
        }
    });
}

/// Joins types with `|`, without duplicates.
pub(super) fn union(types: impl Iterator<Item = String>) -> String {
    let mut distinct: Vec<String> = Vec::new();
    for one in types {
        if !distinct.contains(&one) {
            distinct.push(one);
        }
    }
    distinct.join(" | ")
}

/// Writes the type of an array.
pub(super) fn array(item: &str) -> String {
    format!("{}[]", parenthesized(item))
}

/// Puts parentheses around a compound type.
pub(super) fn parenthesized(of_type: &str) -> String {
    let is_simple = of_type.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_simple { of_type.to_owned() } else { format!("({of_type})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_literal_or_a_comment() {
        assert_eq!(literal("a\"\\\n</script>\u{2028}"), r#""a\"\\\n\u003c/script>\u2028""#);
        assert_eq!(in_comment("a */ b\r\nc"), "a * / b  c");
        assert_eq!([key("A_B"), key("a.b")], ["A_B", "\"a.b\""]);
        assert_eq!([member("A_B"), member("a.b")], [".A_B", "[\"a.b\"]"]);
    }
}
