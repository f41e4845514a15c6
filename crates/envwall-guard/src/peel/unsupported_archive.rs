//! Archives that Envwall does not open: reported, not passed over.

use super::peeler::{Peeled, Peeler};
use crate::content::kind::Kind;
use crate::content::note::Reason;
use crate::content::view::View;

/// The peeler for xz, bzip2, lz4, 7z and rar.
pub(crate) struct UnsupportedArchive;

impl Peeler for UnsupportedArchive {
    fn name(&self) -> &'static str {
        "unsupported archive"
    }

    fn fits(&self, kind: Kind) -> bool {
        matches!(kind, Kind::UnsupportedArchive(_))
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        if let Kind::UnsupportedArchive(format) = view.kind {
            peeled.note(Reason::UnsupportedArchive(format), view);
        }
    }
}
