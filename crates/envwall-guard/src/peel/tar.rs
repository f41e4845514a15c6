//! Tar archives: the regular files in them, each with its own lines.

use super::container::Member;
use super::peeler::{Peeled, Peeler};
use crate::content::kind::Kind;
use crate::content::layer::Layer;
use crate::content::note::Reason;
use crate::content::view::View;
use crate::text::binary::{name, part};

/// Bytes of a header; contents are filled up to as many.
const BLOCK: usize = 512;

/// The peeler for tar archives.
pub(crate) struct Tar;

impl Peeler for Tar {
    fn name(&self) -> &'static str {
        "tar"
    }

    fn fits(&self, kind: Kind) -> bool {
        kind == Kind::Tar
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        let mut at = 0;
        let mut long_name = None;
        let whole = loop {
            let Some(header) = part(&view.bytes, at, BLOCK) else { break false };
            if header.iter().all(|byte| *byte == 0) {
                break true;
            }
            let Some(entry) = Entry::read(header, at) else { break false };
            let Some(content) = part(&view.bytes, at + BLOCK, entry.size) else {
                entry.member(long_name, view.bytes.len()).add_verbatim(view, peeled);
                break false;
            };
            at = entry.next();
            match entry.kind {
                b'L' => {
                    long_name = Some(name(content.split(|byte| *byte == 0).next().unwrap_or(&[])));
                }
                b'x' => long_name = path_of(content).or(long_name),
                b'0' | 0 | b'7' | b'S' => {
                    if peeled.allowance == 0 && entry.size > 0 {
                        break false;
                    }
                    let end = entry.data + entry.size;
                    entry.member(long_name.take(), end).add_verbatim(view, peeled);
                }
                _ => long_name = None,
            }
        };
        if !whole {
            peeled.note(Reason::DamagedOrTooLarge, view);
        }
    }
}

/// What a header says.
struct Entry {
    name: String,
    kind: u8,
    data: usize,
    size: usize,
}

impl Entry {
    fn read(header: &[u8], at: usize) -> Option<Self> {
        let size = size(&header[124..136])?;
        (octal(&header[148..156])? == checksum(header)).then_some(())?;
        let text = |range: std::ops::Range<usize>| {
            name(header[range].split(|byte| *byte == 0).next().unwrap_or(&[]))
        };
        let ustar = &header[257..263] == b"ustar\0";
        let prefix = if ustar { text(345..500) } else { String::new() };
        let name =
            if prefix.is_empty() { text(0..100) } else { format!("{prefix}/{}", text(0..100)) };
        let data = at.checked_add(BLOCK)?;
        data.checked_add(size)?.checked_add(BLOCK)?;
        Some(Self { name, kind: header[156], data, size })
    }

    fn next(&self) -> usize {
        self.data + self.size.div_ceil(BLOCK) * BLOCK
    }

    fn member(self, long_name: Option<String>, end: usize) -> Member {
        let name = long_name.unwrap_or(self.name);
        let start = self.data.min(end);
        Member { from: start..end, layer: Layer::TarMember(name.as_str().into()), name }
    }
}

/// The sum of a header's bytes, its own field taken as blanks.
fn checksum(header: &[u8]) -> u64 {
    let byte = |(index, byte): (usize, &u8)| if (148..156).contains(&index) { b' ' } else { *byte };
    header.iter().enumerate().map(byte).map(u64::from).sum()
}

/// A size in octal digits, or in binary when the first bit is set.
fn size(field: &[u8]) -> Option<usize> {
    if field[0] & 0x80 == 0 {
        return usize::try_from(octal(field)?).ok();
    }
    let (high, low) = field.split_at(4);
    (high == [0x80, 0, 0, 0]).then_some(())?;
    usize::try_from(u64::from_be_bytes(*low.first_chunk()?)).ok()
}

fn octal(field: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(field).ok()?;
    match text.trim_matches(['\0', ' ']) {
        "" => Some(0),
        digits => u64::from_str_radix(digits, 8).ok(),
    }
}

/// The `path` among the records `LENGTH KEY=VALUE\n` of a pax header.
fn path_of(records: &[u8]) -> Option<String> {
    let mut lines = records.split(|byte| *byte == b'\n');
    lines.find_map(|line| {
        let at = line.windows(6).position(|part| part == b" path=")?;
        Some(name(&line[at + 6..]))
    })
}
