//! Which sensitive variable went into a public value: found in one pass over each value, however
//! many variables there are.

use std::collections::{BTreeSet, HashMap};

use aho_corasick::AhoCorasick;

use crate::resolve::Resolved;
use crate::{SecretValue, is_searchable};

/// The sensitive variables of a project.
pub(crate) struct Taint<'a> {
    sensitive: Vec<&'a Resolved>,
    by_name: HashMap<&'a str, usize>,
    /// Every text of them that is worth searching for, and whose each is.
    texts: Option<AhoCorasick>,
    owners: Vec<usize>,
}

impl<'a> Taint<'a> {
    pub(crate) fn new(all: &'a [Resolved]) -> Self {
        let sensitive: Vec<&Resolved> = all.iter().filter(|variable| variable.sensitive).collect();
        let names = sensitive.iter().enumerate().map(|(at, variable)| (&*variable.name, at));
        let by_name = names.collect();
        let mut owner_of: HashMap<&str, usize> = HashMap::new();
        for (owner, variable) in sensitive.iter().enumerate() {
            let values = variable.value.iter().chain(&variable.readings);
            let texts = values.map(|value| value.expose().trim());
            for text in texts.filter(|text| is_searchable(text)) {
                owner_of.entry(text).or_insert(owner);
            }
        }
        let mut pairs: Vec<_> = owner_of.into_iter().collect();
        pairs.sort_unstable();
        let (texts, owners): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
        // it is built of any texts, unless they are larger than memory is
        let texts = if texts.is_empty() { None } else { AhoCorasick::new(texts).ok() };
        Self { sensitive, by_name, texts, owners }
    }

    /// The first of the sensitive variables that are among some names.
    pub(crate) fn named(&self, names: &BTreeSet<String>) -> Option<&'a Resolved> {
        let known = names.iter().filter_map(|name| self.by_name.get(&**name));
        known.min().map(|at| self.sensitive[*at])
    }

    /// The first of those whose value stands in another one.
    pub(crate) fn inside(&self, value: &SecretValue) -> Option<&'a Resolved> {
        let texts = self.texts.as_ref()?;
        let owners = texts.find_overlapping_iter(value.expose());
        let owners = owners.map(|found| self.owners[found.pattern().as_usize()]);
        owners.min().map(|at| self.sensitive[at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::{Class, Phase};
    use crate::{DecidedBy, ValueType};

    fn secret(name: String, value: &str) -> Resolved {
        Resolved {
            name,
            class: Class::Server,
            decided_by: DecidedBy::Default,
            sensitive: true,
            phase: Phase::Runtime,
            value_type: ValueType::ANY,
            value: Some(SecretValue::from(value)),
            origin: None,
            readings: vec![SecretValue::from(value)],
        }
    }

    #[test]
    fn each_text_is_searched_for_once_and_told_as_the_first() {
        let all: Vec<_> = (0..2000)
            .map(|at| secret(format!("A{at:04}"), &format!("q7WzXe81-made-up-{}", at / 2)))
            .collect();
        let taint = Taint::new(&all);
        assert_eq!(taint.owners.len(), 1000);
        let name = |value: &str| taint.inside(&SecretValue::from(value)).map(|it| &*it.name);
        assert_eq!(name("https://x/?k=q7WzXe81-made-up-999"), Some("A0018"));
        assert_eq!(name("q7WzXe81-made-up-"), None);
        let names = ["Z", "A0007", "A0003"].map(str::to_owned).into();
        assert_eq!(taint.named(&names).map(|it| &*it.name), Some("A0003"));
    }
}
