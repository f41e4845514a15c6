//! The names of variables that client code has no business to read.

use aho_corasick::AhoCorasick;

/// Which of the names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NameId(usize);

/// Names of server variables.
#[derive(Debug, Default)]
pub(crate) struct ServerNames {
    names: Vec<String>,
    anywhere: Option<AhoCorasick>,
}

impl ServerNames {
    pub(crate) fn new(names: impl IntoIterator<Item = String>) -> Self {
        let mut names: Vec<String> = names.into_iter().filter(|name| !name.is_empty()).collect();
        names.sort();
        names.dedup();
        let anywhere = if names.is_empty() { None } else { AhoCorasick::new(&names).ok() };
        Self { names, anywhere }
    }

    /// Whether any of the names is in a text: most texts are not looked at again.
    pub(crate) fn occur_in(&self, text: &[u8]) -> bool {
        self.anywhere.as_ref().is_some_and(|names| names.is_match(text))
    }

    pub(crate) fn find(&self, name: &str) -> Option<NameId> {
        self.names.binary_search_by(|known| known.as_str().cmp(name)).ok().map(NameId)
    }

    pub(crate) fn get(&self, id: NameId) -> &str {
        &self.names[id.0]
    }
}
