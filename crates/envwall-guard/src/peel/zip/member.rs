//! A member, and the local header in front of it.

use std::ops::Range;

use crate::text::binary::{name, part, u16_le, u32_le};

/// How a local header begins.
const SIGNATURE: &[u8] = b"PK\x03\x04";

/// Bytes of a local header before the name.
const LENGTH: usize = 30;

/// A member of an archive, as a header describes it.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) method: u16,
    pub(super) encrypted: bool,
    /// The sum of what is inside, if the header has it.
    pub(super) crc: Option<u32>,
    /// Where its local header begins.
    pub(super) header: usize,
    /// Where its packed bytes begin.
    pub(super) data: usize,
    pub(super) extent: Extent,
}

/// How many packed bytes there are.
#[derive(Debug, Clone, Copy)]
pub(super) enum Extent {
    Known(usize),
    /// The header does not tell: it was written before they were.
    Unknown,
}

/// The first member whose local header begins in `range`.
pub(super) fn next(bytes: &[u8], range: Range<usize>) -> Option<Member> {
    let mut at = range.start;
    while at < range.end {
        let found =
            bytes[at..range.end].windows(SIGNATURE.len()).position(|part| part == SIGNATURE);
        at += found?;
        if let Some(member) = local(bytes, at) {
            return Some(member);
        }
        at += 1;
    }
    None
}

/// Where the packed bytes behind a local header begin.
pub(super) fn data_start(bytes: &[u8], header: usize) -> Option<usize> {
    let fixed = part(bytes, header, LENGTH)?;
    let names = usize::from(u16_le(fixed, 26)?) + usize::from(u16_le(fixed, 28)?);
    fixed.starts_with(SIGNATURE).then_some(header + LENGTH + names)
}

fn local(bytes: &[u8], header: usize) -> Option<Member> {
    let fixed = part(bytes, header, LENGTH)?;
    let data = data_start(bytes, header)?;
    let (flags, method) = (u16_le(fixed, 6)?, u16_le(fixed, 8)?);
    let streamed = flags & 8 != 0 || u32_le(fixed, 18)? == u32::MAX;
    let extent = match usize::try_from(u32_le(fixed, 18)?) {
        Ok(length) if !streamed => Extent::Known(length),
        _ if method == 0 => Extent::Known(until_signature(bytes, data)),
        _ => Extent::Unknown,
    };
    let name_length = usize::from(u16_le(fixed, 26)?);
    Some(Member {
        name: name(part(bytes, header + LENGTH, name_length).unwrap_or_default()),
        method,
        encrypted: flags & 1 != 0,
        crc: u32_le(fixed, 14).filter(|_| !streamed),
        header,
        data,
        extent,
    })
}

/// Stored bytes of unknown length end where the next record begins.
fn until_signature(bytes: &[u8], data: usize) -> usize {
    let rest = bytes.get(data..).unwrap_or_default();
    let record = |four: &[u8]| matches!(four, [b'P', b'K', 1 | 3 | 7, 2 | 4 | 8]);
    rest.windows(4).position(record).unwrap_or(rest.len())
}
