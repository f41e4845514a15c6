//! Redacts sensitive values in a stream of bytes, wherever writes cut it.

use std::mem;
use std::ops::Range;
use std::sync::Arc;

use super::byte_lists::{self, ByteLists};
use super::runs::RUN;
use super::runs::Runs;
use super::words::{self, Words};
use super::{MIN_LENGTH, forms};
use crate::SecretValue;
use crate::diagnostic::MASK;

/// Every form of some values that must not be shown, ready to be searched for.
///
/// Covered are the value as it is, in upper and lower case if it is random throughout, in hex, in base64
/// (standard and URL-safe, at any alignment), escaped as
/// in JSON, percent-encoded and form-encoded as in URLs, with HTML's entities, and as a list of bytes;
/// and, in all but the last of these forms, what the value itself decodes to as base64 or percent-encoding. Of a value of eight
/// bytes or more every run of eight bytes is hidden, except for beginnings of addresses such as
/// `http://localhost:`; a shorter one is hidden where it is a word.
#[derive(Default)]
pub struct SensitiveForms {
    runs: Runs,
    bytes: ByteLists,
    words: Words,
}

impl SensitiveForms {
    /// Hides these values and nothing else.
    pub fn new<'a>(values: impl IntoIterator<Item = &'a SecretValue>) -> Self {
        let (mut plain, mut long, mut short) = (Vec::new(), Vec::new(), Vec::new());
        for value in values.into_iter().map(SecretValue::expose) {
            plain.push(value.as_bytes());
            match value.len() {
                0..MIN_LENGTH => {}
                MIN_LENGTH..RUN => short.extend(forms::whole(value)),
                RUN.. => {
                    long.extend(forms::forms(value));
                    long.extend(forms::decoded(value).iter().flat_map(|text| forms::forms(text)));
                }
            }
        }
        Self {
            runs: Runs::of(long.iter().map(Vec::as_slice)),
            bytes: ByteLists::of(plain),
            words: Words::of(short),
        }
    }

    /// The text with sensitive forms replaced.
    pub fn redact(self: &Arc<Self>, text: &str) -> String {
        let (mut redactor, mut out) = (StreamRedactor::new(Arc::clone(self)), Vec::new());
        redactor.push(text.as_bytes(), &mut out);
        redactor.finish(&mut out);
        String::from_utf8_lossy(&out).into_owned()
    }

    /// The hidden ranges of a text, in order, none touching another.
    fn hidden(&self, text: &[u8], ended: bool) -> Vec<Range<usize>> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        self.runs.find(text, |end| match ranges.last_mut() {
            Some(last) if last.end >= end - RUN => last.end = end,
            _ => ranges.push(end - RUN..end),
        });
        let of_runs = ranges.len();
        self.bytes.find(text, ended, |range| ranges.push(range));
        self.words.find(text, ended, |start, end| ranges.push(start..end));
        if ranges.len() > of_runs { merged(ranges) } else { ranges }
    }

    /// The byte from which on a text may still turn out to be hidden.
    fn undecided(&self, text: &[u8]) -> usize {
        let begun = [self.runs.begun(text), self.bytes.begun(text), self.words.begun(text)];
        text.len() - begun.into_iter().max().unwrap_or(0)
    }

    /// Number of bytes that have been written and may still belong to what follows.
    fn context(&self) -> usize {
        byte_lists::REACH + self.words.longest() + words::BEFORE
    }
}

impl std::fmt::Debug for SensitiveForms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SensitiveForms(…)")
    }
}

fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_unstable_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if last.end >= range.start => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// One stream of output, redacted as it arrives.
///
/// The result does not depend on the pieces in which it arrives. What cannot be the beginning of a
/// sensitive form is written at once; up to seven bytes, or a short value's length, wait for what
/// follows. Bytes that are not UTF-8 pass unchanged.
///
/// ```
/// use std::sync::Arc;
/// use envwall_core::{SecretValue, SensitiveForms, StreamRedactor};
/// let forms = Arc::new(SensitiveForms::new([&SecretValue::from("wthr-0123456789")]));
/// let mut redactor = StreamRedactor::new(forms);
/// let mut out = Vec::new();
/// redactor.push(b"key: wthr-0123", &mut out);
/// redactor.push(b"456789, in base64: d3Roci0wMTIzNDU2Nzg5\n", &mut out);
/// redactor.finish(&mut out);
/// assert_eq!(String::from_utf8_lossy(&out), "key: ••••••••, in base64: ••••••••\n");
/// ```
pub struct StreamRedactor {
    forms: Arc<SensitiveForms>,
    /// Bytes that are written and may still matter, then bytes that wait.
    text: Vec<u8>,
    /// Number of bytes of `text` that are written.
    written: usize,
    /// Whether a mask was written last.
    masked: bool,
    /// Number of bytes left of a character whose beginning was hidden.
    owed: usize,
}

