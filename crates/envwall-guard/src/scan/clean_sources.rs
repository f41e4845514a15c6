//! Sources of maps in which there is nothing to find: the maps of several bundles have the same ones.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use crate::content::view::View;
use crate::peel::language;
use crate::report::Parsing;

/// What was looked into, how, and how deep inside an artifact.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct SourceDigest([u8; 32]);

impl SourceDigest {
    /// `None` for what is no source of a map.
    pub(super) fn of(view: &View<'_>, depth: usize) -> Option<Self> {
        view.document
            .as_ref()
            .filter(|document| document.source.is_some() && view.is_document())?;
        let mut digest = Sha256::new();
        digest.update(format!("{:?} {:?} {depth} ", view.kind, language(view)));
        digest.update(&view.bytes[..]);
        Some(Self(digest.finalize().into()))
    }
}

/// What a look into a clean source adds to a scan.
#[derive(Clone, Default)]
pub(super) struct Clean {
    pub(super) parsing: Parsing,
    pub(super) peelers: BTreeSet<&'static str>,
    /// How many bytes the views inside it have together.
    pub(super) inside: usize,
}

/// The clean sources of a scan.
#[derive(Default)]
pub(crate) struct CleanSources(Mutex<FxHashMap<SourceDigest, Clean>>);

impl CleanSources {
    pub(super) fn get(&self, source: &SourceDigest) -> Option<Clean> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(source).cloned()
    }

    pub(super) fn insert(&self, source: SourceDigest, clean: Clean) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(source, clean);
    }
}
