//! Texts that are written as numbers: `[113, 55]`, `0x71`, `(26939).toString(36)`.

use super::coverage::Coverage;
use super::ngrams::{NgramIndex, Window, pushed};

/// A longer number may be a text in another radix.
const LONG: usize = 4;

/// Looks up what the numbers of a text spell, and what the steps between small ones do.
pub(super) fn read(text: &[u8], index: &NgramIndex, coverage: &mut Coverage) {
    let radices = radices(text);
    let (mut window, mut steps, mut before) = (Window::default(), [0; 2], None);
    let mut at = 0;
    while let Some(found) = text[at..].iter().position(u8::is_ascii_digit) {
        let start = at + found;
        let length = text[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        at = start + length;
        let digits = &text[start..at];
        if start.checked_sub(1).is_some_and(|before| is_of_a_name(text[before])) {
            continue;
        }
        if let Some(number) = small(digits) {
            if number.is_ascii_alphanumeric() {
                window.push(number);
                index.look_up(window, coverage, &mut Coverage::default());
            }
            let before = before.replace(number).unwrap_or(number);
            steps =
                [pushed(steps[0], before ^ number), pushed(steps[1], number.wrapping_sub(before))];
            index.look_up_steps(steps, coverage);
        } else if digits.len() >= LONG {
            for radix in &radices {
                in_radix(digits, *radix, index, coverage);
            }
        }
    }
}

fn is_of_a_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_'
}

fn small(digits: &[u8]) -> Option<u8> {
    match digits {
        [b'0', b'x' | b'X', hex @ ..] if hex.len() <= 2 => number(hex, 16)?.try_into().ok(),
        _ if digits.len() < LONG => number(digits, 10)?.try_into().ok(),
        _ => None,
    }
}

fn number(digits: &[u8], radix: u32) -> Option<u64> {
    u64::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()
}

/// The radices with letters in which numbers are written out.
fn radices(text: &[u8]) -> Vec<u64> {
    const CALL: &[u8] = b"toString(";
    let calls = memchr::memmem::find_iter(text, CALL);
    let radix = |at: usize| number(text.get(at + CALL.len()..at + CALL.len() + 2)?, 10);
    let mut radices: Vec<_> = calls.filter_map(radix).filter(|it| (11..=36).contains(it)).collect();
    radices.sort_unstable();
    radices.dedup();
    radices
}

fn in_radix(digits: &[u8], radix: u64, index: &NgramIndex, coverage: &mut Coverage) {
    let Some(mut rest) = number(digits, 10) else { return };
    let mut window = Window::default();
    // the last digit comes first: backwards is one of the ways in which values are spelled
    while rest > 0 {
        let digit = usize::try_from(rest % radix).unwrap_or(0);
        window.push(b"0123456789abcdefghijklmnopqrstuvwxyz"[digit]);
        index.look_up(window, coverage, &mut Coverage::default());
        rest /= radix;
    }
}
