//! Finds the sensitive variable that went into a public value, in one pass over each value, however
//! many variables there are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::SecretValue;
use crate::classify::is_searchable_as;
use crate::project::json_leaves::unescaped;
use crate::project::manifest::Class;
use crate::project::resolved::Resolved;

/// The sensitive variables of a project.
pub(super) struct Taint<'a> {
    sensitive: Vec<&'a Resolved>,
    by_name: HashMap<&'a str, usize>,
    /// Every searchable text of them that a public value may contain.
    texts: Option<AhoCorasick>,
    owners: Vec<Owner>,
}

/// The variable that a text belongs to. Whole values come before leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Owner {
    is_leaf: bool,
    at: usize,
}

/// A sensitive variable whose value, or a leaf of it, is in another value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Inside<'a> {
    /// The variable.
    pub(super) sensitive: &'a Resolved,
    /// Whether only a leaf of its JSON value was found.
    pub(super) is_leaf: bool,
}

impl<'a> Taint<'a> {
    pub(super) fn new(all: &'a [Resolved]) -> Self {
        let sensitive: Vec<&Resolved> = all.iter().filter(|variable| variable.sensitive).collect();
        let names = sensitive.iter().enumerate().map(|(at, variable)| (&*variable.name, at));
        let by_name = names.collect();
        let (texts, owners): (Vec<_>, Vec<_>) =
            owners(&sensitive, longest_public(all)).into_iter().unzip();
        Self { sensitive, by_name, texts: automaton(&texts), owners }
    }

    /// The first sensitive variable among the names.
    pub(super) fn named(&self, names: &BTreeSet<String>) -> Option<&'a Resolved> {
        let known = names.iter().filter_map(|name| self.by_name.get(&**name));
        known.min().map(|at| self.sensitive[*at])
    }

    /// The first sensitive variable whose value, or a leaf of it, is in another value, as it is or
    /// with JSON escapes.
    pub(super) fn inside(&self, value: &SecretValue) -> Option<Inside<'a>> {
        let texts = self.texts.as_ref()?;
        let said = unescaped(value.expose());
        let all = std::iter::once(value.expose()).chain(said.iter().map(String::as_str));
        let found = all.flat_map(|text| texts.find_overlapping_iter(text));
        let Owner { is_leaf, at } =
            found.map(|found| self.owners[found.pattern().as_usize()]).min()?;
        Some(Inside { sensitive: self.sensitive[at], is_leaf })
    }
}

/// The length of the longest public value; what is longer is in none of them, nor in what JSON escapes
/// make shorter.
fn longest_public(all: &[Resolved]) -> usize {
    let public = all.iter().filter(|variable| variable.class == Class::Public);
    let lengths = public.filter_map(|variable| Some(variable.value.as_ref()?.expose().len()));
    lengths.max().unwrap_or_default()
}

/// The searchable texts up to a length, each with the variable that it is reported as.
fn owners(sensitive: &[&Resolved], longest: usize) -> BTreeMap<String, Owner> {
    let mut owners: BTreeMap<String, Owner> = BTreeMap::new();
    if longest == 0 {
        return owners;
    }
    for (at, variable) in sensitive.iter().enumerate() {
        let texts = variable.texts().filter(|text| text.len() <= longest);
        for text in texts.filter(|text| is_searchable_as(&variable.name, text)) {
            let whole = Owner { is_leaf: false, at };
            let owner = owners.entry(text.to_owned()).or_insert(whole);
            *owner = whole.min(*owner);
        }
        for leaf in variable.secret_leaves().filter(|leaf| leaf.len() <= longest) {
            owners.entry(leaf).or_insert(Owner { is_leaf: true, at });
        }
    }
    owners
}

