//! Rules out what is none of many keys, by one word of memory (a blocked Bloom filter: Putze, Sanders
//! and Singler, JEA 2009).

/// Bits for each key: one of some hundred others is let through.
const BITS_FOR_EACH: usize = 16;

/// Few keys have more, for nothing, and many not more than a core's own cache holds.
const MIN_WORDS: usize = 1 << 9;
const MAX_WORDS: usize = 1 << 16;

/// Two bits for each key, in one word.
#[derive(Default)]
pub(crate) struct Filter {
    words: Vec<u64>,
    shift: u32,
}

impl Filter {
    pub(crate) fn of(keys: impl ExactSizeIterator<Item = u64>) -> Self {
        let words = keys.len() * BITS_FOR_EACH / 64;
        let words = words.next_power_of_two().clamp(MIN_WORDS, MAX_WORDS);
        let mut filter = Self { words: vec![0; words], shift: u64::BITS - words.trailing_zeros() };
        for key in keys {
            let (word, bits) = filter.place(key);
            filter.words[word] |= bits;
        }
        filter
    }

    /// Whether a key may be one of those.
    #[inline]
    pub(crate) fn may_have(&self, key: u64) -> bool {
        let (word, bits) = self.place(key);
        self.words[word] & bits == bits
    }

    /// Calls back with every gram of so many bytes, eight at most, that may be a key and begins at a
    /// multiple of `stride`, and with the place.
    #[inline]
    pub(crate) fn each_gram(
        &self,
        text: &[u8],
        length: usize,
        stride: usize,
        mut found: impl FnMut(u64, usize),
    ) {
        let gram = |eight: [u8; 8]| u64::from_le_bytes(eight) & (u64::MAX >> (64 - 8 * length));
        let mut at = 0;
        while let Some(eight) = text.get(at..).and_then(|rest| rest.first_chunk()) {
            let gram = gram(*eight);
            if self.may_have(gram) {
                found(gram, at);
            }
            at += stride;
        }
        while let Some(last) = text.get(at..at + length) {
            let mut eight = [0; 8];
            eight[..length].copy_from_slice(last);
            let gram = gram(eight);
            if self.may_have(gram) {
                found(gram, at);
            }
            at += stride;
        }
    }

    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "an index of fewer than 2^32 words")]
    fn place(&self, key: u64) -> (usize, u64) {
        let hash = hash(key);
        let bit = |shift: u32| 1 << ((hash >> shift) % 64);
        ((hash >> self.shift) as usize, bit(26) | bit(33))
    }
}

/// Multiplicative hashing, by the golden ratio (Knuth, TAOCP 6.4): the first bits are the best.
#[inline]
pub(crate) fn hash(key: u64) -> u64 {
    key.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_keys_are_let_through_and_little_else() {
        let keys = |from: u64| (from..from + 10_000).map(|key| key * key * 7919);
        let filter = Filter::of(keys(1).collect::<Vec<_>>().into_iter());
        assert!(keys(1).all(|key| filter.may_have(key)));
        let others = keys(1 << 20).filter(|key| filter.may_have(*key)).count();
        assert!(others < 10_000 / 20, "{others}");
    }
}
