//! React's payload in a page of Next: text in many small scripts, put together again.

use std::ops::Range;

use super::peeler::Peeled;
use crate::content::kind::Kind;
use crate::content::layer::Layer;
use crate::content::view::View;
use crate::text::escape::{Unescaped, unescape};

/// What such a script calls.
pub(super) const PUSH: &[u8] = b"__next_f.push(";

/// Adds one view for the strings of all scripts: a value may begin in one and end in the next.
pub(super) fn join<'v>(view: &'v View<'_>, scripts: &[Range<usize>], peeled: &mut Peeled<'v>) {
    let mut whole = Unescaped::default();
    for string in scripts.iter().flat_map(|script| pushed(&view.bytes, script)) {
        let Some(text) = view.bytes.get(string.clone()) else { continue };
        let text = unescape(text);
        let before = whole.bytes.len();
        whole.jumps.extend(text.jumps.iter().map(|(to, from)| (before + to, string.start + from)));
        whole.bytes.extend_from_slice(&text.bytes);
    }
    if !whole.bytes.is_empty() {
        peeled.add(view.unescaped(&(0..view.bytes.len()), Layer::RscFlight, Kind::Json, whole));
    }
}

/// The insides of the strings that one script pushes.
fn pushed<'a>(bytes: &'a [u8], script: &Range<usize>) -> impl Iterator<Item = Range<usize>> + 'a {
    let (mut at, end) = (script.start, script.end);
    std::iter::from_fn(move || {
        let rest = bytes.get(at..end)?;
        let call = at + memchr::memmem::find(rest, PUSH)? + PUSH.len();
        let head = bytes.get(call..end)?.iter().take(16);
        let Some(open) = head.clone().position(|byte| *byte == b'"') else {
            at = call;
            return Some(0..0);
        };
        let start = call + open + 1;
        let string = start..closing_quote(bytes, start, end);
        at = string.end;
        Some(string)
    })
}

fn closing_quote(bytes: &[u8], start: usize, end: usize) -> usize {
    let mut at = start;
    while let Some(found) = bytes.get(at..end).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        if bytes[at + found] == b'"' {
            return at + found;
        }
        at += found + 2;
    }
    end
}
