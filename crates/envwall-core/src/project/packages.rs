//! What npm packages say of the readers of `.env` files: which Vite it is, since its versions differ,
//! and whether the project uses `dotenv` itself.

use std::path::Path;

use serde_json::Value;

use super::dotenv::Dialect;
use crate::regular_file;

/// The dialect of the Vite that is installed or, if none is, asked for; by default the newest.
///
/// vite@2.9.18, 3.2.11, 4.5.14, 5.4.21, 7.3.5, 8.3.8: dist/node/chunks, `loadEnv`
pub(super) fn vite_dialect(project: &Path) -> Dialect {
    match installed(project).or_else(|| asked_for(project)) {
        Some(..=3) => Dialect::Vite3,
        Some(4) => Dialect::Vite4,
        Some(5..=7) => Dialect::Vite7,
        Some(8..) | None => Dialect::Vite,
    }
}

/// The major version that Node finds from the project: `node_modules` here or in a folder above.
fn installed(project: &Path) -> Option<u32> {
    let project = project.canonicalize().ok()?;
    let files = project.ancestors().map(|folder| folder.join("node_modules/vite/package.json"));
    let package = files.into_iter().find_map(|file| json(&file))?;
    major(package.get("version")?.as_str()?)
}

/// Whether the project asks for `dotenv` or a tool on top of it (`dotenv-cli`, `@dotenvx/dotenvx`).
pub(super) fn has_dotenv(project: &Path) -> bool {
    let package = json(&project.join("package.json"));
    let is_dotenv = |name: &String| name.starts_with("dotenv") || name.starts_with("@dotenvx/");
    KINDS.iter().any(|kind| {
        let names = package.as_ref().and_then(|package| package.get(*kind)?.as_object());
        names.is_some_and(|names| names.keys().any(is_dotenv))
    })
}

const KINDS: [&str; 2] = ["dependencies", "devDependencies"];

/// The major version in the project's `package.json`.
fn asked_for(project: &Path) -> Option<u32> {
    let package = json(&project.join("package.json"))?;
    let range = KINDS.iter().find_map(|kind| package.get(*kind)?.get("vite")?.as_str())?;
    range.split("||").map(major).max().flatten()
}

/// The major version of a range such as `^4.5.0` or `npm:other-name@7`. Of what has no upper end
/// (`>=3`, `latest`), the newest version is installed.
fn major(range: &str) -> Option<u32> {
    let range = range.rsplit_once('@').map_or(range, |(_, range)| range);
    let version = range.trim().trim_start_matches(['^', '~', '=', 'v', ' ']);
    let end = version.find(|char: char| !char.is_ascii_digit()).unwrap_or(version.len());
    version[..end].parse().ok()
}

/// A file's JSON. What cannot be read is reported by the detection of frameworks.
fn json(path: &Path) -> Option<Value> {
    let text = regular_file::read_to_string(path).ok()?;
    serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(&text)).ok()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn ranges_have_a_major_version() {
        let cases = [
            ("^4.5.0", Some(4)),
            ("~3.2", Some(3)),
            ("5", Some(5)),
            ("v2.9.18", Some(2)),
            ("npm:rolldown-vite@7.1.0", Some(7)),
            (">=3", None),
            ("latest", None),
            ("workspace:*", None),
            ("*", None),
        ];
        for (range, expected) in cases {
            assert_eq!(major(range), expected, "{range}");
        }
    }

    #[test]
    fn what_is_installed_counts_before_what_is_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let project = folder.path().join("apps/web");
        fs::create_dir_all(&project).unwrap();
        let asks = |range| {
            let text = format!(r#"{{"devDependencies": {{"vite": "{range}"}}}}"#);
            fs::write(project.join("package.json"), text).unwrap();
            vite_dialect(&project)
        };
        assert_eq!(asks("^2.9.0"), Dialect::Vite3);
        assert_eq!(asks("^3.0.0 || ^4.0.0"), Dialect::Vite4);
        assert_eq!(asks("^5.0.0"), Dialect::Vite7);
        assert_eq!(asks("latest"), Dialect::Vite);
        assert!(!has_dotenv(&project));
        let installed = folder.path().join("node_modules/vite");
        fs::create_dir_all(&installed).unwrap();
        fs::write(installed.join("package.json"), r#"{"version": "4.5.14"}"#).unwrap();
        assert_eq!(asks("^5.0.0"), Dialect::Vite4);
    }
}
