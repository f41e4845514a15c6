//! Which modules brought a source into a bundle, by the imports in the sources of its map.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use regex::Regex;

use crate::content::source_map::sources;
use crate::text::path::{folder, joined, source_path};

/// Maximum number of modules in a chain: its beginning says enough.
const MAX_LENGTH: usize = 12;

/// What may be left out at the end of an import.
const ENDINGS: &[&str] = &[
    "",
    ".ts",
    ".tsx",
    ".js",
    ".jsx",
    ".mjs",
    ".mts",
    ".cjs",
    ".vue",
    ".svelte",
    "/index.ts",
    "/index.tsx",
    "/index.js",
    "/index.jsx",
];

/// Who imports whom, by their paths from the project's folder.
#[derive(Default)]
pub(crate) struct Importers(BTreeMap<String, BTreeSet<String>>);

impl Importers {
    /// Reads the sources of a map, or knows nothing where it has none.
    pub(crate) fn of_map(map: &[u8], artifact: &str) -> Self {
        let sources: BTreeMap<String, String> = sources(map)
            .into_iter()
            .map(|(name, text)| (source_path(&name, artifact), text))
            .collect();
        Self::new(&sources)
    }

    fn new(sources: &BTreeMap<String, String>) -> Self {
        let mut importers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let Ok(imports) =
            Regex::new(r#"(?:\bfrom|\bimport|\brequire)\s*\(?\s*["'`]([^"'`\n]{1,300})["'`]"#)
        else {
            return Self::default();
        };
        for (path, text) in sources {
            for import in imports.captures_iter(text) {
                if let Some(found) = resolve(path, &import[1], sources) {
                    importers.entry(found).or_default().insert(path.clone());
                }
            }
        }
        Self(importers)
    }

    /// The shortest way from a source to one that no other imports: its importer first.
    pub(crate) fn chain(&self, source: &str) -> Vec<String> {
        let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
        let mut queue = VecDeque::from([source]);
        while let Some(path) = queue.pop_front() {
            let importers = self.0.get(path);
            if importers.is_none() {
                return chain_from(&came_from, path, source);
            }
            for importer in importers.into_iter().flatten().map(String::as_str) {
                if importer != source && !came_from.contains_key(importer) {
                    came_from.insert(importer, path);
                    queue.push_back(importer);
                }
            }
        }
        // all of them import each other
        let first = self.0.get(source).and_then(BTreeSet::first);
        first.filter(|first| *first != source).cloned().into_iter().collect()
    }
}

fn chain_from(came_from: &BTreeMap<&str, &str>, entry: &str, source: &str) -> Vec<String> {
    let mut chain = Vec::new();
    let mut at = entry;
    while at != source {
        chain.push(at.to_owned());
        let Some(next) = came_from.get(at) else { break };
        at = next;
    }
    chain.reverse();
    chain.truncate(MAX_LENGTH);
    chain
}

/// The source that an import in another one means.
fn resolve(from: &str, import: &str, sources: &BTreeMap<String, String>) -> Option<String> {
    let import = import.split('?').next()?;
    let known = |path: &str| {
        let with = ENDINGS.iter().map(|ending| format!("{path}{ending}"));
        // TypeScript is imported by the name that it will have
        let plain = path.strip_suffix(".js").into_iter();
        let typed = plain.flat_map(|path| [format!("{path}.ts"), format!("{path}.tsx")]);
        with.chain(typed).find(|path| sources.contains_key(path))
    };
    if import.starts_with('.') {
        return known(&joined(folder(from), import));
    }
    // `@/config` and `~/config` are the usual names of the folder with the sources
    let rest = import.strip_prefix("@/").or_else(|| import.strip_prefix("~/"))?;
    let mut inner = from;
    while let Some((outer, _)) = inner.rsplit_once('/') {
        if let Some(found) = known(&format!("{outer}/{rest}")) {
            return Some(found);
        }
        inner = outer;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(sources: &[(&str, &str)], of: &str) -> Vec<String> {
        let owned = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
        Importers::new(&sources.iter().map(owned).collect()).chain(of)
    }

    #[test]
    fn the_shortest_chain_to_an_entry_is_found() {
        let sources = [
            ("src/main.tsx", "import { App } from './App'\nimport './style.css'"),
            ("src/App.tsx", "import x from \"@/lib/config\"; export * from './other.js'"),
            ("src/other.ts", "const c = await import('./lib/deep')"),
            ("src/lib/deep.ts", "const a = require(\"./config\")"),
            ("src/lib/config/index.ts", "import { key } from '../../env.server'"),
            ("src/env.server.ts", "export const key = 1"),
        ];
        let expected = ["src/lib/config/index.ts", "src/App.tsx", "src/main.tsx"];
        assert_eq!(chain(&sources, "src/env.server.ts"), expected);
        assert_eq!(chain(&sources, "src/main.tsx"), [""; 0]);
    }

    #[test]
    fn cycles_end() {
        let sources =
            [("a.ts", "import './b'"), ("b.ts", "import './a'"), ("c.ts", "import './c'")];
        assert_eq!(chain(&sources, "a.ts"), ["b.ts"]);
        assert_eq!(chain(&sources, "c.ts"), [""; 0]);
    }
}
