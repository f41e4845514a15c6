//! What every generated item has: lint attributes, the path of serde, and a doc comment.

use crate::Variable;
use crate::writer::{Writer, one_line};

/// Allows lints that depend on the manifest, or on how much of the code is used.
pub(super) const LINTS: &str = "#[allow(dead_code, unreachable_pub, clippy::approx_constant, \
                     clippy::doc_markdown, clippy::enum_variant_names, \
                     clippy::excessive_precision, clippy::similar_names, \
                     clippy::struct_excessive_bools, clippy::struct_field_names, \
                     clippy::too_many_lines, clippy::unnecessary_wraps, \
                     clippy::unreadable_literal, rustdoc::bare_urls, reason = \"generated\")]";

/// Path of serde in generated code.
pub(super) const SERDE: &str = "::envwall::serde";

/// Writes the doc comment of a variable: its expected value and description.
pub(super) fn doc(code: &mut Writer, variable: &Variable) {
    let expected = variable.value_type.expected();
    code.line(format_args!("/// `{}`: {}", variable.name, escape_markdown(&expected)));
    for line in variable.description.iter().flat_map(|description| description.lines()) {
        code.line("///");
        code.line(format_args!("/// {}", escape_markdown(line)));
    }
}

/// Escapes a line for Markdown, so that it contains no links, HTML, lists, or examples that
/// `cargo test` would run (`CommonMark` 0.31, 2.4).
pub(super) fn escape_markdown(text: &str) -> String {
    let text = one_line(text);
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut shown = String::with_capacity(text.len());
    for (index, char) in text.char_indices() {
        let begins_block = index == digits && char.is_ascii_punctuation();
        if begins_block || "\\`*_[]<>~&".contains(char) {
            shown.push('\\');
        }
        shown.push(char);
    }
    shown
}
