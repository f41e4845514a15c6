//! Zip archives: every member of the central directory, then whatever local headers stand in
//! the gaps, so that neither a lost directory nor a member left out of it hides anything.

mod directory;
mod member;

use std::ops::Range;

use flate2::bufread::DeflateDecoder;

use super::unpack::{End, Part, Unpacked};
use super::{Note, Peeled, Peeler, zstd};
use crate::view::{Kind, View};
use member::{Extent, Member};

/// So many members are looked at.
const MOST_MEMBERS: usize = 1 << 16;

/// The peeler for zip archives.
pub(crate) struct Zip;

impl Peeler for Zip {
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
            let why = "its table of contents is damaged or missing";
            peeled.notes.push(Note::not_looked_at(why, &view.trail));
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
        let layer = format!("zip member {}", member.name).into();
        let mut part = Part { from: start..start, layer, name: member.name.clone() };
        let Some(unpacked) = self.unpack(member, start) else {
            self.unsupported(member, &part.layer);
            let end = member.end(start, self.view.bytes.len());
            self.known.push(member.header..end);
            return end;
        };
        let end = start + unpacked.used;
        self.known.push(member.header..end);
        self.full |= unpacked.end == End::TooLarge;
        part.from = start..end;
        part.add(self.view, unpacked, self.peeled);
        if self.count >= MOST_MEMBERS || self.work < end - start {
            self.stop();
        }
        self.work = self.work.saturating_sub(end - start);
        end
    }

    fn unpack(&self, member: &Member, start: usize) -> Option<Unpacked> {
        let bytes: &[u8] = &self.view.bytes;
        let end = member.end(start, bytes.len());
        let cut = matches!(member.extent, Extent::Known(length) if length > end - start);
        let packed = &bytes[start..end];
        let mut unpacked = member.unpack(packed, self.peeled.allowance)?;
        if unpacked.end == End::Whole && (cut || !member.is_intact(&unpacked.bytes)) {
            unpacked.end = End::Broken;
        }
        Some(unpacked)
    }

    fn unsupported(&mut self, member: &Member, layer: &str) {
        let why = if member.encrypted {
            "it holds something encrypted".to_owned()
        } else {
            format!("it holds something packed with zip's method {}", member.method)
        };
        let trail: Vec<_> =
            self.view.trail.iter().cloned().chain([layer.to_owned().into()]).collect();
        self.peeled.notes.push(Note::not_looked_at(&why, &trail));
    }

    fn stop(&mut self) {
        self.full = true;
        let why = "it holds more than can be looked at";
        self.peeled.notes.push(Note::not_looked_at(why, &self.view.trail));
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
    /// Where its packed bytes end at the latest.
    fn end(&self, start: usize, length: usize) -> usize {
        match self.extent {
            Extent::Known(packed) => start.saturating_add(packed).min(length),
            Extent::Unknown => length,
        }
    }

    /// `None` when nobody here knows the method.
    fn unpack(&self, packed: &[u8], allowance: usize) -> Option<Unpacked> {
        match self.method {
            _ if self.encrypted => None,
            0 => Some(stored(packed, allowance)),
            // folders: there is nothing to unpack
            8 if matches!(self.extent, Extent::Known(0)) => Some(Unpacked::default()),
            8 => {
                let mut unpacked = Unpacked::default();
                let mut decoder = DeflateDecoder::new(packed);
                unpacked.extend(&mut decoder, allowance);
                unpacked.used = usize::try_from(decoder.total_in()).unwrap_or(packed.len());
                Some(unpacked)
            }
            93 => Some(zstd::unpack(packed, allowance)),
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

fn stored(packed: &[u8], allowance: usize) -> Unpacked {
    let (length, used) = (packed.len().min(allowance), packed.len());
    let end = if length < used { End::TooLarge } else { End::Whole };
    Unpacked { bytes: packed[..length].to_vec(), end, used }
}
