//! Writes indented lines.

use std::fmt::{Display, Write};

/// Collects lines of code.
pub(crate) struct Writer {
    text: String,
    depth: usize,
    indent: usize,
}

impl Writer {
    /// Creates a writer that indents each block by this many spaces.
    pub(crate) fn indented(indent: usize) -> Self {
        Self { text: String::new(), depth: 0, indent }
    }

    /// Writes a line.
    pub(crate) fn line(&mut self, line: impl Display) {
        // writing to a `String` cannot fail
        let _ = writeln!(self.text, "{:1$}{line}", "", self.depth * self.indent);
    }

    /// Writes a blank line.
    pub(crate) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// Writes a first line, an indented block and a last line.
    pub(crate) fn block(&mut self, head: impl Display, end: &str, inside: impl FnOnce(&mut Self)) {
        self.line(head);
        self.block_end(end, inside);
    }

    /// Writes an indented block and a last line.
    pub(crate) fn block_end(&mut self, end: &str, inside: impl FnOnce(&mut Self)) {
        self.depth += 1;
        inside(self);
        self.depth -= 1;
        self.line(end);
    }

    /// Returns the text.
    pub(crate) fn finish(self) -> String {
        self.text
    }
}

/// Replaces line breaks, control characters and bidirectional formatting characters (Unicode Standard
/// Annex 9, 2.1 to 2.5), which rustc rejects in comments.
pub(crate) fn one_line(text: &str) -> String {
    let hidden = |char: char| {
        char.is_control() || matches!(char, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.replace(hidden, " ")
}
