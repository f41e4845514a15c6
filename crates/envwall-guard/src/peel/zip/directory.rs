//! The central directory at the end of an archive.

use super::member::{Extent, Member, data_start};
use crate::text::binary::{name, part, u16_le, u32_le, u64_le};

/// Bytes of the record at the very end, without its comment.
const END: usize = 22;

/// Bytes of an entry before its name.
const ENTRY: usize = 46;

/// What a directory lists.
pub(super) struct Listed {
    pub(super) members: Vec<Member>,
    /// Whether all of it could be read.
    pub(super) whole: bool,
}

/// Reads the directory as far as there is one.
pub(super) fn members(bytes: &[u8]) -> Listed {
    let mut listed = Listed { members: Vec::new(), whole: false };
    let Some(directory) = find(bytes) else { return listed };
    let mut at = directory.start;
    for _ in 0..directory.count {
        let Some((member, next)) = entry(bytes, at, directory.prefix) else { return listed };
        listed.members.push(member);
        at = next;
    }
    listed.whole = true;
    listed
}

struct Directory {
    start: usize,
    count: u64,
    /// Bytes in front of the archive that its offsets do not count.
    prefix: usize,
}

fn find(bytes: &[u8]) -> Option<Directory> {
    let last = bytes.len().checked_sub(END)?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    let end = (first..=last).rev().find(|at| bytes[*at..].starts_with(b"PK\x05\x06"))?;
    let (count, size, offset) =
        (u16_le(bytes, end + 10)?, u32_le(bytes, end + 12)?, u32_le(bytes, end + 16)?);
    let beyond = count == u16::MAX || size == u32::MAX || offset == u32::MAX;
    let wide = beyond.then(|| find_zip64(bytes, end)).flatten();
    wide.or_else(|| directory(end, count.into(), size.into(), offset.into()))
}

fn find_zip64(bytes: &[u8], end: usize) -> Option<Directory> {
    let locator = end.checked_sub(20)?;
    bytes[locator..].starts_with(b"PK\x06\x07").then_some(())?;
    let record = usize::try_from(u64_le(bytes, locator + 8)?).ok()?;
    bytes.get(record..)?.starts_with(b"PK\x06\x06").then_some(())?;
    let field = |at: usize| u64_le(bytes, record.checked_add(at)?);
    directory(record, field(32)?, field(40)?, field(48)?)
}

/// The directory stands right before its end record, whatever offset that has.
fn directory(end: usize, count: u64, size: u64, offset: u64) -> Option<Directory> {
    let start = end.checked_sub(usize::try_from(size).ok()?)?;
    let prefix = start.checked_sub(usize::try_from(offset).ok()?)?;
    Some(Directory { start, count, prefix })
}

/// The member that an entry describes, and where the next entry begins.
fn entry(bytes: &[u8], at: usize, prefix: usize) -> Option<(Member, usize)> {
    let fixed = part(bytes, at, ENTRY)?;
    fixed.starts_with(b"PK\x01\x02").then_some(())?;
    let length = |at: usize| u16_le(fixed, at).map(usize::from);
    let (name_length, extra_length) = (length(28)?, length(30)?);
    let extra = part(bytes, at + ENTRY + name_length, extra_length)?;
    let sizes = Sizes::read(fixed, extra)?;
    let header = prefix.checked_add(usize::try_from(sizes.offset).ok()?)?;
    let member = Member {
        name: name(part(bytes, at + ENTRY, name_length)?),
        method: u16_le(fixed, 10)?,
        encrypted: u16_le(fixed, 8)? & 1 != 0,
        crc: u32_le(fixed, 16),
        header,
        data: data_start(bytes, header)?,
        extent: Extent::Known(usize::try_from(sizes.packed).ok()?),
    };
    Some((member, at + ENTRY + name_length + extra_length + length(32)?))
}

struct Sizes {
    packed: u64,
    offset: u64,
}

impl Sizes {
    /// Numbers that do not fit are in the extra field: unpacked, packed, offset.
    fn read(fixed: &[u8], extra: &[u8]) -> Option<Self> {
        let mut wide = zip64(extra).unwrap_or_default();
        let mut number = |at: usize| match u32_le(fixed, at)? {
            u32::MAX => {
                let value = u64_le(wide, 0)?;
                wide = &wide[8..];
                Some(value)
            }
            value => Some(u64::from(value)),
        };
        number(24)?;
        let packed = number(20)?;
        Some(Self { packed, offset: number(42)? })
    }
}

/// The extra field with the number 1.
fn zip64(mut extra: &[u8]) -> Option<&[u8]> {
    loop {
        let (id, length) = (u16_le(extra, 0)?, usize::from(u16_le(extra, 2)?));
        let value = part(extra, 4, length)?;
        if id == 1 {
            return Some(value);
        }
        extra = &extra[4 + length..];
    }
}
