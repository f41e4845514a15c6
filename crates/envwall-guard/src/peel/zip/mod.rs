//! Zip archives: every member of the central directory, then whatever local headers are in
//! the gaps, so that neither a lost directory nor a member left out of it hides anything.

mod directory;
mod member;

use std::ops::Range;

use flate2::bufread::DeflateDecoder;

use super::container::Member as Content;
use super::peeler::{Peeled, Peeler};
use crate::content::kind::Kind;
use crate::content::layer::Layer;
use crate::content::note::{Note, Reason};
use crate::content::view::View;
use crate::decompress::{Decompressed, End, zstd};
use member::{Extent, Member};

/// Maximum number of members that are opened.
const MAX_MEMBERS: usize = 1 << 16;

/// The peeler for zip archives.
pub(crate) struct Zip;

impl Peeler for Zip {
    fn name(&self) -> &'static str {
        "zip"
    }

    fn fits(&self, kind: Kind) -> bool {
        matches!(kind, Kind::Zip | Kind::Bytes)
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        let bytes: &[u8] = &view.bytes;
        let listed = directory::members(bytes);
        // extensions and programs that unpack themselves have other bytes in front
        if view.kind == Kind::Bytes && (!listed.whole || listed.members.is_empty()) {
            return;
        }
        if !listed.whole {
            peeled.note(Reason::DamagedDirectory, view);
        }
        let work = bytes.len().saturating_mul(2);
        let mut archive = Archive { view, peeled, known: Vec::new(), work, full: false, count: 0 };
        for member in listed.members {
            archive.open(&member);
        }
        archive.open_unlisted();
    }
}

/// An archive that is being opened.
struct Archive<'a, 'v, 'b> {
    view: &'v View<'b>,
    peeled: &'a mut Peeled<'v>,
    /// Bytes of members that were opened.
    known: Vec<Range<usize>>,
    /// Compressed bytes that may still be read: members that overlap would be read for ever.
    work: usize,
    /// Whether the budget is used up.
    full: bool,
    count: usize,
}

impl Archive<'_, '_, '_> {
    /// Opens a member, and says where it ends.
    fn open(&mut self, member: &Member) -> usize {
        let start = member.data.min(self.view.bytes.len());
        self.count += 1;
        if self.full {
            return start;
        }
        let layer = Layer::ZipMember(member.name.as_str().into());
        let mut content = Content { from: start..start, layer, name: member.name.clone() };
        let Some(decompressed) = self.decompress(member, start) else {
            self.unsupported(member, content.layer);
            let end = member.end(start, self.view.bytes.len());
            self.known.push(member.header..end);
            return end;
        };
        let end = start + decompressed.used;
        self.known.push(member.header..end);
        self.full |= decompressed.end == End::TooLarge;
        content.from = start..end;
        content.add(self.view, decompressed, self.peeled);
        if self.count >= MAX_MEMBERS || self.work < end - start {
            self.stop();
        }
        self.work = self.work.saturating_sub(end - start);
        end
    }

    fn decompress(&self, member: &Member, start: usize) -> Option<Decompressed> {
        let bytes: &[u8] = &self.view.bytes;
        let end = member.end(start, bytes.len());
        let cut = matches!(member.extent, Extent::Known(length) if length > end - start);
        let compressed = &bytes[start..end];
        let mut decompressed = member.decompress(compressed, self.peeled.allowance)?;
        if decompressed.end == End::Complete && (cut || !member.is_intact(&decompressed.bytes)) {
            decompressed.end = End::Damaged;
        }
        Some(decompressed)
    }

    fn unsupported(&mut self, member: &Member, layer: Layer) {
        let reason =
            if member.encrypted { Reason::Encrypted } else { Reason::ZipMethod(member.method) };
        let trail: Vec<_> = self.view.trail.iter().cloned().chain([layer]).collect();
        self.peeled.notes.push(Note::new(reason, &trail));
    }

    fn stop(&mut self) {
        self.full = true;
        self.peeled.note(Reason::TooLarge, self.view);
    }

    /// Looks for members between those that are known.
    fn open_unlisted(&mut self) {
        let mut known = std::mem::take(&mut self.known);
        known.sort_by_key(|range| range.start);
        let length = self.view.bytes.len();
        known.push(length..length);
        let mut at = 0;
        for range in known {
            while let Some(member) = member::next(&self.view.bytes, at..range.start) {
                at = self.open(&member).max(at + 1);
            }
            at = at.max(range.end);
        }
    }
}

impl Member {
    /// Where its compressed bytes end at the latest.
    fn end(&self, start: usize, length: usize) -> usize {
        match self.extent {
            Extent::Known(size) => start.saturating_add(size).min(length),
            Extent::Unknown => length,
        }
    }

    /// `None` when nobody here knows the method.
    fn decompress(&self, compressed: &[u8], allowance: usize) -> Option<Decompressed> {
        match self.method {
            _ if self.encrypted => None,
            0 => Some(stored(compressed, allowance)),
            // folders: there is nothing to decompress
            8 if matches!(self.extent, Extent::Known(0)) => Some(Decompressed::default()),
            8 => Some(deflated(compressed, allowance)),
            93 => Some(zstd::decompress(compressed, allowance)),
            _ => None,
        }
    }

    fn is_intact(&self, bytes: &[u8]) -> bool {
        self.crc.is_none_or(|expected| {
            let mut crc = flate2::Crc::new();
            crc.update(bytes);
            crc.sum() == expected
        })
    }
}

fn stored(content: &[u8], allowance: usize) -> Decompressed {
    let (length, used) = (content.len().min(allowance), content.len());
    let end = if length < used { End::TooLarge } else { End::Complete };
    Decompressed { bytes: content[..length].to_vec(), end, used }
}

fn deflated(compressed: &[u8], allowance: usize) -> Decompressed {
    let mut content = Decompressed::default();
    let mut decoder = DeflateDecoder::new(compressed);
    content.extend(&mut decoder, allowance);
    content.used = usize::try_from(decoder.total_in()).unwrap_or(compressed.len());
    content
}
