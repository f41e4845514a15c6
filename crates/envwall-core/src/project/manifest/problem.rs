//! What is wrong with a value in the manifest.

use crate::diagnostic::Finding;
use crate::source::Span;

/// A problem with a constraint and its span in the manifest. The finding may have its own place, in
/// another file.
pub(super) type Problem = (Span, Finding);
