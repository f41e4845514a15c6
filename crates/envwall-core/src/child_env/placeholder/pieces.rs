//! Texts of which some pieces stay and others are drawn.

use super::draw::Draw;

/// A text in the making. What stays is recorded in one piece wherever it is in one piece.
pub(super) struct Pieces<'a> {
    pub(super) draw: &'a mut Draw,
    text: String,
    kept_from: usize,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(draw: &'a mut Draw) -> Self {
        Self { draw, text: String::new(), kept_from: 0 }
    }

    /// Adds a piece that stays: of the real value, or the same in every placeholder.
    pub(super) fn keep(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds a drawn piece.
    pub(super) fn push(&mut self, drawn: &str) {
        self.record();
        self.text.push_str(drawn);
        self.kept_from = self.text.len();
    }

    pub(super) fn finish(mut self) -> String {
        self.record();
        self.text
    }

    fn record(&mut self) {
        if let Some(kept) = self.text.get(self.kept_from..).filter(|kept| !kept.is_empty()) {
            self.draw.keep(kept);
        }
    }
}
