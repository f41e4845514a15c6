//! Texts that are written as numbers: `[113, 55]`, `0x71`, `fromCharCode(113)+fromCharCode(55)`.

use std::ops::Range;

/// So many bytes may be between two numbers.
const MAX_GAP: usize = 48;

/// Numbers in a row that may be characters.
#[derive(Default)]
pub(super) struct Numbers {
    bytes: Vec<u8>,
    at: usize,
    end: usize,
}

impl Numbers {
    /// Adds a number; calls back with those that end before it.
    pub(super) fn push(
        &mut self,
        text: &[u8],
        digits: &Range<usize>,
        ends: impl FnOnce(&[u8], usize),
    ) {
        let byte = byte(&text[digits.clone()]);
        let gap = digits.start.checked_sub(self.end);
        if byte.is_none() || gap.is_none_or(|gap| gap > MAX_GAP) {
            self.end(ends);
            self.at = digits.start;
        }
        self.bytes.extend(byte);
        self.end = digits.end;
    }

    pub(super) fn end(&mut self, ends: impl FnOnce(&[u8], usize)) {
        if self.bytes.len() >= 4 {
            ends(&self.bytes, self.at);
        }
        self.bytes.clear();
    }
}

/// Whether a literal may be split into numbers, or is one: `"113,55".split(",")`.
pub(super) fn may_be_numbers(value: &[u8]) -> bool {
    let digits = value.iter().filter(|byte| byte.is_ascii_digit()).count();
    digits > 0 && digits * 2 >= value.len()
}

fn byte(digits: &[u8]) -> Option<u8> {
    let (digits, radix) = match digits {
        [b'0', b'x' | b'X', hex @ ..] => (hex, 16),
        digits => (digits, 10),
    };
    u8::from_str_radix(std::str::from_utf8(digits).ok().filter(|_| digits.len() < 4)?, radix).ok()
}
