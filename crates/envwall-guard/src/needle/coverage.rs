//! Which variables are searched for: what a report has to know about needles though nothing is found.

use std::collections::BTreeSet;

use super::secret::SecretId;

/// Which variables are searched for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Coverage {
    /// Other readings of a value may be, too, but these are the variables whose value in force is.
    pub(super) searched: BTreeSet<SecretId>,
    /// The variables whose values have more parts than are searched for.
    pub(super) truncated: BTreeSet<SecretId>,
}

/// The same of one variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Covered {
    pub(crate) searched: bool,
    pub(crate) truncated: bool,
}

impl Coverage {
    /// Whether the value of a variable is searched for wherever it may be.
    pub(crate) fn has(&self, secret: SecretId) -> bool {
        self.searched.contains(&secret)
    }

    /// The variables whose values have more parts than are searched for.
    pub(crate) fn truncated(&self) -> impl Iterator<Item = SecretId> + '_ {
        self.truncated.iter().copied()
    }

    /// What is known of one variable.
    pub(crate) fn of(&self, secret: SecretId) -> Covered {
        Covered { searched: self.has(secret), truncated: self.truncated.contains(&secret) }
    }
}

impl FromIterator<(SecretId, Covered)> for Coverage {
    fn from_iter<I: IntoIterator<Item = (SecretId, Covered)>>(each: I) -> Self {
        let mut all = Self::default();
        for (secret, Covered { searched, truncated }) in each {
            all.searched.extend(searched.then_some(secret));
            all.truncated.extend(truncated.then_some(secret));
        }
        all
    }
}
