//! Many items by the hash of a key, in one row: it is made in linear time.

use super::filter::hash;

/// Buckets at most.
const MAX_BUCKETS: usize = 1 << 22;

/// Items whose keys have the same hash are next to each other, in the order in which they came.
pub(crate) struct Buckets<T> {
    items: Vec<T>,
    /// Where the items of each hash begin, and where the last of them end.
    starts: Vec<u32>,
    shift: u32,
}

impl<T: Copy + Default> Buckets<T> {
    /// `None` for more than 2^32 items.
    pub(crate) fn new(items: &[T], key: impl Fn(&T) -> u64) -> Option<Self> {
        u32::try_from(items.len()).ok()?;
        let count = items.len().next_power_of_two().clamp(2, MAX_BUCKETS);
        let shift = u64::BITS - count.trailing_zeros();
        let mut starts = vec![0; count + 1];
        for item in items {
            starts[bucket(key(item), shift) + 1] += 1;
        }
        (1..starts.len()).for_each(|at| starts[at] += starts[at - 1]);
        let (mut sorted, mut next) = (vec![T::default(); items.len()], starts.clone());
        for item in items {
            let next: &mut u32 = &mut next[bucket(key(item), shift)];
            sorted[*next as usize] = *item;
            *next += 1;
        }
        Some(Self { items: sorted, starts, shift })
    }

    /// Those whose keys have the same hash as a key.
    #[inline]
    pub(crate) fn of(&self, key: u64) -> &[T] {
        let bucket = bucket(key, self.shift);
        &self.items[self.starts[bucket] as usize..self.starts[bucket + 1] as usize]
    }

    #[cfg(test)]
    pub(crate) fn all(&self) -> &[T] {
        &self.items
    }
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "22 bits at most are left")]
fn bucket(key: u64, shift: u32) -> usize {
    (hash(key) >> shift) as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_item_is_in_the_bucket_of_its_key(items in prop::collection::vec((0u64..50, 0u8..9), 0..99)) {
            let buckets = Buckets::new(&items, |item| item.0).unwrap();
            for wanted in 0..50 {
                let of = |items: &[(u64, u8)]| -> Vec<_> {
                    items.iter().copied().filter(|item| item.0 == wanted).collect()
                };
                prop_assert_eq!(of(buckets.of(wanted)), of(&items));
            }
        }
    }
}
