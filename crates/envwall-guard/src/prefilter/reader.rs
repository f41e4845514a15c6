//! Reads a program for evidence of needles: its literals, what is encoded in them, neighbouring
//! literals together, and numbers.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::chain::Chain;
use super::encoded;
use super::evidence::Evidence;
use super::forms::{self, STEPS};
use super::index::FormIndex;
use super::numbers::{self, Numbers};
use crate::javascript::lexer::{self, Token};
use crate::needle::Piece;
use crate::text::escape::unescaped;

/// What is encoded is read so many levels deep.
const MAX_DEPTH: usize = 4;

/// Every run that counts has one of the grams at every third byte.
const STRIDE: usize = 3;

/// The same for shorter runs, which count in chains.
const STRIDE_OF_CHAINS: usize = 2;

/// What is looked up; each is built when it is first needed.
pub(super) struct Indexes<'n> {
    pieces: &'n [Piece],
    forms: OnceLock<FormIndex>,
    steps: OnceLock<FormIndex>,
}

impl<'n> Indexes<'n> {
    pub(super) fn new(pieces: &'n [Piece]) -> Self {
        Self { pieces, forms: OnceLock::new(), steps: OnceLock::new() }
    }

    pub(super) fn forms(&self) -> &FormIndex {
        self.forms.get_or_init(|| FormIndex::new(self.pieces, forms::of))
    }

    pub(super) fn steps(&self) -> &FormIndex {
        self.steps.get_or_init(|| FormIndex::new(self.pieces, forms::steps_of))
    }
}

pub(super) struct Reader<'i> {
    indexes: &'i Indexes<'i>,
    pub(super) evidence: Evidence,
    /// Where in the file is the program that is read, and what is read now.
    base: usize,
    at: usize,
    /// In how many layers it is.
    depth: usize,
}

impl<'i> Reader<'i> {
    pub(super) fn new(indexes: &'i Indexes<'i>) -> Self {
        Self { indexes, evidence: Evidence::default(), base: 0, at: 0, depth: 0 }
    }

    /// Reads a program.
    pub(super) fn program(&mut self, text: &[u8]) {
        let (mut chain, mut numbers) = (Chain::default(), Numbers::default());
        lexer::read(text, &mut |token| match token {
            Token::Literal(inside) => {
                self.at = self.base + inside.start;
                let value = value(&text[inside.clone()]);
                self.literal(&value, self.depth);
                chain.push(&inside, &value, |chain| self.chain(chain));
                if numbers::may_be_numbers(&value) {
                    lexer::numbers(text, inside, &mut |digits| {
                        numbers.push(text, &digits, |numbers, at| self.numbers(numbers, at));
                    });
                }
            }
            Token::Number(digits) => {
                numbers.push(text, &digits, |numbers, at| self.numbers(numbers, at));
            }
            Token::Other(_) => {}
        });
        chain.end(|chain| self.chain(chain));
        numbers.end(|numbers, at| self.numbers(numbers, at));
    }

    /// Reads numbers as characters, and the steps between them.
    fn numbers(&mut self, numbers: &[u8], at: usize) {
        self.at = self.base + at;
        self.literal(numbers, self.depth);
        for step in STEPS {
            let steps: Vec<u8> = numbers.windows(2).map(|pair| step(pair[0], pair[1])).collect();
            self.runs_of(self.indexes.steps(), &steps);
        }
    }

    /// Reads the value of a literal, and what is encoded in it.
    pub(super) fn literal(&mut self, value: &[u8], depth: usize) {
        self.text(value);
        if depth == MAX_DEPTH || value.len() < encoded::MIN_LENGTH {
            return;
        }
        let at = self.at;
        encoded::each(value, &mut |decoded, offset| {
            self.at = at + offset;
            self.literal(decoded, depth + 1);
        });
        if may_be_program(value) {
            self.nested(value, at, depth + 1);
        }
        self.at = at;
    }

    /// Reads a program in a literal.
    fn nested(&mut self, text: &[u8], base: usize, depth: usize) {
        let mut inner = Reader { base, depth, ..Self::new(self.indexes) };
        std::mem::swap(&mut inner.evidence, &mut self.evidence);
        inner.program(text);
        std::mem::swap(&mut inner.evidence, &mut self.evidence);
    }

    /// Looks up a text as a whole, and the runs in it.
    fn text(&mut self, text: &[u8]) {
        self.runs_of(self.indexes.forms(), text);
    }

    fn runs_of(&mut self, index: &FormIndex, text: &[u8]) {
        let (evidence, base) = (&mut self.evidence, self.at);
        index.runs(text, STRIDE, |run, at| {
            let is_whole = run.end - run.start == text.len();
            let enough = if is_whole { run.class.whole() } else { run.class.inside() };
            if run.effective >= enough {
                evidence.add(&run, base + at);
            }
        });
    }

    /// Looks up the runs that go from one literal into another.
    fn chain(&mut self, chain: &Chain) {
        if memchr::memchr(b'%', &chain.text).is_some() {
            self.at = self.base + chain.at;
            // percent signs apart, it is hex
            let digits: Vec<u8> = chain.text.iter().copied().filter(|it| *it != b'%').collect();
            self.text(&digits);
        }
        let (index, evidence, base) = (self.indexes.forms(), &mut self.evidence, self.base);
        index.runs(&chain.text, STRIDE_OF_CHAINS, |run, _| {
            if run.effective >= run.class.joined() && chain.joins(run.start, run.end) {
                evidence.add(&run, base + chain.at);
            }
        });
    }
}

/// What the source of a literal means.
fn value(source: &[u8]) -> Cow<'_, [u8]> {
    match memchr::memchr(b'\\', source) {
        None => Cow::Borrowed(source),
        Some(_) => Cow::Owned(unescaped(source)),
    }
}

/// Whether a text may be a program that composes something: it has literals.
fn may_be_program(text: &[u8]) -> bool {
    const MIN_MARKS: usize = 4;
    memchr::memchr3_iter(b'"', b'\'', b'`', text).take(MIN_MARKS).count() == MIN_MARKS
}
