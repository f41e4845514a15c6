//! What a container holds: members with a name, and with lines of their own.

use std::ops::Range;

use super::peeler::Peeled;
use crate::content::kind::Kind;
use crate::content::layer::Layer;
use crate::content::note::{Note, Reason};
use crate::content::view::View;
use crate::decompress::{Decompressed, End};

/// The content of a container, or one of several.
pub(super) struct Member {
    /// The bytes of the view around it.
    pub(super) from: Range<usize>,
    pub(super) layer: Layer,
    pub(super) name: String,
}

impl Member {
    /// Adds what was decompressed as a document, with a note when that is not all.
    pub(super) fn add(self, view: &View<'_>, content: Decompressed, peeled: &mut Peeled<'_>) {
        let kind = Kind::of(&self.name, &content.bytes);
        let (from, id) = (self.from.clone(), peeled.document_id());
        let inner = view.document(id, self.from, self.layer, kind, content.bytes, None);
        let reason = match content.end {
            End::Complete => None,
            End::TooLarge => Some(Reason::TooLarge),
            End::Damaged => Some(Reason::Damaged),
        };
        peeled.notes.extend(reason.map(|reason| Note::new(reason, &inner.trail)));
        if !inner.bytes.is_empty() {
            peeled.covered_by_document(&from);
            peeled.add(inner.named(&self.name));
        }
    }

    /// The same for content that is in the view as it is.
    pub(super) fn add_verbatim(self, view: &View<'_>, peeled: &mut Peeled<'_>) {
        let bytes = &view.bytes[self.from.clone()];
        let (length, used) = (bytes.len().min(peeled.allowance), bytes.len());
        let end = if length < used { End::TooLarge } else { End::Complete };
        self.add(view, Decompressed { bytes: bytes[..length].to_vec(), end, used }, peeled);
    }
}
