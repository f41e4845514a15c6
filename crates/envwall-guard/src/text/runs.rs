//! Long runs of the bytes of a class, looked for 64 bytes at a time.

use std::ops::Range;

/// Bytes that are looked at together: each is a bit of a mask.
const BLOCK: usize = 64;

/// Calls back with every run of at least `least` bytes of a class that no other of it precedes or
/// follows, in their order. `least` is at most 64.
#[inline]
pub(crate) fn long_runs(
    text: &[u8],
    least: usize,
    is_member: impl Fn(u8) -> bool + Copy,
    found: &mut impl FnMut(Range<usize>),
) {
    // where the run begins that goes on at the beginning of a block
    let mut open = 0;
    let mut end_run = |run: Range<usize>| {
        if run.len() >= least {
            found(run);
        }
    };
    for (index, block) in text.chunks(BLOCK).enumerate() {
        let at = index * BLOCK;
        let members = members(block, least, is_member);
        if members == u64::MAX {
            continue;
        }
        let head = members.trailing_ones();
        end_run(open..at + head as usize);
        // without the end of that run
        let inside = members & (u64::MAX << head);
        let tail = inside.leading_ones();
        each_run(inside, tail, least, |run| end_run(at + run.start..at + run.end));
        open = at + BLOCK - tail as usize;
    }
    end_run(open..text.len().max(open));
}

/// The members of a block, as far as they may be in a run: if no byte at the end of so many is one, only
/// those at its ends may.
#[inline]
fn members(block: &[u8], least: usize, is_member: impl Fn(u8) -> bool + Copy) -> u64 {
    if block.iter().skip(least - 1).step_by(least).any(|byte| is_member(*byte)) {
        return mask(block, is_member);
    }
    let is_member = |byte: &&u8| is_member(**byte);
    let head = block.iter().take_while(is_member).count();
    let tail =
        if block.len() < BLOCK { 0 } else { block.iter().rev().take_while(is_member).count() };
    ((1 << head) - 1) | !(u64::MAX >> tail)
}

/// The members among the first bytes of a text.
#[inline]
fn mask(text: &[u8], is_member: impl Fn(u8) -> bool) -> u64 {
    let Some(block) = text.first_chunk::<BLOCK>() else {
        let bits = text.iter().enumerate().map(|(at, byte)| u64::from(is_member(*byte)) << at);
        return bits.sum();
    };
    // a loop that the compiler turns into vector instructions
    let mut bits = [0; BLOCK];
    for (bit, byte) in bits.iter_mut().zip(block) {
        *bit = u8::from(is_member(*byte));
    }
    // eight bytes of zero or one become eight bits
    let octets = bits.as_chunks::<8>().0.iter().enumerate().map(|(at, octet)| {
        (u64::from_le_bytes(*octet).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * at)
    });
    octets.sum()
}

/// Calls back with the runs of ones that end before the last `tail` bits.
#[inline]
fn each_run(bits: u64, tail: u32, least: usize, mut found: impl FnMut(Range<usize>)) {
    // in the end a one is the beginning of so many
    let (mut starts, mut length) = (bits, 1);
    while length < least {
        let more = length.min(least - length);
        starts &= starts >> more;
        length += more;
    }
    while starts != 0 {
        let start = starts.trailing_zeros();
        let end = start + (bits >> start).trailing_ones();
        if end > u64::BITS - tail {
            return;
        }
        found(start as usize..end as usize);
        starts &= u64::MAX.checked_shl(end).unwrap_or(0);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn they_are_those_that_a_split_finds(
            text in "([ab]{0,12}[a-z ]{0,20}){0,20}|[a ]{0,200}|a{50,80} a{50,140}", least in 1usize..=64
        ) {
            let mut at = 0;
            let split = text.split(' ').map(|run| {
                let start = at;
                at += run.len() + 1;
                start..start + run.len()
            });
            let split: Vec<_> = split.filter(|run| run.len() >= least).collect();
            let mut runs = Vec::new();
            long_runs(text.as_bytes(), least, |byte| byte != b' ', &mut |run| runs.push(run));
            prop_assert_eq!(runs, split);
        }
    }
}
