//! The records of a store as bytes. They are encrypted and authenticated with the tag as nonce (a
//! synthetic initialization vector, as in RFC 5297): the same content gives the same bytes, and of
//! another content or key they say nothing.

use std::collections::BTreeMap;

use super::key::{Digest, Keys};
use super::record::{RECORD_BYTES, Record};
use crate::needle::Covered;

/// Maximum number of files that a store knows: 4 MB.
const MAX_FILES: usize = 1 << 16;

/// Bytes of a file's key and its record.
const ENTRY_BYTES: usize = size_of::<Digest>() + RECORD_BYTES;

/// What is known for one set of secrets and settings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Store {
    /// For each secret whether it is searched for.
    pub(super) coverage: Vec<Covered>,
    /// The values of one run, by their digest,
    pub(super) run: Digest,
    /// and how many files have been searched for them, too.
    pub(super) searched: usize,
    /// Clean files, those that were used last in front.
    pub(super) files: Vec<(Digest, Record)>,
}

impl Store {
    /// The records by file, and whether a file has been searched for the values of a run.
    pub(super) fn by_file(&self, run: &Digest) -> BTreeMap<Digest, (Record, bool)> {
        let searched = if self.run == *run { self.searched } else { 0 };
        let files = self.files.iter().enumerate();
        files.map(|(at, (file, record))| (*file, (*record, at < searched))).collect()
    }

    /// What is written to disk: the tag, by which any other store differs, and the content.
    pub(super) fn seal(&self, keys: &Keys) -> Vec<u8> {
        let mut bytes = self.to_bytes();
        let tag = *blake3::keyed_hash(&keys.tag, &bytes).as_bytes();
        encrypt(&mut bytes, keys, &tag);
        [tag.as_slice(), &bytes].concat()
    }

    /// What was sealed with the same keys; `None` for anything else.
    pub(super) fn open(sealed: &[u8], keys: &Keys) -> Option<Self> {
        let (tag, bytes) = sealed.split_first_chunk::<{ size_of::<Digest>() }>()?;
        let mut bytes = bytes.to_vec();
        encrypt(&mut bytes, keys, tag);
        // the comparison takes as long whatever differs
        (blake3::keyed_hash(&keys.tag, &bytes) == *tag).then_some(())?;
        Self::from_bytes(&bytes)
    }

    fn to_bytes(&self) -> Vec<u8> {
        let files = &self.files[..self.files.len().min(MAX_FILES)];
        let mut bytes = (self.coverage.len() as u64).to_le_bytes().to_vec();
        let flags = |it: &Covered| u8::from(it.searched) | u8::from(it.truncated) << 1;
        bytes.extend(self.coverage.iter().map(flags));
        bytes.extend(self.run);
        bytes.extend((self.searched.min(files.len()) as u64).to_le_bytes());
        for (file, record) in files {
            bytes.extend(file);
            bytes.extend(record.to_bytes());
        }
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (count, bytes) = bytes.split_first_chunk()?;
        let count = usize::try_from(u64::from_le_bytes(*count)).ok()?;
        let (flags, files) = bytes.split_at_checked(count)?;
        let (run, files) = files.split_first_chunk()?;
        let (searched, files) = files.split_first_chunk()?;
        let searched = usize::try_from(u64::from_le_bytes(*searched)).ok()?;
        let covered = |flags: &u8| Covered { searched: flags & 1 > 0, truncated: flags & 2 > 0 };
        let (files, rest) = files.as_chunks::<ENTRY_BYTES>();
        let files = files.iter().map(|entry| {
            let (file, record) = entry.split_first_chunk()?;
            Some((*file, Record::from_bytes(record.try_into().ok()?)))
        });
        let coverage = flags.iter().map(covered).collect();
        let files = files.collect::<Option<_>>()?;
        rest.is_empty().then_some(Self { coverage, run: *run, searched, files })
    }
}

/// Encrypts, or undoes that.
fn encrypt(bytes: &mut [u8], keys: &Keys, tag: &Digest) {
    let mut stream = blake3::Hasher::new_keyed(&keys.stream).update(tag).finalize_xof();
    let mut block = [0; 4096];
    for part in bytes.chunks_mut(block.len()) {
        stream.fill(&mut block);
        for (byte, pad) in part.iter_mut().zip(block) {
            *byte ^= pad;
        }
    }
}
