//! What Envwall has to say about a project: one type for every problem, without any rendering.

mod code;
mod content_hash;
mod excerpt;
mod explain;
mod words;

use std::borrow::Cow;

use serde::Serialize;

pub use code::Code;
pub use excerpt::Excerpt;
pub(crate) use excerpt::MASK;

use content_hash::without_content_hash;

use crate::source::{Position, SourceFile, Span};

/// How bad a finding is. Ordered: `Note < Warning < Error`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; fails nothing.
    Note,
    /// Probably wrong.
    Warning,
    /// Wrong: a leak, or something that keeps Envwall from looking.
    Error,
}

/// A place in a file, with the line it stands on where that may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// Path relative to the project, forward slashes.
    pub file: String,
    /// Line and column; absent where the whole file is meant.
    pub position: Option<Position>,
    /// The line around the place, with nothing sensitive in it.
    pub excerpt: Option<Excerpt>,
}

impl Location {
    /// A whole file.
    pub fn file(name: impl Into<String>) -> Self {
        Self { file: name.into(), position: None, excerpt: None }
    }

    /// A span of a text in which everything may be shown.
    pub fn in_source(source: &SourceFile, span: &Span) -> Self {
        Self::masked(source, span, &[])
    }

    /// A span of a text in which the bytes of `secret` must not be shown.
    pub fn masked(source: &SourceFile, span: &Span, secret: &[Span]) -> Self {
        Self {
            file: source.name().to_owned(),
            position: Some(source.position(span.start)),
            excerpt: Some(Excerpt::of_line(source, span, secret)),
        }
    }
}

/// A second place that explains the first, such as "first declared here".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// What the place has to do with the finding.
    pub label: String,
    /// The place.
    pub location: Location,
}

/// One problem: what, where, and the mend. Holds no sensitive value, by construction of its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind of problem.
    pub code: Code,
    /// How bad.
    pub severity: Severity,
    /// One sentence without a full stop that says what is wrong. Borrowed where all of it is ours:
    /// nothing in it is ever hidden.
    pub message: Cow<'static, str>,
    /// The variable concerned; `None` where no variable is.
    pub variable: Option<String>,
    /// Where it is: an artifact of the build, the manifest or an environment file.
    pub location: Option<Location>,
    /// A few words under the marked place.
    pub label: Option<String>,
    /// How the place was reached inside the artifact, outermost layer first.
    pub trail: Vec<String>,
    /// The place in the original source, where a source map tells.
    pub original: Option<Location>,
    /// The modules that brought that source in: its importer, that one's importer, and so on to
    /// an entry of the build, as far as a source map tells.
    pub importers: Vec<String>,
    /// Further places.
    pub related: Vec<Related>,
    /// The mend, in a sentence or two; borrowed where all of it is ours.
    pub help: Option<Cow<'static, str>>,
}

impl Finding {
    /// A finding with the code's usual severity.
    pub fn new(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            variable: None,
            location: None,
            label: None,
            trail: Vec::new(),
            original: None,
            importers: Vec::new(),
            related: Vec::new(),
            help: None,
        }
    }

    /// Names the variable.
    #[must_use]
    pub fn variable(mut self, name: impl Into<String>) -> Self {
        self.variable = Some(name.into());
        self
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, location: Location) -> Self {
        self.location = Some(location);
        self
    }

    /// Puts a few words under the marked place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Says the mend.
    #[must_use]
    pub fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a further place.
    #[must_use]
    pub fn related(mut self, label: impl Into<String>, location: Location) -> Self {
        self.related.push(Related { label: label.into(), location });
        self
    }

    /// The order of a report: by file, position, code and variable; worst first at one place, and
    /// what has no place last.
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

    /// Twelve hex digits that stay the same as long as the problem is the same, for waivers and
    /// baselines.
    ///
    /// Nothing of a value goes in, so it can be committed; neither do line and column, which move
    /// with every build, nor the content hash that bundlers put into file names.
    pub fn fingerprint(&self) -> String {
        let mut hasher = blake3::Hasher::new_derive_key("envwall finding fingerprint v1");
        let file = self.location.as_ref().map(|location| without_content_hash(&location.file));
        let parts = [self.code.as_str(), self.variable.as_deref().unwrap_or_default()];
        let trail = self.trail.iter().map(String::as_str);
        for part in parts.into_iter().chain(file.as_deref()).chain(trail) {
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
