//! Paths with forward slashes, as artifacts and sources have them.

/// A path relative to a folder, without `.` and `..`.
pub(crate) fn joined(folder: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(relative.split(['/', '\\'])) {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The folder that a file is in; empty at the top.
pub(crate) fn folder(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether a source belongs to an installed package.
pub(crate) fn is_third_party(source: &str) -> bool {
    source.contains("node_modules/")
}

/// The path of a source in a map from the project's folder: relative addresses count from the map.
pub(crate) fn source_path(source: &str, artifact: &str) -> String {
    if source.contains("://") || source.starts_with('/') {
        return tidy(source).to_owned();
    }
    let source = source.split_once('?').map_or(source, |(path, _)| path);
    joined(folder(artifact), source)
}

/// The name of a source as people know it: without the bundler's scheme and the way up.
pub(crate) fn tidy(name: &str) -> &str {
    let mut name = name.split_once('?').map_or(name, |(name, _)| name);
    if let Some((scheme, rest)) = name.split_once("://")
        && !scheme.starts_with("http")
    {
        name = rest.split_once('/').map_or(rest, |(_, path)| path);
    }
    while let Some(rest) = name.strip_prefix("../").or_else(|| name.strip_prefix("./")) {
        name = rest;
    }
    // Turbopack's name for the project's folder
    name.strip_prefix("[project]/").unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_up_are_taken() {
        assert_eq!(joined(folder("dist/assets/a.js"), "../b/./c.js"), "dist/b/c.js");
        assert_eq!(joined(folder("a.js"), "../../b.js"), "b.js");
    }

    #[test]
    fn sources_have_the_paths_that_people_know() {
        let artifact = "dist/assets/a.js";
        for (source, path) in [
            ("../../src/a.ts", "src/a.ts"),
            ("../../../src/a.ts", "src/a.ts"),
            ("webpack://app/./src/a.ts?1234", "src/a.ts"),
            ("webpack:///./src/a.ts", "src/a.ts"),
            ("turbopack:///[project]/src/a.tsx", "src/a.tsx"),
            ("a.ts", "dist/assets/a.ts"),
            ("https://x.example/a.ts", "https://x.example/a.ts"),
        ] {
            assert_eq!(source_path(source, artifact), path, "{source}");
        }
    }
}
