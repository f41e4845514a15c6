//! Texts with names, spans and positions.

use std::ops::Range;
use std::sync::Arc;

/// Bytes of a [`SourceFile`], half open.
pub type Span = Range<usize>;

/// A position in a text as editors count it: line and column start at 1, and columns are UTF-16
/// code units, as in source maps and the Language Server Protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in UTF-16 code units, from 1.
    pub column: u32,
}

/// A text file that was read: its display name (relative, with forward slashes) and its text.
///
/// Cloning is cheap. `Debug` shows the name only: an environment file is full of secrets.
#[derive(Clone)]
pub struct SourceFile {
    name: Arc<str>,
    text: Arc<str>,
    line_starts: Arc<[usize]>,
}

impl SourceFile {
    /// A text with its display name.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let line_starts =
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { name: name.into(), text, line_starts }
    }

    /// The display name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text. The text of an environment file is sensitive.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Line and column of a byte offset; an offset past the end counts as the end.
    ///
    /// ```
    /// use envwall_core::source::{Position, SourceFile};
    /// let file = SourceFile::new(".env", "A=1\nÄB=2\n");
    /// assert_eq!(file.position(6), Position { line: 2, column: 2 });
    /// ```
    pub fn position(&self, offset: usize) -> Position {
        let line = self.line_of(offset);
        let start = self.line_starts[line];
        let prefix = self.text.get(start..offset.min(self.text.len())).unwrap_or_default();
        Position { line: number(line), column: number(prefix.encode_utf16().count()) }
    }

    /// The bytes of the line that contains an offset, without its line break.
    pub fn line_span(&self, offset: usize) -> Span {
        let line = self.line_of(offset);
        let start = self.line_starts[line];
        let end = self.line_starts.get(line + 1).map_or(self.text.len(), |next| next - 1);
        let end = if self.text[start..end].ends_with('\r') { end - 1 } else { end };
        start..end
    }

    fn line_of(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset) - 1
    }
}

impl std::fmt::Debug for SourceFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SourceFile").field("name", &self.name).finish_non_exhaustive()
    }
}

fn number(from_zero: usize) -> u32 {
    u32::try_from(from_zero + 1).unwrap_or(u32::MAX)
}
