//! PNG: the text chunks that are compressed, and the layers of those that are not.

use flate2::read::ZlibDecoder;

use super::container::Member;
use super::peeler::{Peeled, Peeler};
use crate::content::kind::Kind;
use crate::content::layer::Layer;
use crate::content::note::Reason;
use crate::content::view::View;
use crate::decompress::Decompressed;
use crate::text::binary::{part, u32_be};

/// Bytes before the first chunk.
const SIGNATURE: usize = 8;

/// Bytes of length and type before a chunk's data, and of the checksum behind it.
const AROUND: (usize, usize) = (8, 4);

/// The peeler for PNG images.
pub(crate) struct Png;

impl Peeler for Png {
    fn name(&self) -> &'static str {
        "png"
    }

    fn fits(&self, kind: Kind) -> bool {
        kind == Kind::Png
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        let mut at = SIGNATURE;
        while let Some((kind, length)) = chunk(&view.bytes, at) {
            let start = at + AROUND.0;
            let end = start.saturating_add(length).min(view.bytes.len());
            look_into(view, kind, start..end, peeled);
            at = end.saturating_add(AROUND.1);
            if &kind == b"IEND" && at <= view.bytes.len() {
                return;
            }
        }
        peeled.note(Reason::Damaged, view);
    }
}

fn chunk(bytes: &[u8], at: usize) -> Option<([u8; 4], usize)> {
    let length = usize::try_from(u32_be(bytes, at)?).ok()?;
    Some((*part(bytes, at + 4, 4)?.first_chunk()?, length))
}

fn look_into(
    view: &View<'_>,
    kind: [u8; 4],
    span: std::ops::Range<usize>,
    peeled: &mut Peeled<'_>,
) {
    let data = &view.bytes[span.clone()];
    let (layer, compressed) = match &kind {
        b"tEXt" => (Layer::PngText, None),
        b"zTXt" => (Layer::PngText, after_zeros(data, 1).and_then(|rest| rest.get(1..))),
        b"iTXt" => (Layer::PngText, international(data)),
        b"iCCP" => (Layer::PngColorProfile, after_zeros(data, 1).and_then(|rest| rest.get(1..))),
        b"eXIf" => (Layer::PngExif, None),
        _ => return,
    };
    peeled.describe(&span, &layer);
    if let Some(compressed) = compressed {
        let mut content = Decompressed { used: data.len(), ..Decompressed::default() };
        content.extend(ZlibDecoder::new(compressed), peeled.allowance);
        Member { from: span, layer, name: String::new() }.add(view, content, peeled);
    }
}

/// The compressed text of an `iTXt` chunk: keyword, flag, method, language, translated keyword.
fn international(data: &[u8]) -> Option<&[u8]> {
    let rest = after_zeros(data, 1)?;
    (*rest.first()? == 1).then_some(())?;
    after_zeros(rest.get(2..)?, 2)
}

/// What follows so many zeros.
fn after_zeros(data: &[u8], count: usize) -> Option<&[u8]> {
    data.splitn(count + 1, |byte| *byte == 0).nth(count)
}
