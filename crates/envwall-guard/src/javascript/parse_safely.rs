//! Text to syntax tree, unless getting it would end the process.

use super::limits;
use super::parse::{Language, ParseError, Parsed, parse_unchecked};
use super::trial::{ParseTrial, Trial};

/// Who tries a text that may crash the parser; without one its need is estimated.
pub(crate) type Trials<'a> = Option<&'a dyn ParseTrial>;

/// Parses a script or a module, whichever it is. Positions start at 1, as swc has them.
pub(super) fn parse(
    text: &str,
    language: Language,
    trials: Trials<'_>,
) -> Result<Parsed, ParseError> {
    parse_at(text, 0, language, trials)
}

/// Parses statements, expressions or members that are a part of a program and begin at a byte of it.
pub(super) fn parse_part(
    part: &str,
    start: usize,
    language: Language,
    trials: Trials<'_>,
) -> Result<Parsed, ParseError> {
    parse_at(part, start, language, trials).or_else(|error| {
        if !error.is_syntax() {
            return Err(error);
        }
        let members = ["({", "(class{"].into_iter().filter(|head| head.len() <= start);
        let mut parsed = members.filter_map(|head| {
            let text = [head, part, "})"].concat();
            parse_at(&text, start - head.len(), language, trials).ok()
        });
        parsed.next().ok_or(error)
    })
}

fn parse_at(
    text: &str,
    start: usize,
    language: Language,
    trials: Trials<'_>,
) -> Result<Parsed, ParseError> {
    if !limits::is_small(text, language) {
        match trials.map_or(Trial::Unavailable, |trials| trials.run(text, language)) {
            Trial::Survived => {}
            Trial::Crashed => return Err(ParseError::TooDeep),
            Trial::TimedOut => return Err(ParseError::TooLong),
            Trial::Unavailable => limits::check(text, language)?,
        }
    }
    parse_unchecked(text, start, language)
}
