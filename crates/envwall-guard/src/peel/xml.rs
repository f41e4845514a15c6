//! XML: SVG, feeds, site maps. Read as pages are, with CDATA sections as the plain text they hold.

use memchr::memmem;

use super::html::Page;
use super::peeler::{Peeled, Peeler};
use crate::content::kind::Kind;
use crate::content::view::View;

/// The peeler for XML.
pub(crate) struct Xml;

const OPEN: &[u8] = b"<![CDATA[";

const CLOSE: &[u8] = b"]]>";

impl Peeler for Xml {
    fn name(&self) -> &'static str {
        "xml"
    }

    fn fits(&self, kind: Kind) -> bool {
        kind == Kind::Xml
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        let mut page = Page::new(view, peeled);
        let bytes: &[u8] = &view.bytes;
        let mut at = 0;
        while let Some(open) = memmem::find(&bytes[at..], OPEN).map(|found| at + found) {
            page.tokenize(at..open, false);
            let start = open + OPEN.len();
            let end = memmem::find(&bytes[start..], CLOSE).map_or(bytes.len(), |end| start + end);
            page.section(start..end);
            at = (end + CLOSE.len()).min(bytes.len());
        }
        page.tokenize(at..bytes.len(), false);
        page.finish();
    }
}
