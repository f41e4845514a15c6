//! JPEG: comments and metadata. A segment holds 64 KiB at most, so longer texts go on in the next.

use std::ops::Range;

use super::peeler::{Peeled, Peeler};
use crate::content::kind::Kind;
use crate::content::layer::Layer;
use crate::content::note::Reason;
use crate::content::view::View;
use crate::text::binary::u16_be;

/// How the segments of longer XMP begin; behind it: an identifier, the length, the offset.
const LONG_XMP: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";

/// Bytes of identifier, length and offset.
const LONG_XMP_FIELDS: usize = 32 + 4 + 4;

/// How the segments of colour profiles begin; behind it: number and count.
const PROFILE: &[u8] = b"ICC_PROFILE\0";

/// The peeler for JPEG images.
pub(crate) struct Jpeg;

impl Peeler for Jpeg {
    fn name(&self) -> &'static str {
        "jpeg"
    }

    fn fits(&self, kind: Kind) -> bool {
        kind == Kind::Jpeg
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        let mut texts: Vec<(Layer, Range<usize>)> = Vec::new();
        let mut at = 2;
        let whole = loop {
            match segment(&view.bytes, at) {
                Some((0xff, _)) => at += 1,
                // pixels follow
                Some((0xda, data)) => break data.end <= view.bytes.len() && has_end(&view.bytes),
                Some((0xd9, _)) => break true,
                Some((marker, data)) if data.end <= view.bytes.len() => {
                    texts.extend(text_of(&view.bytes, marker, data.clone()));
                    at = data.end;
                }
                _ => break false,
            }
        };
        for (layer, text) in &texts {
            peeled.describe(text, layer);
        }
        for layer in [Layer::JpegComment, Layer::JpegXmp, Layer::JpegColorProfile] {
            let parts: Vec<_> = texts.iter().filter(|text| text.0 == layer).collect();
            join(view, layer.clone(), &parts, peeled);
        }
        if !whole {
            peeled.note(Reason::Damaged, view);
        }
    }
}

/// A marker and the bytes of its segment, without marker and length.
fn segment(bytes: &[u8], at: usize) -> Option<(u8, Range<usize>)> {
    (*bytes.get(at)? == 0xff).then_some(())?;
    let marker = *bytes.get(at + 1)?;
    if matches!(marker, 0xff | 0x01 | 0xd0..=0xd9) {
        return Some((marker, at + 2..at + 2));
    }
    let length = usize::from(u16_be(bytes, at + 2)?).max(2);
    Some((marker, at + 4..at + 2 + length))
}

fn has_end(bytes: &[u8]) -> bool {
    bytes.windows(2).rev().any(|pair| pair == [0xff, 0xd9])
}

fn text_of(bytes: &[u8], marker: u8, data: Range<usize>) -> Option<(Layer, Range<usize>)> {
    let content = &bytes[data.clone()];
    let behind = |count: usize| (data.start + count).min(data.end)..data.end;
    match marker {
        0xfe => Some((Layer::JpegComment, data)),
        0xe1 if content.starts_with(LONG_XMP) => {
            Some((Layer::JpegXmp, behind(LONG_XMP.len() + LONG_XMP_FIELDS)))
        }
        0xe2 if content.starts_with(PROFILE) => {
            Some((Layer::JpegColorProfile, behind(PROFILE.len() + 2)))
        }
        0xe0..=0xef => Some((Layer::JpegMetadata, data)),
        _ => None,
    }
}

/// One view for a text in several segments.
fn join(view: &View<'_>, layer: Layer, parts: &[&(Layer, Range<usize>)], peeled: &mut Peeled<'_>) {
    let [(_, first), .., (_, last)] = parts else { return };
    let bytes = parts.iter().flat_map(|(_, part)| &view.bytes[part.clone()]).copied().collect();
    peeled.add(view.decoded(first.start..last.end, layer, Kind::Text, bytes));
}
