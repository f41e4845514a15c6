//! Findings: one type for every problem that Envwall reports, without any rendering.

mod code;
mod confidence;
mod content_hash;
mod declaration;
mod excerpt;
mod explain;
mod words;

use std::borrow::Cow;

use serde::Serialize;

pub use code::{Code, ExitClass};
pub use confidence::Confidence;
pub use declaration::{Declaration, DeclarationKind};
pub use excerpt::Excerpt;
pub(crate) use excerpt::MASK;

use content_hash::without_content_hash;

use crate::source::{Position, SourceFile, Span};

/// How serious a finding is. Ordered: `Note < Warning < Error`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// For information; never fails a run by default.
    Note,
    /// Probably wrong.
    Warning,
    /// Certainly wrong: a leak, or something that prevents Envwall from checking.
    Error,
}

/// A place in a file, with its line if that may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// Path relative to the project, forward slashes.
    pub file: String,
    /// Line and column; `None` for the whole file.
    pub position: Option<Position>,
    /// Where the place ends, exclusive; `None` if that is not known.
    pub end: Option<Position>,
    /// The line around the place, without anything sensitive.
    pub excerpt: Option<Excerpt>,
}

impl Location {
    /// A whole file.
    pub fn file(name: impl Into<String>) -> Self {
        Self { file: name.into(), position: None, end: None, excerpt: None }
    }

    /// A span of a text that may be shown as it is.
    pub fn in_source(source: &SourceFile, span: &Span) -> Self {
        Self::masked(source, span, &[])
    }

    /// A span of a text, with the bytes of `secret` masked.
    pub fn masked(source: &SourceFile, span: &Span, secret: &[Span]) -> Self {
        Self {
            file: source.name().to_owned(),
            position: Some(source.position(span.start)),
            end: (span.start < span.end).then(|| source.position(span.end)),
            excerpt: Some(Excerpt::of_line(source, span, secret)),
        }
    }
}

/// A second place that explains the first, such as "first declared here".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// How the place relates to the finding.
    pub label: String,
    /// The place.
    pub location: Location,
}

/// One problem: what is wrong, where, and how to fix it. It contains no sensitive value, by
/// construction of its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind of problem.
    pub code: Code,
    /// How serious it is.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop. A borrowed text is fixed and never
    /// redacted.
    pub message: Cow<'static, str>,
    /// The variable concerned, if any.
    pub variable: Option<String>,
    /// Why the variable's value counts as a secret, where it does. Of equally serious findings the
    /// most certain comes first.
    pub confidence: Option<Confidence>,
    /// Which part of which of the variable's values, where it is not all of the one in force:
    /// "JSON field 5d41402a", "`.env.staging`". Distinguishes findings, and is not shown.
    pub part: Option<String>,
    /// Where it is: a file of the build output, the manifest or an environment file.
    pub location: Option<Location>,
    /// A few words under the marked place.
    pub label: Option<String>,
    /// How the place was reached inside the file, outermost layer first.
    pub trail: Vec<String>,
    /// The place in the original source, if a source map has it.
    pub original: Option<Location>,
    /// The import chain of that source: its importer, that module's importer, and so on to an entry
    /// of the build, as far as a source map has it.
    pub importers: Vec<String>,
    /// Further remarks, each a sentence without a full stop. Borrowed texts are fixed and never
    /// redacted.
    pub notes: Vec<Cow<'static, str>>,
    /// Number of further places that the finding stands for and does not list.
    pub more_places: usize,
    /// Files that have the same content as that of `location`, and so the same problem at the same
    /// place.
    pub also_in: Vec<String>,
    /// Other places that explain this one.
    pub related: Vec<Related>,
    /// How to fix it, in a sentence or two. A borrowed text is fixed and never redacted.
    pub help: Option<Cow<'static, str>>,
    /// The lines of the manifest, any of which settles it. Reports end with those of all findings,
    /// to be pasted.
    pub settled_by: Vec<Declaration>,
}

