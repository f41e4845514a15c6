//! Configuration files that are programs. None is run: constants in them are folded.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::thread;

use envwall_core::regular_file;
use envwall_core::source::{Position, SourceFile};

use super::paths;
use crate::javascript::host::Host;
use crate::javascript::module_graph::{Exports, Imports, Links};
use crate::javascript::{Language, Request, STACK_SIZE, Script, SettingValue};
use crate::text::path::{folder, joined};

/// A larger file is nobody's configuration.
const MAX_BYTES: u64 = 1 << 20;

/// How many files a configuration may be spread over.
const MAX_FILES: usize = 16;

/// Endings that an import may leave out.
const ENDINGS: &[&str] =
    &["", ".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", "/index.ts", "/index.js"];

/// A setting with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Which of the keys that were asked for.
    pub(super) key: usize,
    /// The file, relative to the project.
    pub(super) file: String,
    pub(super) position: Option<Position>,
    pub(super) values: Vec<SettingValue>,
    /// Whether it is about the server's build.
    pub(super) is_of_server: bool,
    /// Whether something unknown that is spread into an object may set it.
    pub(super) is_spread: bool,
}

/// Why nothing was read.
#[derive(Debug)]
pub(super) struct Unreadable {
    pub(super) file: String,
    pub(super) why: String,
}

/// What a configuration file of the project sets under keys, the files that it imports included.
pub(super) fn read(
    directory: &Path,
    name: &str,
    keys: &[&str],
    environment: &BTreeMap<String, String>,
) -> Result<Vec<Found>, Unreadable> {
    let mut sources = Vec::new();
    collect(directory, name, &mut sources)
        .map_err(|why| Unreadable { file: name.to_owned(), why })?;
    let project = paths::absolute(directory);
    let work = || found_in(&sources, keys, &project, environment);
    // swc recurses
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK_SIZE).spawn_scoped(scope, work);
        let done = thread.map(thread::ScopedJoinHandle::join);
        match done {
            Ok(Ok(result)) => result,
            _ => Err(Unreadable { file: name.to_owned(), why: "internal error".to_owned() }),
        }
    })
}

/// The file, and those that it imports by a relative path.
fn collect(directory: &Path, name: &str, sources: &mut Vec<SourceFile>) -> Result<(), String> {
    if sources.len() == MAX_FILES || sources.iter().any(|source| source.name() == name) {
        return Ok(());
    }
    let path = directory.join(name);
    let about = fs::metadata(&path).map_err(|error| error.kind().to_string())?;
    if !about.is_file() || about.len() > MAX_BYTES {
        return Err("not a regular file of at most 1 MiB".to_owned());
    }
    let bytes = regular_file::read(&path).map_err(|error| error.kind().to_string())?;
    let text = String::from_utf8(bytes).map_err(|_| "not UTF-8".to_owned())?;
    let imported = imports(&text);
    let text = if is_json(name) { format!("export default {text}") } else { text };
    sources.push(SourceFile::new(name, text));
    for address in imported {
        let stem = joined(folder(name), &address);
        let file = ENDINGS.iter().map(|ending| format!("{stem}{ending}"));
        if let Some(file) = file.into_iter().find(|file| directory.join(file).is_file()) {
            // what cannot be read is not known, and what depends on it is reported
            let _ = collect(directory, &file, sources);
        }
    }
    Ok(())
}

/// Relative addresses in quotation marks after `from`, `import` and `require`.
fn imports(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for quote in ['"', '\'', '`'] {
        for (at, _) in text.match_indices(&format!("{quote}.")) {
            let before = text[..at].trim_end_matches(['(', ' ']);
            let asks = ["from", "import", "require"].iter().any(|word| before.ends_with(word));
            let address = text[at + 1..].split(quote).next().unwrap_or_default();
            let is_path = address.starts_with("./") || address.starts_with("../");
            if asks && is_path && !address.contains('\n') {
                found.push(address.to_owned());
            }
        }
    }
    found
}

fn is_json(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ending == "json")
}

fn language(name: &str) -> Language {
    match name.rsplit('.').next() {
        Some("ts" | "mts" | "cts") => Language::TypeScript,
        Some("tsx") => Language::Tsx,
        _ => Language::JavaScript,
    }
}

fn found_in(
    sources: &[SourceFile],
    keys: &[&str],
    project: &str,
    environment: &BTreeMap<String, String>,
) -> Result<Vec<Found>, Unreadable> {
    let mut scripts = Vec::new();
    for source in sources {
        match Script::parse(source.text(), language(source.name()), None) {
            Ok(script) => scripts.push((source, script)),
            // of what is imported nothing is known then
            Err(_) if !scripts.is_empty() => {}
            Err(error) => {
                let file = source.name().to_owned();
                return Err(Unreadable { file, why: error.to_string() });
            }
        }
    }
    let links: Vec<(String, Links)> =
        scripts.iter().flat_map(|(source, script)| links(source.name(), script)).collect();
    let named: Vec<(&str, &Links)> =
        links.iter().map(|(name, links)| (name.as_str(), links)).collect();
    let exports = Exports::of(&named, |_| true);
    let mut all = Vec::new();
    // what is imported as data are values, not settings
    for (source, script) in scripts.iter().filter(|(source, _)| !is_json(source.name())) {
        let host = Host {
            file: format!("{}/{}", project.trim_end_matches('/'), source.name()),
            directory: project.to_owned(),
            environment: environment.clone(),
        };
        let own = named.iter().find(|(name, _)| *name == source.name());
        let imports = own.and_then(|(name, links)| exports.imports_of(name, links));
        for setting in script.settings(keys, &host, imports.unwrap_or_else(Imports::default)) {
            all.push(Found {
                key: setting.key,
                file: source.name().to_owned(),
                position: Some(source.position(setting.span.start)),
                values: setting.values,
                is_of_server: setting.is_of_server,
                is_spread: setting.is_spread,
            });
        }
    }
    Ok(all)
}

/// What a script exports, under each name by which others may import it.
fn links(name: &str, script: &Script<'_>) -> Vec<(String, Links)> {
    let request =
        Request { offsets: &[], imports: Imports::default(), links: true, max_bytes: 1 << 20 };
    let links = script.evaluate(&request).links.unwrap_or_default();
    let without_ending = name.rsplit_once('.').map(|(stem, _)| stem.to_owned());
    let folder = without_ending.as_deref().and_then(|stem| stem.strip_suffix("/index"));
    let names = [Some(name.to_owned()), folder.map(str::to_owned), without_ending.clone()];
    names.into_iter().flatten().map(|name| (name, links.clone())).collect()
}
