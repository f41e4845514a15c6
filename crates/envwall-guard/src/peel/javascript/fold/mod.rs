//! Constant folding: what a program puts together, seen as one value.
//!
//! | module | does |
//! |---|---|
//! | `walk` | one walk over the program: scopes, declarations, writes, candidates |
//! | `scope` | which name means what |
//! | `plausible` | which candidates are worth it |
//! | `evaluate`, `call` | expressions to values, within a budget |
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
mod plausible;
mod regex;
mod scope;
mod strings;
mod uri;
mod value;
mod walk;

use swc_ecma_visit::swc_ecma_ast::Program;

use self::evaluate::Evaluator;
use self::plausible::Plausible;
use self::value::Value;
use self::walk::Walk;
use super::constants::bytes_of;
use crate::peel::{Note, Peeled};
use crate::view::{Kind, Layer, View};

/// Shorter texts hold no needle.
const SHORTEST: usize = 6;

/// Steps for a program of no size, and further steps for each byte of it.
const BUDGET: usize = 1_000_000;
const BUDGET_A_BYTE: usize = 2;

/// Steps for one expression, and further steps for each byte of it.
const EACH: usize = 4_000;
const EACH_BYTE: usize = 16;

/// Adds a view for what each expression comes to.
pub(super) fn collect<'v>(program: &Program, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
    let walk = Walk::program(program);
    let budget = BUDGET + view.bytes.len() * BUDGET_A_BYTE;
    let mut evaluator = Evaluator::new(&walk.scopes, budget);
    let mut plausible = Plausible::new(&walk.scopes);
    for (expr, scope) in &walk.candidates {
        if !plausible.worth(expr, *scope) {
            continue;
        }
        let span = bytes_of(walk::span_of(expr));
        let source = view.bytes.get(span.clone()).unwrap_or_default();
        let most = EACH + source.len() * EACH_BYTE;
        evaluator.all(expr, *scope, most, |evaluator, value| {
            each_text(&value, &mut |text| {
                if evaluator.spend(1 + text.len() / 16) && !stands_in(source, &text) {
                    let layer = Layer::Borrowed("folded string");
                    peeled.add(view.decoded(span.clone(), layer, Kind::Text, text));
                }
            });
        });
        if evaluator.is_exhausted() {
            let why = "it holds more to work out than there is time for";
            return peeled.notes.push(Note::not_parsed(why, &view.trail));
        }
    }
}

/// Whether a search of the source has seen the text already.
fn stands_in(source: &[u8], text: &[u8]) -> bool {
    const WORTH_A_LOOK: usize = 4096;
    source.len() <= WORTH_A_LOOK && memchr::memmem::find(source, text).is_some()
}

/// Every text in a value that is long enough.
fn each_text(value: &Value<'_>, each: &mut impl FnMut(Vec<u8>)) {
    match value {
        Value::Text(text) if text.units().len() >= SHORTEST => {
            text.runs().filter(|run| run.len() >= SHORTEST).for_each(|run| each(run.into_bytes()));
        }
        Value::Array(items) => items.iter().for_each(|item| each_text(item, each)),
        Value::Object(entries) => entries.iter().for_each(|(key, value)| {
            each_text(&Value::Text(key.clone()), each);
            each_text(value, each);
        }),
        Value::Bytes(bytes) if bytes.len() >= SHORTEST => each(bytes.to_vec()),
        _ => {}
    }
}