impl StreamRedactor {
    /// The beginning of a stream.
    pub fn new(forms: Arc<SensitiveForms>) -> Self {
        Self { forms, text: Vec::new(), written: 0, masked: false, owed: 0 }
    }

    /// Takes the next bytes and adds what may be shown to `out`.
    pub fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        self.text.extend_from_slice(bytes);
        let until = self.forms.undecided(&self.text);
        self.show(until, false, out);
        self.forget();
    }

    /// Shows what waits if it is too short to reveal anything, for when nothing has arrived for a
    /// while.
    ///
    /// Up to three bytes of the beginning of a sensitive form are shown, never more.
    pub fn pause(&mut self, out: &mut Vec<u8>) {
        if self.text.len() - self.forms.undecided(&self.text) < MIN_LENGTH {
            self.show(self.text.len(), false, out);
        }
    }

    /// Whether [`pause`](Self::pause) might show something.
    pub fn is_waiting(&self) -> bool {
        self.written < self.text.len()
    }

    /// Shows what waits, at the end of the stream.
    pub fn finish(&mut self, out: &mut Vec<u8>) {
        self.show(self.text.len(), true, out);
        self.forget();
    }

    /// Shows bytes up to `until`, and masks however far hidden bytes reach.
    fn show(&mut self, until: usize, ended: bool, out: &mut Vec<u8>) {
        let forms = Arc::clone(&self.forms);
        for range in forms.hidden(&self.text, ended) {
            if range.end <= self.written {
                continue;
            }
            self.show_plain(range.start.min(until), out);
            if self.written < range.start {
                return;
            }
            if !mem::replace(&mut self.masked, true) {
                out.extend_from_slice(MASK.as_bytes());
            }
            self.written = range.end;
            self.owed = missing(&self.text[range]);
        }
        self.show_plain(until, out);
    }

    fn show_plain(&mut self, until: usize, out: &mut Vec<u8>) {
        let is_inner = |byte: &u8| *byte & 0xc0 == 0x80;
        while self.owed > 0 && self.written < until && is_inner(&self.text[self.written]) {
            self.written += 1;
            self.owed -= 1;
        }
        if self.written < until {
            out.extend_from_slice(&self.text[self.written..until]);
            self.written = until;
            self.masked = false;
            self.owed = 0;
        }
    }

    fn forget(&mut self) {
        let past = self.written.saturating_sub(self.forms.context());
        self.text.drain(..past);
        self.written -= past;
    }
}

impl std::fmt::Debug for StreamRedactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StreamRedactor(…)")
    }
}

