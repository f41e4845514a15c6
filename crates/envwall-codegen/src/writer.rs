//! Lines with their indentation.

use std::fmt::{Display, Write};

/// Code as it is written, a line at a time.
pub(crate) struct Writer {
    text: String,
    depth: usize,
    indent: usize,
}

impl Writer {
    /// Indents each block by so many blanks.
    pub(crate) fn indented(indent: usize) -> Self {
        Self { text: String::new(), depth: 0, indent }
    }

    /// A line.
    pub(crate) fn line(&mut self, line: impl Display) {
        // writing to a text cannot fail
        let _ = writeln!(self.text, "{:1$}{line}", "", self.depth * self.indent);
    }

    /// A blank line.
    pub(crate) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// A line that begins a block, the block, and the line that ends it.
    pub(crate) fn block(&mut self, head: impl Display, end: &str, inside: impl FnOnce(&mut Self)) {
        self.line(head);
        self.block_end(end, inside);
    }

    /// A block whose first line is there already, and the line that ends it.
    pub(crate) fn block_end(&mut self, end: &str, inside: impl FnOnce(&mut Self)) {
        self.depth += 1;
        inside(self);
        self.depth -= 1;
        self.line(end);
    }

    /// All of it.
    pub(crate) fn finish(self) -> String {
        self.text
    }
}

/// A text on one line: with no line break, no other control character, and nothing that turns the
/// direction of what follows (Unicode Standard Annex 9, 2.1 to 2.5), which Rust takes in no comment.
pub(crate) fn one_line(text: &str) -> String {
    let hidden = |char: char| {
        char.is_control() || matches!(char, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.replace(hidden, " ")
}
