//! Containers that nobody here opens: told of, not passed over.

use super::{Note, Peeled, Peeler};
use crate::view::{Kind, View};

/// The peeler for xz, bzip2, lz4, 7z and rar.
pub(crate) struct Packed;

impl Peeler for Packed {
    fn fits(&self, kind: Kind) -> bool {
        matches!(kind, Kind::Packed(_))
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        if let Kind::Packed(format) = view.kind {
            let why = format!("it is packed with {format}, which Envwall does not open");
            peeled.notes.push(Note::not_looked_at(&why, &view.trail));
        }
    }
}
