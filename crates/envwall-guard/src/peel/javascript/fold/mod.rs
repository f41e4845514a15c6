//! Constant folding: what a program puts together, seen as one value.
//!
//! | module | does |
//! |---|---|
//! | `walk` | one walk over the program: scopes, declarations, writes, candidates |
//! | `scope` | which name means what |
//! | `plausible`, `makers` | which candidates are worth it |
//! | `evaluate`, `call` | expressions to values, within a budget |
//! | `modules` | what a script exports and imports |
//! | `programs` | arguments that are run as programs |
//! | `strings`, `arrays`, `bytes`, `globals`, `regex`, `uri` | what the language gives |
//! | `value` | values as far as they are known; a text may have gaps |
//!
//! Folding may say too much (a value that the program never has), never anything else: what is
//! found has to be a needle, and those do not come by chance.

mod arrays;
mod bytes;
mod call;
mod evaluate;
mod globals;
mod makers;
mod modules;
mod plausible;
mod programs;
mod regex;
mod scope;
mod strings;
mod uri;
mod value;
mod walk;

use swc_common::Spanned;
use swc_ecma_visit::swc_ecma_ast::{self as ast, Program};

use self::evaluate::Evaluator;
use self::plausible::Plausible;
use self::scope::{BindingId, ScopeId};
use self::value::Value;
use self::walk::Walk;
use super::constants::{Constants, bytes_of};
use crate::peel::{FOLDED, Note, Peeled};
use crate::view::{Kind, Layer, View, looks_like_code};

/// Shorter texts hold no needle.
const SHORTEST: usize = 6;

/// Steps for a program of no size, and further steps for each byte of it.
const BUDGET: usize = 1_000_000;
const BUDGET_A_BYTE: usize = 2;

/// Steps for one expression, and further steps for each byte of it.
const EACH: usize = 4_000;
const EACH_BYTE: usize = 16;

/// Adds a view for each constant that its source text hides, and for what each expression comes to.
pub(super) fn collect<'v>(
    program: &Program,
    text: &str,
    view: &'v View<'_>,
    peeled: &mut Peeled<'v>,
) {
    let constants = Constants::new(text, peeled.starts());
    let walk = Walk::program(program, constants);
    walk.constants.collect(view, peeled);
    let budget = BUDGET + view.bytes.len() * BUDGET_A_BYTE;
    let imports = peeled.context.imports;
    let evaluator = Evaluator::new(&walk.scopes, budget, imports);
    let mut folder = Folder { view, peeled: &mut *peeled, evaluator };
    let mut plausible = Plausible::new(&walk.scopes, imports);
    for (expr, scope) in &walk.candidates {
        if plausible.worth(expr, *scope) {
            folder.fold(expr, *scope);
        }
        for argument in programs::arguments(expr) {
            folder.run(&argument.expr, *scope);
        }
        if folder.evaluator.is_exhausted() {
            let why = "it holds more to work out than there is time for";
            return peeled.notes.push(Note::not_parsed(why, &view.trail));
        }
    }
    for (binding, last) in walk.scopes.appended() {
        folder.fold_binding(binding, last);
    }
    if folder.evaluator.overran() {
        let why = "it puts together a value that is too large to work out";
        folder.peeled.notes.push(Note::not_parsed(why, &view.trail));
    }
    if view.document.is_none() {
        let links = walk.modules.links(&mut folder.evaluator);
        peeled.links.push(links);
    }
}

/// The one walk over a program, for tests of how deep it leads.
#[cfg(test)]
pub(super) fn walk(program: &Program, text: &str) {
    Walk::program(program, Constants::new(text, std::iter::empty()));
}

struct Folder<'a, 's, 'p, 'v, 'b> {
    view: &'v View<'b>,
    peeled: &'p mut Peeled<'v>,
    evaluator: Evaluator<'a, 's>,
}

impl<'a> Folder<'a, '_, '_, '_, '_> {
    /// Adds what an expression comes to, unless it stands there as it is.
    fn fold(&mut self, expr: &'a ast::Expr, scope: ScopeId) {
        let span = bytes_of(expr.span());
        let source = self.view.bytes.get(span.clone()).unwrap_or_default();
        for text in self.texts(expr, scope, source.len(), false) {
            if !stands_in(source, &text) {
                let layer = Layer::Borrowed(FOLDED);
                let kind = if looks_like_code(&text) { Kind::Code } else { Kind::Text };
                self.peeled.add(self.view.decoded(span.clone(), layer, kind, text));
            }
        }
    }

    /// Adds what a variable holds in the end, after the last `+=`.
    fn fold_binding(&mut self, binding: BindingId, last: &ast::Expr) {
        let mut value = Value::Unknown;
        self.evaluator.within(EACH, |evaluator| value = evaluator.binding(binding));
        let span = bytes_of(last.span());
        each_text(&value, false, &mut |text| {
            let layer = Layer::Borrowed(FOLDED);
            self.peeled.add(self.view.decoded(span.clone(), layer, Kind::Text, text));
        });
    }

    /// Adds what is run as a program.
    fn run(&mut self, expr: &'a ast::Expr, scope: ScopeId) {
        let span = bytes_of(expr.span());
        // a text that looks like a program is one already, where it is written or put together
        let texts = self.texts(expr, scope, span.len(), true);
        for text in texts.into_iter().filter(|text| !looks_like_code(text)) {
            let layer = Layer::Borrowed("code in a string");
            self.peeled.add(self.view.decoded(span.clone(), layer, Kind::Code, text));
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
        self.evaluator.all(expr, scope, EACH + length * EACH_BYTE, |evaluator, value| {
            if !evaluator.spend(value.size() / 16) {
                return;
            }
            each_text(&value, written, &mut |text| {
                if evaluator.spend(1 + text.len() / 16) {
                    texts.push(text);
                }
            });
        });
        texts
    }
}

/// Whether a search of the source has seen the text already.
fn stands_in(source: &[u8], text: &[u8]) -> bool {
    const WORTH_A_LOOK: usize = 4096;
    source.len() <= WORTH_A_LOOK && memchr::memmem::find(source, text).is_some()
}

/// Every text in a value that is long enough; those that were searched where they are written
/// only if `written` says so.
fn each_text(value: &Value<'_>, written: bool, each: &mut impl FnMut(Vec<u8>)) {
    match value {
        Value::Text(text) if text.is_written() && !written => {}
        Value::Text(text) if text.units().len() >= SHORTEST => {
            text.runs().filter(|run| run.len() >= SHORTEST).for_each(|run| each(run.into_bytes()));
        }
        Value::Array(items) => items.iter().for_each(|item| each_text(item, written, each)),
        Value::Object(entries) => entries.iter().for_each(|(key, value)| {
            each_text(&Value::Text(key.clone()), written, each);
            each_text(value, written, each);
        }),
        Value::Bytes(bytes) if bytes.len() >= SHORTEST => each(bytes.to_vec()),
        _ => {}
    }
}
