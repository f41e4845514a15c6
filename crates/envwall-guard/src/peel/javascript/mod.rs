//! JavaScript: the values of its string and template constants.
//!
//! The one place that knows swc. A constant whose source text is its value is seen by the search
//! of the bytes already; only what an escape hides becomes a view.

mod constants;
mod fold;
mod parse;
mod reads;
mod stack;

use std::borrow::Cow;

use self::parse::Parsed;
use super::{Note, Peeled, Peeler};
use crate::view::{Kind, View};

/// The peeler for scripts and modules.
pub(crate) struct JavaScript;

impl Peeler for JavaScript {
    fn fits(&self, kind: Kind) -> bool {
        kind == Kind::JavaScript
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        let text = as_utf8(&view.bytes);
        match parse::parse(&text) {
            Ok(Parsed { program, doubt }) => {
                constants::collect(&program, view, &text, peeled);
                fold::collect(&program, view, peeled);
                if peeled.names.stand_in(&view.bytes) {
                    reads::collect(&program, peeled.names, peeled);
                }
                if let Some(line) = doubt {
                    let why = format!("it is JavaScript with errors (the first in line {line})");
                    peeled.notes.push(Note::not_parsed(&why, &view.trail));
                }
            }
            Err(why) => {
                peeled.notes.push(Note::not_parsed(&why.to_string(), &view.trail));
            }
        }
    }
}

/// The text with a question mark for each byte that is no UTF-8, so that places stay where they
/// are: browsers run such a file, too.
fn as_utf8(bytes: &[u8]) -> Cow<'_, str> {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        if chunk.valid().len() == bytes.len() {
            return Cow::Borrowed(chunk.valid());
        }
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    Cow::Owned(text)
}
