//! Globs over paths.

use globset::{GlobBuilder, GlobMatcher};

/// A glob over paths with forward slashes: `*` matches within a folder, `**` across folders, and a
/// leading `.` in a name is not special.
///
/// # Errors
/// If the pattern is not a valid glob; the message says why.
pub fn path_glob(pattern: &str) -> Result<GlobMatcher, globset::Error> {
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    let glob = GlobBuilder::new(pattern).literal_separator(true).empty_alternates(true).build()?;
    Ok(glob.compile_matcher())
}
