//! Constants that one script of the output hands to another: `import { a } from "./x.js"`, and
//! webpack's modules, which know each other by number.
//!
//! A scan notes what each script exports and imports. Where an export may be a piece of a secret,
//! the scripts that import it are evaluated once more with its value at hand.

use std::collections::BTreeMap;

use crate::text::path::{folder, joined};

/// How far re-exports are followed.
const MAX_DEPTH: usize = 8;

/// What the name of an import or export stands for, as a module of its own.
pub(crate) const ALL: &str = "*";

/// A module, as scripts name it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Module {
    /// The script itself.
    This,
    /// The address in an `import`.
    At(String),
    /// A module of a bundle, by its key there.
    Bundled(String),
}

/// A value that needs no program to be known.
#[derive(Clone, PartialEq)]
pub(crate) enum Constant {
    /// UTF-16 code units.
    Text(Vec<u16>),
    Number(f64),
    Array(Vec<Constant>),
    Object(Vec<(Vec<u16>, Constant)>),
    /// A function that always returns the same.
    Returns(Box<Constant>),
}

/// What one script gives to others and takes from them.
#[derive(Clone, Default)]
pub(crate) struct Links {
    /// Module, name and value.
    pub(crate) exports: Vec<(Module, String, Constant)>,
    /// What is exported as it was imported: the name here, the module, the name there.
    pub(crate) re_exports: Vec<(String, Module, String)>,
    /// Modules that something is imported from.
    pub(crate) imports: Vec<Module>,
}

/// The exports of all scripts that may be pieces of secrets.
#[derive(Default)]
pub(crate) struct Exports {
    of_scripts: BTreeMap<String, BTreeMap<String, Constant>>,
    of_bundles: BTreeMap<String, BTreeMap<String, Constant>>,
}

/// The exports that one script can import.
#[derive(Clone, Copy, Default)]
pub(crate) struct Imports<'a> {
    /// All exports, and the script's own name.
    from: Option<(&'a Exports, &'a str)>,
}

impl<'a> Imports<'a> {
    /// What `name` of a module is; of [`ALL`] all that the module exports.
    pub(crate) fn get(&self, module: &Module, name: &str) -> Option<Constant> {
        let exports = self.module(module)?;
        if name != ALL {
            return exports.get(name).cloned();
        }
        let entries = exports
            .iter()
            .map(|(name, constant)| (name.encode_utf16().collect(), constant.clone()));
        Some(Constant::Object(entries.collect()))
    }

    /// Whether anything is known of a module.
    pub(crate) fn know(&self, module: &Module) -> bool {
        self.module(module).is_some()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.from.is_none()
    }

    fn module(&self, module: &Module) -> Option<&'a BTreeMap<String, Constant>> {
        let (exports, script) = self.from?;
        match module {
            Module::This => exports.of_scripts.get(script),
            Module::At(address) => exports.of_scripts.get(&exports.resolve(script, address)?),
            Module::Bundled(key) => exports.of_bundles.get(key),
        }
    }
}

impl Exports {
    /// Everything that the scripts export, each with its name, as far as it `is_wanted`.
    pub(crate) fn of(scripts: &[(&str, &Links)], is_wanted: impl Fn(&Constant) -> bool) -> Self {
        let mut exports = Self::default();
        for (script, links) in scripts {
            let wanted = links.exports.iter().filter(|(.., constant)| is_wanted(constant));
            for (module, name, constant) in wanted {
                let home = match module {
                    Module::Bundled(key) => exports.of_bundles.entry(key.clone()),
                    Module::This | Module::At(_) => exports.of_scripts.entry((*script).to_owned()),
                };
                home.or_default().entry(name.clone()).or_insert_with(|| constant.clone());
            }
        }
        for _ in 0..MAX_DEPTH {
            if exports.is_empty() || !exports.follow_re_exports(scripts) {
                break;
            }
        }
        exports
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.of_scripts.is_empty() && self.of_bundles.is_empty()
    }

    /// What an importer of any of them has to name.
    pub(crate) fn names(&self) -> Vec<String> {
        let last = |script: &String| script.rsplit('/').next().unwrap_or(script).to_owned();
        let scripts = self.of_scripts.keys().map(last);
        // minifiers write 1000 as 1e3
        let short = self.of_bundles.keys().filter_map(|key| {
            let digits = key.trim_end_matches('0');
            (digits.len() < key.len()).then(|| format!("{digits}e{}", key.len() - digits.len()))
        });
        scripts.chain(short).chain(self.of_bundles.keys().cloned()).collect()
    }

    /// What a script can import; `None` where it imports nothing of it.
    pub(crate) fn imports_of<'a>(&'a self, script: &'a str, links: &Links) -> Option<Imports<'a>> {
        let imports = Imports { from: Some((self, script)) };
        links.imports.iter().any(|module| imports.know(module)).then_some(imports)
    }

    /// Follows re-exports one step; says whether there was anything new.
    fn follow_re_exports(&mut self, scripts: &[(&str, &Links)]) -> bool {
        let mut new = Vec::new();
        for (script, links) in scripts {
            let imports = Imports { from: Some((self, *script)) };
            for (name, module, there) in &links.re_exports {
                match imports.get(module, there) {
                    Some(Constant::Object(all)) if name == ALL => {
                        let named = |(name, constant)| (String::from_utf16_lossy(name), constant);
                        let all = all.iter().map(|(name, it)| named((name, it.clone())));
                        new.extend(all.map(|(name, it)| ((*script).to_owned(), name, it)));
                    }
                    Some(constant) => new.push(((*script).to_owned(), name.clone(), constant)),
                    None => {}
                }
            }
        }
        let mut changed = false;
        for (script, name, constant) in new {
            let exports = self.of_scripts.entry(script).or_default();
            changed |= exports.insert(name, constant).is_none();
        }
        changed
    }

    /// The script at an address, as another script names it.
    fn resolve(&self, script: &str, address: &str) -> Option<String> {
        let address = address.split(['?', '#']).next()?;
        if let Some(from_the_top) = address.strip_prefix('/') {
            let fits = |name: &&String| {
                name.strip_suffix(from_the_top)
                    .is_some_and(|base| base.is_empty() || base.ends_with('/'))
            };
            return self.of_scripts.keys().find(fits).cloned();
        }
        Some(joined(folder(script), address))
    }
}