/// Number of bytes that the last character lacks: hidden in part, it is hidden as a whole.
fn missing(text: &[u8]) -> usize {
    let inner = text.iter().rev().take_while(|byte| **byte & 0xc0 == 0x80).count();
    let Some(first) = text.len().checked_sub(inner + 1).map(|at| text[at]) else { return 0 };
    let length = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 1,
    };
    usize::saturating_sub(length, inner + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn forms(values: &[&str]) -> Arc<SensitiveForms> {
        let values: Vec<_> = values.iter().map(|value| SecretValue::from(*value)).collect();
        Arc::new(SensitiveForms::new(&values))
    }

    fn redacted(forms: &Arc<SensitiveForms>, pieces: &[&[u8]]) -> Vec<u8> {
        let mut redactor = StreamRedactor::new(Arc::clone(forms));
        let mut out = Vec::new();
        for piece in pieces {
            redactor.push(piece, &mut out);
        }
        redactor.finish(&mut out);
        out
    }

    fn text(values: &[&str], output: &str) -> String {
        String::from_utf8(redacted(&forms(values), &[output.as_bytes()])).unwrap()
    }

    #[test]
    fn what_is_no_beginning_is_written_at_once() {
        let mut redactor = StreamRedactor::new(forms(&["wthr-0123456789", "hunter2"]));
        let mut out = Vec::new();
        redactor.push(b"Proceed? (y/N) ", &mut out);
        assert_eq!(out, b"Proceed? (y/N) ");
        redactor.push(b"yes wthr-01", &mut out);
        assert_eq!(out, b"Proceed? (y/N) yes ");
        redactor.push(b"~", &mut out);
        assert_eq!(out, b"Proceed? (y/N) yes wthr-01~");
    }

    #[test]
    fn a_pause_shows_three_bytes_of_a_value_at_most() {
        let value = "wthr-0123456789";
        let mut redactor = StreamRedactor::new(forms(&[value]));
        let mut out = Vec::new();
        for byte in value.bytes() {
            redactor.push(&[byte], &mut out);
            redactor.pause(&mut out);
        }
        redactor.finish(&mut out);
        assert_eq!(String::from_utf8(out).unwrap(), "wth••••••••");
    }

    #[test]
    fn short_values_are_words_also_among_colours_and_escapes() {
        let values = ["admin", "p@ss"];
        for (output, shown) in [
            ("admins badmin admin", "admins badmin ••••••••"),
            ("\x1b[1;32madmin\x1b[0m", "\x1b[1;32m••••••••\x1b[0m"),
            ("{\"a\":\"\\nadmin\"}", "{\"a\":\"\\n••••••••\"}"),
            ("user%3Dadmin&p=p%40ss", "user%3D••••••••&p=••••••••"),
            ("YWRtaW4=", "••••••••="),
        ] {
            assert_eq!(text(&values, output), shown);
        }
    }

    #[test]
    fn line_breaks_of_a_terminal_are_part_of_the_value() {
        let key = "-----BEGIN X-----\nq7WzXe81\n-----END X-----";
        assert_eq!(text(&[key], &key.replace('\n', "\r\n")), MASK);
    }

    /// A few letters only, so that values, their parts and what surrounds them are alike.
    const VALUE: &str = "[ab<é]{4,7}|[ab<é\"/ ]{8,14}|\\PC{8,20}";

    fn pieces() -> impl Strategy<Value = Vec<Vec<u8>>> {
        let plain = prop_oneof!["[ab<é\"/ \n]{0,9}", "\\PC{0,9}"].prop_map(String::into_bytes);
        prop::collection::vec(prop_oneof![plain, prop::collection::vec(any::<u8>(), 0..4)], 0..4)
    }

    /// Values in their forms with something else around them.
    fn output(values: &[String], forms: &[usize], around: &[Vec<u8>]) -> Vec<u8> {
        let mut output = around.first().cloned().unwrap_or_default();
        for (index, form) in forms.iter().enumerate() {
            let value = &values[index % values.len()];
            let mut all = forms::forms(value);
            let bytes = value.bytes();
            let hex: Vec<_> = bytes.clone().map(|byte| format!("{byte:02x}")).collect();
            let decimal: Vec<_> = bytes.map(|byte| byte.to_string()).collect();
            all.extend([hex.join(" ").into(), decimal.join(", ").into()]);
            output.extend(&all[form % all.len()]);
            output.extend(around.get(index + 1).into_iter().flatten());
        }
        output
    }

    proptest! {
        #[test]
        fn the_result_does_not_depend_on_the_pieces(
            values in prop::collection::vec(VALUE, 1..4),
            chosen in prop::collection::vec(any::<usize>(), 1..4),
            around in pieces(),
        ) {
            let values_ref: Vec<_> = values.iter().map(String::as_str).collect();
            let forms = forms(&values_ref);
            let output = output(&values, &chosen, &around);
            let whole = redacted(&forms, &[&output]);
            for at in 0..=output.len() {
                prop_assert_eq!(&redacted(&forms, &[&output[..at], &output[at..]]), &whole);
            }
            let bytes: Vec<_> = output.chunks(1).collect();
            prop_assert_eq!(&redacted(&forms, &bytes), &whole);
        }

        #[test]
        fn no_eight_bytes_of_any_form_survive(
            values in prop::collection::vec("[ab<é\"/ ]{8,14}|\\PC{8,20}", 1..4),
            chosen in prop::collection::vec(any::<usize>(), 1..4),
            around in pieces(),
        ) {
            let values_ref: Vec<_> = values.iter().map(String::as_str).collect();
            let shown = redacted(&forms(&values_ref), &[&output(&values, &chosen, &around)]);
            // a mask is no part of a value
            let shown = String::from_utf8_lossy(&shown).replace(MASK, "\0");
            for form in values.iter().flat_map(|value| forms::forms(value)) {
                for run in form.windows(RUN) {
                    prop_assert!(!shown.as_bytes().windows(RUN).any(|other| other == run));
                }
            }
        }

        #[test]
        fn no_pause_shows_eight_bytes(
            value in "[ab<é\"/ ]{8,14}|\\PC{8,20}",
            before in "[ab<é]{0,9}",
            pauses in prop::collection::vec(any::<bool>(), 60),
        ) {
            let mut redactor = StreamRedactor::new(forms(&[&value]));
            let mut out = Vec::new();
            for (byte, pause) in format!("{before}{value}{value}").bytes().zip(pauses.iter().cycle()) {
                redactor.push(&[byte], &mut out);
                if *pause {
                    redactor.pause(&mut out);
                }
            }
            redactor.finish(&mut out);
            let shown = String::from_utf8_lossy(&out).replace(MASK, "\0");
            for run in value.as_bytes().windows(RUN) {
                prop_assert!(!shown.as_bytes().windows(RUN).any(|other| other == run));
            }
        }

        #[test]
        fn other_output_passes_unchanged(
            value in "[a-m]{4,20}", output in prop::collection::vec(128..=255u8, 0..50)
        ) {
            prop_assert_eq!(redacted(&forms(&[&value]), &[&output]), output);
        }
    }
}
