//! Text to syntax tree, whatever comes of it. swc recurses, so this runs on a thread with a large stack.

use swc_common::{BytePos, Spanned};
use swc_ecma_parser::error::Error;
use swc_ecma_parser::{EsSyntax, Parser, StringInput, Syntax, TsSyntax};
use swc_ecma_visit::swc_ecma_ast::Program;

/// Why there is no syntax tree.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ParseError {
    /// Not JavaScript, or not whole.
    #[error("it does not parse as JavaScript (line {0})")]
    Syntax(usize),
    /// Parsing it takes more stack or memory than there is, or may do so.
    #[error("it is nested too deeply to be parsed, or would take too much memory")]
    TooDeep,
    /// Parsing it takes longer than there is time for, or may do so.
    #[error("it takes too long to parse, as thousands of conditions or labels in a row do")]
    TooLong,
    /// swc counts positions in 32 bits.
    #[error("it is larger than 4 GB")]
    TooLarge,
}

impl ParseError {
    /// Whether it was given to the parser, and was no program.
    pub(crate) fn is_syntax(&self) -> bool {
        matches!(self, Self::Syntax(_))
    }
}

/// A program, and the first line that is no JavaScript and that the parser recovered from.
pub(super) struct Parsed {
    pub(super) program: Program,
    pub(super) first_error: Option<usize>,
}

/// In what language a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// JavaScript with JSX.
    JavaScript,
    /// TypeScript without JSX: `<T>x` is a cast.
    TypeScript,
    /// TypeScript with JSX.
    Tsx,
}

impl Language {
    pub(crate) fn is_typed(self) -> bool {
        matches!(self, Self::TypeScript | Self::Tsx)
    }

    pub(super) fn syntax(self) -> Syntax {
        match self {
            Self::JavaScript => SYNTAX,
            Self::TypeScript | Self::Tsx => Syntax::Typescript(TsSyntax {
                tsx: matches!(self, Self::Tsx),
                decorators: true,
                ..TsSyntax::default()
            }),
        }
    }
}

/// Everything that bundles in use hold: swc rejects a file whole for what a flag does not allow.
const SYNTAX: Syntax = Syntax::Es(EsSyntax {
    jsx: true,
    fn_bind: false,
    decorators: true,
    decorators_before_export: true,
    export_default_from: true,
    import_attributes: true,
    allow_super_outside_method: true,
    allow_return_outside_function: true,
    auto_accessors: true,
    explicit_resource_management: true,
});

/// Parses a text whatever comes of it: it may end the process.
pub(super) fn parse_unchecked(
    text: &str,
    start: usize,
    language: Language,
) -> Result<Parsed, ParseError> {
    let position = |at: usize| u32::try_from(at + 1).map(BytePos).map_err(|_| ParseError::TooLarge);
    let input = StringInput::new(text, position(start)?, position(start + text.len())?);
    let mut parser = Parser::new(language.syntax(), input, None);
    let program =
        parser.parse_program().map_err(|error| ParseError::Syntax(line_of(text, &error)))?;
    let first_error = parser.take_errors().first().map(|error| line_of(text, error));
    Ok(Parsed { program, first_error })
}

fn line_of(text: &str, error: &Error) -> usize {
    let offset = (error.span().lo.0 as usize).saturating_sub(1).min(text.len());
    1 + text.get(..offset).map_or(0, |before| before.matches('\n').count())
}
