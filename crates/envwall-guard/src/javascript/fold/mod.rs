//! Constant folding: what a program composes, seen as one value.
//!
//! | module | does |
//! |---|---|
//! | `walk` | one walk over the program: scopes, declarations, writes, candidates |
//! | `scope` | which name means what |
//! | `candidates`, `composes` | which candidates are evaluated |
//! | `evaluate`, `call`, `body` | expressions to values, within a budget |
//! | `patterns` | the names in a pattern |
//! | `modules` | what a script exports and imports |
//! | `programs` | arguments that are run as programs |
//! | `builtins` | the table of what the language and its hosts offer |
//! | `strings`, `arrays`, `bytes`, `globals`, `regex`, `uri` | its rows |
//! | `host`, `settings` | what Node gives to a configuration file, and what the file sets |
//! | `value` | values as far as they are known; a text may have gaps |
//!
//! Folding may say too much (a value that the program never has), never anything else: what is
//! found has to be a needle, and those do not come by chance.

mod arrays;
mod body;
mod builtins;
mod bytes;
mod call;
mod candidates;
mod composes;
mod constructors;
mod evaluate;
mod functions;
mod globals;
pub(crate) mod host;
mod modules;
mod patterns;
mod programs;
mod regex;
mod scope;
pub(crate) mod settings;
mod strings;
mod table;
mod uri;
mod value;
mod walk;

use std::ops::Range;

use swc_common::Spanned;
use swc_ecma_visit::swc_ecma_ast::{self as ast, Program};

use self::candidates::Candidates;
use self::evaluate::{Budget, EXPR_BUDGET, Evaluator};
use self::scope::{BindingId, ScopeId};
use self::value::Value;
use self::walk::Walk;
use super::literals::{Literal, Literals};
use super::module_graph::{Imports, Links};
use super::span::bytes_of;
use crate::text::code::looks_like_code;

/// Shorter texts hold no needle.
const MIN_TEXT: usize = 6;

/// Steps for a program of no size, and further steps for each byte of it.
const BUDGET: usize = 1_000_000;
const BUDGET_PER_BYTE: usize = 2;

/// How much data a program of no size may walk over, as [`Value::size`] counts it: about 64 MB of
/// text. Each byte of a program adds one.
const DATA_BUDGET: usize = 1 << 22;

/// Further steps for each byte of an expression.
const EXPR_BUDGET_PER_BYTE: usize = 16;

/// What is asked of an evaluation.
pub(crate) struct Request<'r> {
    /// Byte offsets, in order: literals around them are of interest whatever they hold.
    pub(crate) offsets: &'r [usize],
    /// What other scripts give to this one.
    pub(crate) imports: Imports<'r>,
    /// Whether to work out what the script exports.
    pub(crate) links: bool,
    /// How many bytes the results may have together.
    pub(crate) max_bytes: usize,
}

/// What a program's expressions come to.
#[derive(Default)]
pub(crate) struct Evaluation {
    pub(crate) literals: Vec<Literal>,
    /// In the order of the program's walk.
    pub(crate) folded: Vec<Folded>,
    /// What the script exports and imports, if that was asked for.
    pub(crate) links: Option<Links>,
    /// Why there may be more than is here.
    pub(crate) incomplete: Vec<Incomplete>,
}

/// Why an evaluation is not all that the program comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Incomplete {
    /// The steps for the program were used up.
    Budget,
    /// A text, array or object was larger than what is worked out.
    ValueTooLarge,
    /// The results have more bytes than were asked for.
    TooMuch,
}

/// A text that is nowhere in the program's source.
pub(crate) struct Folded {
    /// The expression that comes to it.
    pub(crate) span: Range<usize>,
    pub(crate) bytes: Vec<u8>,
    pub(crate) kind: FoldedAs,
}

/// What the program does with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FoldedAs {
    Value,
    /// It is run: `eval`, `new Function`, the source of a worker.
    Program,
}

