//! Documents: content with lines and columns of its own.

use std::cell::Cell;
use std::ops::Range;
use std::rc::Rc;

/// Identifies a document within one artifact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DocumentId(u32);

/// Hands out the ids of one artifact, in order.
#[derive(Debug, Default)]
pub(crate) struct DocumentIds(Cell<u32>);

impl DocumentIds {
    pub(crate) fn next(&self) -> DocumentId {
        let id = self.0.get();
        self.0.set(id + 1);
        DocumentId(id)
    }
}

/// What was inside a container, or a source in a map.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) id: DocumentId,
    pub(crate) bytes: Vec<u8>,
    /// The original source's path, where this is one of a source map.
    pub(crate) source: Option<String>,
    /// Where it was found: bytes of the document around it.
    pub(crate) found_at: Range<usize>,
    /// The document around it; `None` is the artifact.
    pub(crate) parent: Option<Rc<Document>>,
}

/// The id of a document; `None` is the artifact itself.
pub(crate) fn id_of(document: Option<&Rc<Document>>) -> Option<DocumentId> {
    document.map(|document| document.id)
}
