//! The scanned files by size, as a treemap that highlights findings, and as a table.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::fmt::Write as _;

use envwall_core::diagnostic::Severity;
use envwall_guard::Artifact;

use super::treemap::{Tile, squarify};
use crate::output::escape::xml;
use crate::output::report::CommandReport;
use crate::output::text::{self, plural, size};

/// Maximum number of tiles. More would be too small to see; the rest share one.
const MAX_TILES: usize = 80;

/// Maximum number of rows. More make the page slow to open.
const MAX_ROWS: usize = 1_000;

/// Minimum share of the area for a file with findings, so that it is visible next to large maps.
const MIN_SHARE: f64 = 0.01;

/// Maximum share of the area that enlarged files take together.
const MAX_ENLARGED: f64 = 0.4;

/// The shape of the treemap on a wide screen.
const WHOLE: Tile = Tile { x: 0.0, y: 0.0, width: 250.0, height: 100.0 };

/// The most severe finding of each file, and the number of findings.
type Found<'a> = HashMap<&'a str, (Severity, usize)>;

pub(super) fn render(report: &CommandReport<'_>) -> String {
    let mut artifacts: Vec<&Artifact> = report.artifacts.iter().collect();
    if artifacts.is_empty() {
        return String::new();
    }
    let found = found(report);
    artifacts.sort_by_key(|artifact| Reverse(artifact.bytes));
    let legend =
        [("clean", "no findings"), ("error", "error"), ("warning", "warning"), ("note", "note")]
            .map(|(class, text)| format!("<li class=\"{class}\">{text}</li>"));
    format!(
        "<section aria-labelledby=\"output\"><h2 id=\"output\">Client output by size</h2>\n{}\
         <ul class=\"legend\">{}</ul>\n{}</section>\n",
        treemap(&artifacts, &found),
        legend.concat(),
        table(&artifacts, &found),
    )
}

fn found<'a>(report: &CommandReport<'a>) -> Found<'a> {
    let mut found = Found::new();
    for finding in report.findings {
        for file in finding.files() {
            let entry = found.entry(file).or_insert((finding.severity, 0));
            *entry = (entry.0.max(finding.severity), entry.1 + 1);
        }
    }
    found
}

/// The text of a tile.
struct Label {
    name: String,
    title: String,
    bytes: u64,
    class: &'static str,
}

impl Label {
    /// Whether there are findings in the file.
    fn is_found(&self) -> bool {
        !matches!(self.class, "clean" | "rest")
    }
}

fn treemap(artifacts: &[&Artifact], found: &Found<'_>) -> String {
    let labels = weighed(labels(artifacts, found));
    if labels.is_empty() {
        return String::new();
    }
    let weights: Vec<f64> = labels.iter().map(|(weight, _)| *weight).collect();
    let tiles = squarify(&weights, WHOLE);
    let about = format!(
        "{} by size, {} of them with findings. The table below contains the same data.",
        plural(artifacts.len(), "file"),
        artifacts.iter().filter(|artifact| found.contains_key(artifact.name.as_str())).count(),
    );
    let mut svg = format!("<svg class=\"map\" role=\"img\" aria-label=\"{}\">\n", xml(&about));
    for (tile, (_, label)) in tiles.iter().zip(&labels) {
        svg.push_str(&draw(tile, label));
    }
    svg + "</svg>\n"
}

/// Each label with the area of its tile, largest first. Files with findings have a minimum.
fn weighed(labels: Vec<Label>) -> Vec<(f64, Label)> {
    #[expect(clippy::cast_precision_loss, reason = "a byte is not visible")]
    let size = |label: &Label| label.bytes as f64;
    #[expect(clippy::cast_precision_loss, reason = "there are few")]
    let found = labels.iter().filter(|label| label.is_found()).count() as f64;
    let share = MIN_SHARE.min(MAX_ENLARGED / found.max(1.0));
    let min = labels.iter().map(size).sum::<f64>() * share;
    let weigh = |label: Label| {
        let size = size(&label);
        (if label.is_found() { size.max(min) } else { size }, label)
    };
    let mut weighed: Vec<_> = labels.into_iter().map(weigh).collect();
    weighed.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    weighed
}

/// The files with findings, the largest other ones, and one entry for the rest.
fn labels(artifacts: &[&Artifact], found: &Found<'_>) -> Vec<Label> {
    let severity = |artifact: &&&Artifact| found.get(artifact.name.as_str()).map(|found| found.0);
    let mut artifacts: Vec<_> = artifacts.iter().filter(|artifact| artifact.bytes > 0).collect();
    artifacts.sort_by_key(|artifact| Reverse(severity(artifact)));
    let (mut labels, mut rest) = (Vec::new(), (0usize, 0));
    for artifact in artifacts {
        let class = found
            .get(artifact.name.as_str())
            .map_or("clean", |(severity, _)| text::severity(*severity));
        if labels.len() >= MAX_TILES {
            rest = (rest.0 + 1, rest.1 + artifact.bytes);
            continue;
        }
        let name = artifact.name.rsplit('/').next().unwrap_or_default().to_owned();
        let title = format!("{}, {}", artifact.name, size(artifact.bytes));
        labels.push(Label { name, title, bytes: artifact.bytes, class });
    }
    if rest.0 > 0 {
        let name = plural(rest.0, "more file");
        let title = format!("{name}, {}", size(rest.1));
        labels.push(Label { name, title, bytes: rest.1, class: "rest" });
    }
    labels
}

