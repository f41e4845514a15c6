//! JavaScript: the values of its string and template constants.
//!
//! The one place that knows swc. A constant whose source text is its value is seen by the search
//! of the bytes already; only what an escape hides becomes a view.

mod constants;
mod fold;
mod parse;
mod stack;

use super::{Note, Peeled, Peeler};
use crate::view::{Kind, View};

/// The peeler for scripts and modules.
pub(crate) struct JavaScript;

impl Peeler for JavaScript {
    fn fits(&self, kind: Kind) -> bool {
        kind == Kind::JavaScript
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        let Ok(text) = std::str::from_utf8(&view.bytes) else {
            let why = "it is not UTF-8, as JavaScript in browsers is";
            peeled.notes.push(Note::not_parsed(why, &view.trail));
            return;
        };
        match parse::parse(text) {
            Ok(program) => {
                constants::collect(&program, view, text, peeled);
                fold::collect(&program, view, peeled);
            }
            Err(why) => {
                peeled.notes.push(Note::not_parsed(&why.to_string(), &view.trail));
            }
        }
    }
}
