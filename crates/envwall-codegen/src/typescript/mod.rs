//! TypeScript: modules of each side, and types for the places where tools hand out variables.
//!
//! | module | emits |
//! |---|---|
//! | `client`, `runtime` | the client's module: values of the build, or those of the page |
//! | `server` | the server's module, with a tripwire |
//! | `declarations` | types of `process.env` and `import.meta.env` |
//! | `cloudflare` | types of a Worker's bindings |
//! | `sveltekit`, `astro` | what these frameworks have declared |
//! | `validators` | Standard Schema validators |
//! | `reading`, `parse` | how texts are read: what `ValueType::check` accepts, and nothing else |
//! | `schema` | a schema of JSON as a type, and as what generated code checks by |
//! | `types` | types and values as TypeScript writes them |

mod astro;
mod client;
mod cloudflare;
mod declarations;
mod parse;
mod reading;
mod runtime;
mod schema;
mod server;
mod sveltekit;
mod types;
mod validators;

pub use astro::astro;
pub use client::client;
pub use cloudflare::cloudflare;
pub use declarations::declarations;
pub use server::server;
pub use sveltekit::sveltekit;
pub use validators::validators;

use crate::writer::{Writer, one_line};
use crate::{GENERATED, Variable};

/// A file that begins as all of them do. Generated code is no matter for linters.
fn file() -> Writer {
    let mut code = Writer::indented(2);
    code.line(format_args!("// {GENERATED}"));
    code.line("/* eslint-disable */");
    code
}

/// The comment above a name: what it is, and what it is for.
fn doc(code: &mut Writer, variable: &Variable) {
    let description = variable.description.iter().flat_map(|text| text.lines()).map(str::trim);
    let expected = variable.value_type.expected();
    comment(code, description.chain([expected.as_str()]));
}

/// A comment of some lines.
fn comment<'a>(code: &mut Writer, lines: impl IntoIterator<Item = &'a str>) {
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

/// What cannot end a comment.
fn in_comment(text: &str) -> String {
    one_line(&text.replace("*/", "* /"))
}

/// A text as a literal, which can stand in a page as well.
fn literal(text: &str) -> String {
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

/// A name as a property.
fn key(name: &str) -> String {
    if name.contains(['.', '-']) { literal(name) } else { name.to_owned() }
}

/// A property of an object.
fn member(name: &str) -> String {
    let key = key(name);
    if key == name { format!(".{key}") } else { format!("[{key}]") }
}

/// A property that is the result of a call, an argument a line.
fn call(code: &mut Writer, key: &str, function: &str, arguments: &[String]) {
    code.block(format_args!("{key}: {function}("), "),", |code| {
        for argument in arguments {
            code.line(format_args!("{argument},"));
        }
    });
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
