//! The letters and digits of a text, whatever is between them, and its short literals.

use super::coverage::Coverage;
use super::ngrams::{NgramIndex, SHORT_LITERAL, Window};

/// Looks up every run of letters, and every short literal.
pub(super) fn read(text: &[u8], index: &NgramIndex, coverage: &mut Coverage, long: &mut Coverage) {
    let mut window = Window::default();
    let mut start = 0;
    for (at, byte) in text.iter().enumerate() {
        match CLASSES[usize::from(*byte)] {
            Class::Letter => {
                window.push(*byte);
                index.look_up(window, coverage, long);
            }
            Class::Mark => {
                if (1..=SHORT_LITERAL).contains(&(at - start)) {
                    index.look_up_literal(&text[start..at], coverage);
                }
                start = at + 1;
            }
            Class::Other => {}
        }
    }
    apart(text, index, coverage);
}

/// Letters with the same letter between each two: `qXzX7` and the like.
fn apart(text: &[u8], index: &NgramIndex, coverage: &mut Coverage) {
    let mut window = Window::default();
    for (at, three) in text.windows(3).enumerate() {
        if three[0] != three[2] || !three[0].is_ascii_alphanumeric() {
            continue;
        }
        let goes_on = at >= 2 && text[at - 2] == three[0];
        if !goes_on {
            window = Window::default();
            if let Some(before) = at.checked_sub(1).and_then(|at| text.get(at)) {
                window.push(*before);
            }
        }
        window.push(three[1]);
        index.look_up(window, coverage, &mut Coverage::default());
        if let Some(after) = text.get(at + 3).filter(|_| text.get(at + 4) != Some(&three[0])) {
            window.push(*after);
            index.look_up(window, coverage, &mut Coverage::default());
        }
    }
}

#[derive(Clone, Copy)]
enum Class {
    Other,
    Letter,
    /// Where a literal or a piece of a template begins or ends.
    Mark,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Other; 256];
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut at = 0;
    while at < letters.len() {
        classes[letters[at] as usize] = Class::Letter;
        at += 1;
    }
    let marks = b"\"'`}$";
    let mut at = 0;
    while at < marks.len() {
        classes[marks[at] as usize] = Class::Mark;
        at += 1;
    }
    classes
};
