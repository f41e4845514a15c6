//! Text to syntax tree. swc recurses, so this runs on a thread with a large stack.

use swc_common::{BytePos, Spanned};
use swc_ecma_parser::error::Error;
use swc_ecma_parser::{EsSyntax, Parser, StringInput, Syntax, TsSyntax};
use swc_ecma_visit::swc_ecma_ast::Program;

use super::long_chains;
use super::stack_estimate::{STACK_SIZE, stack_need};

/// Why there is no syntax tree.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ParseError {
    /// Not JavaScript, or not whole.
    #[error("it does not parse as JavaScript (line {0})")]
    Syntax(usize),
    /// Parsing it may need more stack than there is.
    #[error("it is nested too deep to be parsed, or may be")]
    TooDeep,
    /// Parsing it would take longer than there is time for.
    #[error(
        "it has a chain that takes too long, such as more than 10,000 conditions or 1,000 labels"
    )]
    TooLong,
    /// swc counts positions in 32 bits.
    #[error("it is larger than 4 GB")]
    TooLarge,
}

/// A program, and the first line that is no JavaScript and that the parser recovered from.
pub(super) struct Parsed {
    pub(super) program: Program,
    pub(super) first_error: Option<usize>,
}

/// In what language a text is written.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Language {
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

/// A shorter text does not fill the stack, were it brackets only.
const MIN_CHECKED: usize = 64 << 10;

/// Parses a script or a module, whichever it is. Positions start at 1, as swc has them.
pub(super) fn parse(text: &str, language: Language) -> Result<Parsed, ParseError> {
    parse_at(text, 0, language)
}

/// Parses statements, expressions or members that are a part of a program and begin at a byte of it.
pub(super) fn parse_part(
    part: &str,
    start: usize,
    language: Language,
) -> Result<Parsed, ParseError> {
    parse_at(part, start, language).or_else(|error| {
        let members = ["({", "(class{"].into_iter().filter(|head| head.len() <= start);
        let mut parsed = members.filter_map(|head| {
            let text = [head, part, "})"].concat();
            parse_at(&text, start - head.len(), language).ok()
        });
        parsed.next().ok_or(error)
    })
}

fn parse_at(text: &str, start: usize, language: Language) -> Result<Parsed, ParseError> {
    if text.len() > MIN_CHECKED && stack_need(text, language.is_typed()) > STACK_SIZE / 10 * 9 {
        return Err(ParseError::TooDeep);
    }
    if long_chains::are_too_long(text, language.is_typed()) {
        return Err(ParseError::TooLong);
    }
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
