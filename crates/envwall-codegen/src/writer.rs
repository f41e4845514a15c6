//! Lines with their indentation.

use std::fmt::{Display, Write};

/// Code as it is written, a line at a time.
#[derive(Default)]
pub(crate) struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    /// A line.
    pub(crate) fn line(&mut self, line: impl Display) {
        // writing to a text cannot fail
        let _ = writeln!(self.text, "{:1$}{line}", "", self.depth * 4);
    }

    /// A blank line.
    pub(crate) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// A line that begins a block, the block, and the line that ends it.
    pub(crate) fn block(&mut self, head: impl Display, end: &str, inside: impl FnOnce(&mut Self)) {
        self.line(head);
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