/// All texts in one pass. Building it fails only if they exceed the memory.
fn automaton(texts: &[String]) -> Option<AhoCorasick> {
    // building a DFA follows the failure transitions of every state, which is quadratic for a text
    // that repeats itself
    let kind = Some(AhoCorasickKind::ContiguousNFA);
    AhoCorasick::builder().kind(kind).build(texts).ok().filter(|_| !texts.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::manifest::Phase;
    use crate::{DecidedBy, ValueType};

    fn secret(name: String, value: &str) -> Resolved {
        Resolved {
            name,
            class: Class::Server,
            decided_by: DecidedBy::Default,
            sensitive: true,
            classification: None,
            taken: None,
            is_placeholder: false,
            phase: Phase::Runtime,
            value_type: ValueType::ANY,
            value: Some(SecretValue::from(value)),
            origin: None,
            readings: vec![SecretValue::from(value)],
        }
    }

    /// A public variable whose value is longer than any secret of the tests.
    fn public() -> Resolved {
        let value = "x".repeat(100);
        Resolved { class: Class::Public, sensitive: false, ..secret("PUBLIC".to_owned(), &value) }
    }

    #[test]
    fn what_no_public_value_has_room_for_is_not_searched_for() {
        let repeated = secret("LONG".to_owned(), &"q7WzXe81".repeat(6000));
        let json = secret("JSON".to_owned(), r#"{"password":"qX7vB2mN9kLp"}"#);
        assert!(Taint::new(&[repeated.clone(), json.clone()]).texts.is_none());
        let all = [repeated, json, public()];
        let taint = Taint::new(&all);
        assert_eq!(taint.owners.len(), 2, "the JSON and its leaf");
        assert_eq!(taint.texts.map(|it| it.kind()), Some(AhoCorasickKind::ContiguousNFA));
    }

    #[test]
    fn each_text_is_searched_for_once_and_reported_as_the_first() {
        let all: Vec<_> = (0..2000)
            .map(|at| secret(format!("A{at:04}"), &format!("q7WzXe81-made-up-{}", at / 2)))
            .chain([public()])
            .collect();
        let taint = Taint::new(&all);
        assert_eq!(taint.owners.len(), 1000);
        let name =
            |value: &str| taint.inside(&SecretValue::from(value)).map(|it| &*it.sensitive.name);
        assert_eq!(name("https://x/?k=q7WzXe81-made-up-999"), Some("A0018"));
        assert_eq!(name("q7WzXe81-made-up-"), None);
        let names = ["Z", "A0007", "A0003"].map(str::to_owned).into();
        assert_eq!(taint.named(&names).map(|it| &*it.name), Some("A0003"));
    }

    #[test]
    fn json_is_compared_as_what_it_says() {
        let all = [
            secret("CRED".to_owned(), r#"{"password":"qX7vB2mN9kLp","id":"q7WzXe81-id"}"#),
            secret("KEY".to_owned(), "Zr7!kQ2\"mP9xT4w"),
            secret("SAME".to_owned(), "qX7vB2mN9kLp-and-more"),
            public(),
        ];
        let taint = Taint::new(&all);
        let found_in = |value: &str| {
            let found = taint.inside(&SecretValue::from(value));
            found.map(|it| (&*it.sensitive.name, it.is_leaf))
        };
        for public in [
            r#"{"a":"Zr7!kQ2\"mP9xT4w"}"#,
            r#"{"\u005ar7!kQ2\u0022mP9xT4w":1}"#,
            r#"["{\"a\":\"Zr7!kQ2\\\"mP9xT4w\"}"]"#,
            r#"{"x":"\ud800","a":"Zr7!kQ2\"mP9xT4w"}"#,
        ] {
            assert_eq!(found_in(public), Some(("KEY", false)), "{public}");
        }
        assert_eq!(found_in("https://x/?pw=qX7vB2mN9kLp"), Some(("CRED", true)));
        assert_eq!(found_in(r#"{"a":"\u0071X7vB2mN9kLp"}"#), Some(("CRED", true)));
        assert_eq!(found_in("qX7vB2mN9kLp-and-more"), Some(("SAME", false)));
        assert_eq!(found_in("q7WzXe81-id"), None);
    }
}
