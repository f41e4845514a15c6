//! What could not be looked into, and why.

use std::fmt;

use super::layer::Layer;

/// Something of an artifact that was not parsed, or not scanned at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) reason: Reason,
    pub(crate) effect: Effect,
    /// The layers around it, outermost first.
    pub(crate) trail: Vec<Layer>,
}

/// What it means for the scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// It was parsed, but not all that it composes is known.
    EvaluatedInPart,
    /// It is not what it claims to be; its bytes were searched all the same.
    SearchedAsBytes,
    /// It is a script of the output by its name or place, and was searched as text.
    SearchedAsText,
    /// Something inside was not scanned at all.
    NotScanned,
}

/// Declares the reasons, each with its effect and its text, which goes on from "not scanned: ".
macro_rules! reasons {
    ($($(#[$doc:meta])* $reason:ident $(($value:ident: $type:ty))? = $effect:ident, $text:literal;)*) => {
        /// Why something was not looked into.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub(crate) enum Reason { $($(#[$doc])* $reason $(($type))?,)* }

        impl Reason {
            fn effect(&self) -> Effect {
                match self { $(reasons!(@pattern $reason $($value)?) => Effect::$effect,)* }
            }
        }

        impl fmt::Display for Reason {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self { $(Self::$reason $(($value))? => write!(f, $text),)* }
            }
        }
    };
    (@pattern $reason:ident) => { Self::$reason };
    (@pattern $reason:ident $value:ident) => { Self::$reason(_) };
}

reasons! {
    // not what it claims to be
    Empty = SearchedAsBytes, "the file is empty, so it is no archive";
    NoSourceMap = SearchedAsBytes, "it is not a valid source map";
    BrokenInlineMap = SearchedAsBytes, "its inline source map is damaged";
    /// The line of the first error.
    SyntaxErrors(line: usize) = SearchedAsBytes, "it is JavaScript with syntax errors (the first on line {line})";
    /// What the parser says.
    NotParsed(why: String) = SearchedAsBytes, "{why}";
    /// Why the parser was not given it.
    NotParsable(why: String) = SearchedAsBytes, "{why}";
    // too much for constant evaluation
    EvaluationBudget = EvaluatedInPart, "constant evaluation exceeded its budget";
    ValueTooLarge = EvaluatedInPart, "it composes a value that is too large to evaluate";
    // not scanned
    Damaged = NotScanned, "it is truncated or damaged";
    DamagedModule = NotScanned, "it is truncated, damaged or not a WebAssembly module";
    DamagedDirectory = NotScanned, "its table of contents is damaged or missing";
    DamagedOrTooLarge = NotScanned, "it is truncated, damaged, or expands to more than Envwall scans";
    TooLarge = NotScanned, "it expands to more than Envwall scans";
    /// How many layers are peeled off.
    TooDeep(layers: usize) = NotScanned, "more than {layers} layers are nested in it";
    Encrypted = NotScanned, "it is encrypted";
    /// The number of the method.
    ZipMethod(method: u16) = NotScanned, "it uses zip compression method {method}, which Envwall does not support";
    /// The name of the format.
    UnsupportedArchive(format: &'static str) = NotScanned, "it is compressed with {format}, which Envwall does not open";
    TooManyUtf16Texts = NotScanned, "it has more UTF-16 strings than Envwall scans";
    InternalError = NotScanned, "internal error while parsing this file; please report it";
    /// How many further things.
    More(count: usize) = NotScanned, "{count} more items inside were not parsed";
}

impl Reason {
    /// Whether the content itself is damaged.
    fn is_damage(&self) -> bool {
        matches!(
            self,
            Self::Damaged | Self::DamagedModule | Self::DamagedDirectory | Self::DamagedOrTooLarge
        )
    }
}

impl Note {
    /// A note about what is below some layers.
    pub(crate) fn new(reason: Reason, trail: &[Layer]) -> Self {
        Self { effect: reason.effect(), reason, trail: trail.to_vec() }
    }

    /// The same about a script of the output, which was searched as text instead.
    pub(crate) fn searched_as_text(self) -> Self {
        Self { effect: Effect::SearchedAsText, ..self }
    }

    /// What is damaged inside an encoding in text may be a sample of a format and no more: its
    /// first bytes say so by chance, or somebody shows them.
    pub(crate) fn within_text(self) -> Self {
        if self.effect == Effect::NotScanned && self.reason.is_damage() {
            return Self { effect: Effect::SearchedAsBytes, ..self };
        }
        self
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reason.fmt(f)?;
        match &self.trail[..] {
            [] => Ok(()),
            trail => {
                let trail: Vec<_> = trail.iter().map(ToString::to_string).collect();
                write!(f, " ({})", trail.join(" → "))
            }
        }
    }
}
