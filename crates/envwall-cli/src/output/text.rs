//! Phrases that commands and formats share: counts, sizes, locations.

use envwall_core::diagnostic::{Finding, Location, Severity};

/// Formats a location: `dist/a.js:1:4`.
pub(super) fn location(location: &Location) -> String {
    match location.position {
        Some(at) => format!("{}:{}:{}", location.file, at.line, at.column),
        None => location.file.clone(),
    }
}

/// Names a severity: `error`, `warning`, `note`.
pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// Formats a finding as plain text: message, trail, source, remarks and help, one per line.
pub(super) fn plain(finding: &Finding) -> String {
    let trail = (!finding.trail.is_empty()).then(|| trail(finding));
    let original = finding.original.as_ref().map(|at| format!("in the source: {}", location(at)));
    let importers = (!finding.importers.is_empty()).then(|| importers(finding));
    let mut lines = vec![finding.message.to_string()];
    lines.extend([trail, original, importers].into_iter().flatten());
    lines.extend(finding.remarks().map(String::from));
    lines.extend(finding.help.as_deref().map(str::to_owned));
    lines.join("\n")
}

/// Formats the import chain: `imported by src/config.ts ← src/main.ts`.
pub(super) fn importers(finding: &Finding) -> String {
    format!("imported by {}", finding.importers.join(" ← "))
}

/// Formats the trail: `found in index.js → string`.
pub(super) fn trail(finding: &Finding) -> String {
    let file = finding.location.as_ref().map_or("", |location| location.file.as_str());
    format!("found in {file} → {}", finding.trail.join(" → "))
}

/// Formats a count: `1 file`, `2 files`.
pub(crate) fn plural(count: usize, word: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {word}{ending}")
}

/// Formats a size: `12 B`, `3.4 kB`, `56.7 MB`.
pub(crate) fn size(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "two digits are shown")]
    let exact = bytes as f64;
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", exact / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", exact / 1e6),
        _ => format!("{:.1} GB", exact / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_rounded() {
        let sizes = [999, 1_000, 12_345, 999_949, 1_234_567, 5_000_000_000].map(size);
        assert_eq!(sizes, ["999 B", "1.0 kB", "12.3 kB", "999.9 kB", "1.2 MB", "5.0 GB"]);
    }
}