/// Draws a tile as a nested SVG, which clips its text.
fn draw(tile: &Tile, label: &Label) -> String {
    let percent = |part: f64, whole: f64| format!("{:.3}%", 100.0 * part / whole);
    let mut svg = format!(
        "<svg class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{}</title>\
         <rect width=\"100%\" height=\"100%\"/>",
        label.class,
        percent(tile.x, WHOLE.width),
        percent(tile.y, WHOLE.height),
        percent(tile.width, WHOLE.width),
        percent(tile.height, WHOLE.height),
        xml(&label.title),
    );
    // hidden on narrow screens
    let class = if tile.width > 30.0 { "" } else { "small" };
    if tile.width > 12.0 && tile.height > 7.0 {
        let name = xml(&label.name);
        let _ = write!(svg, "<text class=\"{class}\" x=\"8\" y=\"18\">{name}</text>");
    }
    if tile.width > 12.0 && tile.height > 14.0 {
        let _ = write!(
            svg,
            "<text class=\"size {class}\" x=\"8\" y=\"35\">{}</text>",
            size(label.bytes)
        );
    }
    svg + "</svg>\n"
}

fn table(artifacts: &[&Artifact], found: &Found<'_>) -> String {
    let mut rows = String::new();
    for artifact in artifacts.iter().take(MAX_ROWS) {
        let found = found.get(artifact.name.as_str());
        let found = found.map_or_else(String::new, |(severity, count)| {
            format!("<span class=\"badge {0}\">{count}</span>", text::severity(*severity))
        });
        let (name, size, peelers) =
            (xml(&artifact.name), size(artifact.bytes), artifact.peelers.join(", "));
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\">{name}</th><td class=\"number\">{size}</td><td>{}</td><td>{found}</td></tr>",
            xml(&peelers),
        );
    }
    let more = artifacts.len().saturating_sub(MAX_ROWS);
    let more = if more > 0 {
        format!("<p>and {}</p>", plural(more, "smaller file"))
    } else {
        String::new()
    };
    format!(
        "<details><summary>All {}</summary><div class=\"scroll\"><table><thead><tr>\
         <th scope=\"col\">File</th><th scope=\"col\" class=\"number\">Size</th>\
         <th scope=\"col\">Decoded as</th><th scope=\"col\">Findings</th></tr></thead>\n\
         <tbody>\n{rows}</tbody></table></div>{more}</details>\n",
        plural(artifacts.len(), "file"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn artifact(name: &str, bytes: u64) -> Artifact {
        Artifact { name: name.to_owned(), bytes, digest: None, peelers: Vec::new() }
    }

    /// The shares of the area that files with findings have, and the number of tiles.
    fn shares(clean: &[Artifact], red: &[Artifact]) -> (Vec<f64>, usize) {
        let found: Found<'_> =
            red.iter().map(|red| (red.name.as_str(), (Severity::Error, 1))).collect();
        let mut all: Vec<&Artifact> = clean.iter().chain(red).collect();
        all.sort_by_key(|artifact| Reverse(artifact.bytes));
        let weighed = weighed(labels(&all, &found));
        let weights: Vec<f64> = weighed.iter().map(|(weight, _)| *weight).collect();
        assert!(weights.is_sorted_by(|a, b| a >= b), "the treemap needs that");
        let sum: f64 = weights.iter().sum();
        let red = weighed.iter().filter(|(_, label)| label.is_found());
        (red.map(|(weight, _)| weight / sum).collect(), weights.len())
    }

    #[test]
    fn red_files_are_visible_next_to_large_maps() {
        let maps: Vec<_> =
            (0..200).map(|number| artifact(&format!("{number}.map"), 9 << 20)).collect();
        let (one, tiles) = shares(&maps, &[artifact("a.js", 300)]);
        assert!(one.len() == 1 && one[0] > 0.009, "{one:?}");
        assert_eq!(tiles, MAX_TILES + 1, "one for the rest");
        let many: Vec<_> = (0..60).map(|number| artifact(&format!("{number}.js"), 300)).collect();
        let (many, _) = shares(&maps, &many);
        assert_eq!(many.len(), 60);
        assert!(many.iter().sum::<f64>() < 0.5, "{many:?}");
    }
}