impl Finding {
    /// A finding with the code's default severity.
    pub fn new(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            variable: None,
            confidence: None,
            part: None,
            location: None,
            label: None,
            trail: Vec::new(),
            original: None,
            importers: Vec::new(),
            notes: Vec::new(),
            more_places: 0,
            also_in: Vec::new(),
            related: Vec::new(),
            help: None,
            settled_by: Vec::new(),
        }
    }

    /// Sets the variable.
    #[must_use]
    pub fn variable(mut self, name: impl Into<String>) -> Self {
        self.variable = Some(name.into());
        self
    }

    /// Sets why the variable's value counts as a secret.
    #[must_use]
    pub fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = Some(confidence);
        self
    }

    /// Sets the place.
    #[must_use]
    pub fn at(mut self, location: Location) -> Self {
        self.location = Some(location);
        self
    }

    /// Sets the words under the marked place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Sets how to fix it.
    #[must_use]
    pub fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds lines of the manifest that settle it.
    #[must_use]
    pub fn settled_by(mut self, declarations: impl IntoIterator<Item = Declaration>) -> Self {
        self.settled_by.extend(declarations);
        self
    }

    /// Adds a remark.
    #[must_use]
    pub fn note(mut self, note: impl Into<Cow<'static, str>>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Sets the number of further places that are not listed.
    #[must_use]
    pub fn more_places(mut self, count: usize) -> Self {
        self.more_places = count;
        self
    }

    /// Adds a place that explains this one.
    #[must_use]
    pub fn related(mut self, label: impl Into<String>, location: Location) -> Self {
        self.related.push(Related { label: label.into(), location });
        self
    }

    /// The order of a report: by file, position, code and variable. At one place the most serious
    /// comes first; findings without a place come last.
    pub fn report_order(&self, other: &Self) -> std::cmp::Ordering {
        fn key(finding: &Finding) -> impl Ord + '_ {
            let location = finding.location.as_ref();
            (
                location.is_none(),
                location.map(|location| location.file.as_str()),
                location.and_then(|location| location.position),
                std::cmp::Reverse(finding.severity),
                finding.code,
                finding.variable.as_deref(),
            )
        }
        key(self).cmp(&key(other)).then_with(|| self.message.cmp(&other.message))
    }

    /// Twelve hex digits that identify the problem, for waivers and baselines.
    ///
    /// It does not depend on any value, so it can be committed; nor on line and column, which
    /// change with every build, nor on the content hash that bundlers put into file names.
    pub fn fingerprint(&self) -> String {
        let mut hasher = blake3::Hasher::new_derive_key("envwall finding fingerprint v1");
        let file = self.location.as_ref().map(|location| without_content_hash(&location.file));
        let parts = [self.code.as_str(), self.variable.as_deref().unwrap_or_default()];
        let trail = self.trail.iter().map(String::as_str);
        // after the trail, of which each part ends with a zero byte: no trail looks like it
        let part = self.part.as_deref().map(|part| format!("\0{part}"));
        for part in parts.into_iter().chain(file.as_deref()).chain(trail).chain(part.as_deref()) {
            hasher.update(part.as_bytes()).update(&[0]);
        }
        hasher.finalize().to_hex()[..12].to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_hashes_do_not_move_the_fingerprint() {
        let of = |file: &str| {
            Finding::new(Code::ValueInOutput, "x").at(Location::file(file)).fingerprint()
        };
        assert_eq!(of("dist/assets/index-B7xk2f9Q.js"), of("dist/assets/index-DkQ81xyz.js"));
        assert_eq!(of("static/js/main.4fd2a1b0.chunk.js"), of("static/js/main.00d2a1bf.chunk.js"));
        assert_ne!(of("dist/index.js"), of("dist/vendor.js"));
        assert_ne!(of("dist/CheckoutPage.js"), of("dist/AccountPage.js"));
        assert_ne!(of("dist/customer1.js"), of("dist/customer2.js"));
        assert_ne!(of("dist/page-AdminNav.js"), of("dist/page-Settings.js"));
        assert_ne!(of("a/index.js"), of("b/index.js"));
    }
}
