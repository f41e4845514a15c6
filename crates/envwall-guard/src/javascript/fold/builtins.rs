//! What the language and its hosts offer, asked about by name: what is evaluated is exactly what is
//! tried. The tables are in `strings`, `arrays`, `bytes`, `functions`, `globals` and
//! `constructors`.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::{arrays, bytes, constructors, functions, globals, strings};

/// Objects under whose names everything else is known as well: `window.atob` is `atob`.
const HOSTS: &[&str] = &["window", "globalThis", "self", "global"];

/// Globals that are values.
const VALUES: &[&str] = &["undefined", "NaN", "Infinity"];

static METHODS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    let tables = [strings::NAMES, arrays::NAMES, bytes::NAMES, functions::NAMES];
    let of_instances = constructors::METHODS.iter().filter_map(|path| path.rsplit('.').next());
    tables.into_iter().flatten().copied().chain(of_instances).collect()
});

static ROOTS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    let tables = [globals::NAMES, constructors::NAMES, HOSTS, VALUES];
    let paths = tables.into_iter().flatten();
    paths.filter_map(|path| path.split('.').next()).collect()
});

/// Whether a method of this name is evaluated, of whatever value.
pub(super) fn is_method(name: &str) -> bool {
    METHODS.contains(name)
}

/// Whether a bare global name is a function that is evaluated.
pub(super) fn is_function(name: &str) -> bool {
    globals::NAMES.contains(&name)
}

/// Whether a global name leads to something that is evaluated.
pub(super) fn is_root(name: &str) -> bool {
    ROOTS.contains(name)
}

/// A path without the object of the host: `atob` of `window.atob`.
pub(super) fn without_host(path: &str) -> &str {
    let rest = |host: &&str| path.strip_prefix(*host)?.strip_prefix('.');
    HOSTS.iter().find_map(rest).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_known_by_its_name() {
        for name in ["toLocaleLowerCase", "join", "subarray", "apply", "decode"] {
            assert!(is_method(name), "{name}");
        }
        for name in ["atob", "Buffer", "String"] {
            assert!(is_function(name) && is_root(name), "{name}");
        }
        for name in ["JSON", "window", "Uint8ClampedArray", "TextDecoder", "undefined"] {
            assert!(is_root(name) && !is_function(name), "{name}");
        }
        assert!(!is_method("sort") && !is_root("fetch"));
        assert_eq!(without_host("window.atob"), "atob");
        assert_eq!(without_host("windows.atob"), "windows.atob");
    }
}
