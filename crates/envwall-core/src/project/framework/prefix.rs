//! What a variable's name begins with where a tool gives it to browsers.

use std::sync::{Mutex, PoisonError};

/// What a public variable's name begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prefix {
    /// The text, such as `VITE_`.
    pub text: &'static str,
    /// Whether upper and lower case are the same to the framework.
    pub any_case: bool,
}

pub(super) const EXPO_PUBLIC: Prefix = Prefix::exact("EXPO_PUBLIC_");
pub(super) const GATSBY: Prefix = Prefix::exact("GATSBY_");
pub(super) const NEXT_PUBLIC: Prefix = Prefix::exact("NEXT_PUBLIC_");
/// Without an underscore: @ngx-env/builder@22.0.0, dist/builders/schemas/ngx-env.json.
pub(super) const NG_APP: Prefix = Prefix::exact("NG_APP");
pub(super) const NUXT_PUBLIC: Prefix = Prefix::exact("NUXT_PUBLIC_");
pub(super) const PUBLIC: Prefix = Prefix::exact("PUBLIC_");
pub(super) const REACT_APP: Prefix = Prefix::any_case("REACT_APP_");
pub(super) const STORYBOOK: Prefix = Prefix::exact("STORYBOOK_");
pub(super) const VITE: Prefix = Prefix::exact("VITE_");
pub(super) const VUE_APP: Prefix = Prefix::exact("VUE_APP_");

/// Of tools that have no row in the table.
const NUXT_ENV: Prefix = Prefix::exact("NUXT_ENV_");
const REDWOOD_ENV: Prefix = Prefix::exact("REDWOOD_ENV_");
const SANITY_STUDIO: Prefix = Prefix::exact("SANITY_STUDIO_");

/// Nuxt's for settings of the server: `NUXT_DB_PASSWORD` sets `runtimeConfig.dbPassword`.
const NUXT: Prefix = Prefix::exact("NUXT_");

/// What Vercel puts before a copy of its own variables, so that frameworks give them to the
/// browser. @vercel/frameworks@3.34.0: `envPrefix`.
pub(crate) const COPIED_BY_VERCEL: &[Prefix] =
    &[NEXT_PUBLIC, GATSBY, PUBLIC, VITE, VUE_APP, REACT_APP, NUXT_ENV, REDWOOD_ENV, SANITY_STUDIO];

/// All of them.
const PREFIXES: &[Prefix] = &[
    EXPO_PUBLIC,
    GATSBY,
    NEXT_PUBLIC,
    NG_APP,
    NUXT,
    NUXT_ENV,
    NUXT_PUBLIC,
    PUBLIC,
    REACT_APP,
    REDWOOD_ENV,
    SANITY_STUDIO,
    STORYBOOK,
    VITE,
    VUE_APP,
];

/// The lengths of every prefix of a tool with which a text ends: the name behind it is the same
/// variable's.
///
/// ```
/// use envwall_core::framework::prefixes_before;
/// assert_eq!(prefixes_before(b"{NEXT_PUBLIC_").collect::<Vec<_>>(), [12, 7]);
/// assert_eq!(prefixes_before(b"{NG_APP_").collect::<Vec<_>>(), [7]);
/// ```
pub fn prefixes_before(text: &[u8]) -> impl Iterator<Item = usize> + '_ {
    PREFIXES.iter().filter_map(move |prefix| {
        let joint = usize::from(!prefix.text.ends_with('_') && text.ends_with(b"_"));
        let text = &text[..text.len() - joint];
        text.ends_with(prefix.text.as_bytes()).then(|| prefix.text.len() + joint)
    })
}

impl Prefix {
    const fn exact(text: &'static str) -> Self {
        Self { text, any_case: false }
    }

    const fn any_case(text: &'static str) -> Self {
        Self { text, any_case: true }
    }

    /// A prefix that a configuration sets. Such texts are kept as long as the process, each once.
    pub(crate) fn of(text: &str) -> Self {
        static TEXTS: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());
        let mut texts = TEXTS.lock().unwrap_or_else(PoisonError::into_inner);
        let known = texts.iter().copied().find(|known| *known == text);
        let text = known.unwrap_or_else(|| {
            let kept: &'static str = Box::leak(text.to_owned().into_boxed_str());
            texts.push(kept);
            kept
        });
        Self::exact(text)
    }

    /// A list of prefixes that is kept as long as the process, each list once.
    pub(crate) fn kept(prefixes: Vec<Self>) -> &'static [Self] {
        static LISTS: Mutex<Vec<&'static [Prefix]>> = Mutex::new(Vec::new());
        let mut lists = LISTS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lists.iter().copied().find(|known| *known == prefixes.as_slice()) {
            return known;
        }
        let kept: &'static [Self] = Box::leak(prefixes.into_boxed_slice());
        lists.push(kept);
        kept
    }

    /// Whether a name begins with the prefix.
    pub fn matches(&self, name: &str) -> bool {
        if self.any_case {
            name.get(..self.text.len()).is_some_and(|head| head.eq_ignore_ascii_case(self.text))
        } else {
            name.starts_with(self.text)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::framework::FRAMEWORKS;

    #[test]
    fn every_prefix_in_use_is_listed() {
        let of_rows = FRAMEWORKS.iter().flat_map(|framework| framework.public_prefixes);
        for prefix in of_rows.chain(COPIED_BY_VERCEL) {
            assert!(PREFIXES.contains(prefix), "{}", prefix.text);
        }
    }
}
