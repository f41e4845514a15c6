//! Files that are too large to be held in memory, read in overlapping chunks.

use std::io::{self, Read};

/// Bytes of a chunk.
const CHUNK: usize = 16 << 20;

/// Bytes that a chunk has in common with the next one: more than any needle is long.
const OVERLAP: usize = 64 << 10;

/// Hands on a file in chunks, and where in each begins what is new; returns its size in bytes.
pub(crate) fn chunks(mut file: impl Read, mut each: impl FnMut(&[u8], usize)) -> io::Result<u64> {
    let (mut chunk, mut total) = (Vec::with_capacity(CHUNK + OVERLAP), 0);
    loop {
        let old = chunk.len();
        let limit = u64::try_from(CHUNK).unwrap_or(u64::MAX);
        let count = file.by_ref().take(limit).read_to_end(&mut chunk)?;
        if count == 0 {
            return Ok(total);
        }
        total += count as u64;
        each(&chunk, old);
        chunk.drain(..chunk.len().saturating_sub(OVERLAP));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_cut_in_two() {
        let text: Vec<u8> = (0..CHUNK * 2 + 77).map(|at| (at % 251).to_le_bytes()[0]).collect();
        let (mut whole, mut start, mut count) = (Vec::new(), 0, 0);
        let bytes = chunks(&text[..], |chunk, new| {
            assert_eq!(chunk, &text[start..start + chunk.len()]);
            assert!(count == 0 || new == OVERLAP);
            whole.extend_from_slice(&chunk[new..]);
            (start, count) = (start + chunk.len() - OVERLAP.min(chunk.len()), count + 1);
        });
        assert_eq!(bytes.ok(), Some(text.len() as u64));
        assert_eq!((whole == text, count), (true, 3));
    }
}