/// Evaluates a program.
pub(super) fn evaluate(program: &Program, text: &str, request: &Request<'_>) -> Evaluation {
    let walk = Walk::program(program, Literals::new(text, request.offsets));
    let steps = BUDGET + text.len() * BUDGET_PER_BYTE;
    let budget = Budget { steps, data: DATA_BUDGET + text.len() };
    let mut folder = Folder {
        text: text.as_bytes(),
        allowance: request.max_bytes,
        evaluator: Evaluator::new(&walk.scopes, budget, request.imports),
        evaluation: Evaluation { literals: walk.literals.finish(), ..Evaluation::default() },
    };
    let mut candidates = Candidates::new(&walk.scopes, request.imports);
    for (expr, scope) in &walk.candidates {
        if candidates.may_fold(expr, *scope) {
            folder.fold(expr, *scope);
        }
        for argument in programs::arguments(expr) {
            folder.run(&argument.expr, *scope);
        }
        if folder.evaluator.is_exhausted() {
            folder.evaluation.incomplete.push(Incomplete::Budget);
            return folder.evaluation;
        }
    }
    for (binding, last) in walk.scopes.appended() {
        folder.fold_binding(binding, last);
    }
    if folder.evaluator.overran() {
        folder.evaluation.incomplete.push(Incomplete::ValueTooLarge);
    }
    if request.links {
        folder.evaluation.links = Some(walk.modules.links(&mut folder.evaluator));
    }
    folder.evaluation
}

struct Folder<'t, 'a, 's> {
    text: &'t [u8],
    /// How many bytes the results may still have.
    allowance: usize,
    evaluator: Evaluator<'a, 's>,
    evaluation: Evaluation,
}

impl<'a> Folder<'_, 'a, '_> {
    fn add(&mut self, span: Range<usize>, bytes: Vec<u8>, kind: FoldedAs) {
        if bytes.len() <= self.allowance {
            self.allowance -= bytes.len();
            self.evaluation.folded.push(Folded { span, bytes, kind });
        } else if self.evaluation.incomplete.last() != Some(&Incomplete::TooMuch) {
            self.evaluation.incomplete.push(Incomplete::TooMuch);
        }
    }

    /// Adds what an expression comes to, unless it is there as it is.
    fn fold(&mut self, expr: &'a ast::Expr, scope: ScopeId) {
        let span = bytes_of(expr.span());
        let source = self.text.get(span.clone()).unwrap_or_default();
        for text in self.texts(expr, scope, source.len(), false) {
            if !is_in_source(source, &text) {
                self.add(span.clone(), text, FoldedAs::Value);
            }
        }
    }

    /// Adds what a variable holds in the end, after the last `+=`.
    fn fold_binding(&mut self, binding: BindingId, last: &ast::Expr) {
        let mut value = Value::Unknown;
        self.evaluator.within(EXPR_BUDGET, |evaluator| value = evaluator.binding(binding));
        let span = bytes_of(last.span());
        each_text(&value, false, &mut |text| self.add(span.clone(), text, FoldedAs::Value));
    }

    /// Adds what is run as a program.
    fn run(&mut self, expr: &'a ast::Expr, scope: ScopeId) {
        let span = bytes_of(expr.span());
        // a text that looks like a program is one already, where it is written or composed
        let texts = self.texts(expr, scope, span.len(), true);
        for text in texts.into_iter().filter(|text| !looks_like_code(text)) {
            self.add(span.clone(), text, FoldedAs::Program);
        }
    }

    /// Every text that an expression of so many bytes may come to.
    fn texts(
        &mut self,
        expr: &'a ast::Expr,
        scope: ScopeId,
        length: usize,
        written: bool,
    ) -> Vec<Vec<u8>> {
        let mut texts = Vec::new();
        let budget = EXPR_BUDGET + length * EXPR_BUDGET_PER_BYTE;
        self.evaluator.all(expr, scope, budget, |evaluator, value| {
            if !evaluator.spend_on(value.size()) {
                return;
            }
            each_text(&value, written, &mut |text| {
                if evaluator.spend_on(text.len() / 16) {
                    texts.push(text);
                }
            });
        });
        texts
    }
}

/// Whether a search of the source has seen the text already.
fn is_in_source(source: &[u8], text: &[u8]) -> bool {
    const MAX_SEARCHED: usize = 4096;
    source.len() <= MAX_SEARCHED && memchr::memmem::find(source, text).is_some()
}

/// Every text in a value that is long enough; those that were searched where they are written
/// only if `written` says so.
fn each_text(value: &Value<'_>, written: bool, each: &mut impl FnMut(Vec<u8>)) {
    match value {
        Value::Text(text) if text.is_written() && !written => {}
        Value::Text(text) if text.units().len() >= MIN_TEXT => {
            text.runs().filter(|run| run.len() >= MIN_TEXT).for_each(|run| each(run.into_bytes()));
        }
        Value::Array(items) => items.iter().for_each(|item| each_text(item, written, each)),
        Value::Object(entries) => entries.iter().for_each(|(key, value)| {
            each_text(&Value::Text(key.clone()), written, each);
            each_text(value, written, each);
        }),
        Value::Bytes(bytes) if bytes.len() >= MIN_TEXT => each(bytes.to_vec()),
        _ => {}
    }
}
