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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_up_are_taken() {
        assert_eq!(joined(folder("dist/assets/a.js"), "../b/./c.js"), "dist/b/c.js");
        assert_eq!(joined(folder("a.js"), "../../b.js"), "b.js");
    }
}
