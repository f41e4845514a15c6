//! Folders that configurations name, as paths relative to the project.

use std::path::Path;

use crate::javascript::host::{normalized, relative};

/// The project's folder, absolute, with forward slashes.
pub(super) fn absolute(directory: &Path) -> String {
    let path = directory.canonicalize().unwrap_or_else(|_| directory.to_owned());
    let text = path.to_string_lossy().replace('\\', "/");
    // what Windows puts before the drive of a canonical path
    let text = text.strip_prefix("//?/").unwrap_or(&text).to_owned();
    if text.starts_with('/') { text } else { format!("/{text}") }
}

/// A folder relative to the project: `folder` as somebody wrote it, seen from `base`, which is
/// relative to the project. Empty for the project's own folder.
pub(super) fn from_project(project: &str, base: &str, folder: &str) -> String {
    let folder = folder.replace('\\', "/");
    let path = if folder.starts_with('/') {
        relative(project, &normalized(&folder))
    } else {
        normalized(format!("{base}/{folder}").trim_start_matches('/'))
    };
    if path == "." { String::new() } else { path }
}

/// A name as a glob that matches it alone.
pub(super) fn literal(path: &str) -> String {
    let mut glob = String::with_capacity(path.len());
    for char in path.chars() {
        match char {
            '*' | '?' | '[' | ']' | '{' | '}' => glob.extend(['[', char, ']']),
            char => glob.push(char),
        }
    }
    glob
}

/// A pattern that begins with the folder `default`, with another folder in its place.
pub(super) fn moved(pattern: &str, default: &str, folder: &str) -> Option<String> {
    let rest = pattern.strip_prefix(default)?;
    let rest = rest.strip_prefix('/').or(rest.is_empty().then_some(""))?;
    Some(match (folder, rest) {
        ("", rest) => rest.to_owned(),
        (folder, "") => literal(folder),
        (folder, rest) => format!("{}/{rest}", literal(folder)),
    })
}

/// The folder in which a pattern begins: `dist` of `dist/*/browser/**`.
pub(super) fn base(pattern: &str) -> String {
    let special = |part: &&str| part.contains(['*', '?', '[', '{', '\\']);
    pattern.split('/').take_while(|part| !special(part)).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_relative_to_the_project() {
        for (base, folder, expected) in [
            ("", "./build/", "build"),
            ("", ".", ""),
            ("client", "../dist", "dist"),
            ("client", "dist", "client/dist"),
            ("", "../web", "../web"),
            ("", "/p/app/www", "www"),
            ("client", "/p/app/www", "www"),
            ("", "/p/server/public", "../server/public"),
            ("", "a\\b", "a/b"),
        ] {
            assert_eq!(from_project("/p/app", base, folder), expected, "{base} {folder}");
        }
    }

    #[test]
    fn patterns_move_with_their_folder() {
        assert_eq!(moved("dist/**", "dist", "www").as_deref(), Some("www/**"));
        assert_eq!(moved(".next/static/**", ".next", "b/c").as_deref(), Some("b/c/static/**"));
        assert_eq!(moved("dist/*/browser/**", "dist/*", "out").as_deref(), Some("out/browser/**"));
        assert_eq!(moved("distant/**", "dist", "www"), None);
        assert_eq!(moved("dist/**", "dist", "[a]").as_deref(), Some("[[]a[]]/**"));
    }
}
