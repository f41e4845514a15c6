//! The names of variables that client code has no business to read.

use std::ops::Range;

use crate::text::names::Names;

/// Which of the names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NameId(usize);

/// Names of server variables.
#[derive(Default)]
pub(crate) struct ServerNames {
    names: Vec<String>,
    finder: Names,
}

impl ServerNames {
    pub(crate) fn new(names: impl IntoIterator<Item = String>) -> Self {
        let mut names: Vec<String> = names.into_iter().filter(|name| !name.is_empty()).collect();
        names.sort();
        names.dedup();
        Self { finder: Names::new(&names), names }
    }

    /// The names, in order.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Where the names are in a text.
    pub(crate) fn places(&self, text: &[u8]) -> Vec<Range<usize>> {
        self.finder.places(text)
    }

    pub(crate) fn find(&self, name: &str) -> Option<NameId> {
        self.names.binary_search_by(|known| known.as_str().cmp(name)).ok().map(NameId)
    }

    pub(crate) fn get(&self, id: NameId) -> &str {
        &self.names[id.0]
    }
}
