//! Takes sensitive values out of a stream of bytes, wherever writes cut it.

use std::mem;
use std::ops::Range;
use std::sync::Arc;

use super::runs::Runs;
use super::words::{self, Words};
use super::{RUN, SHORTEST, forms};
use crate::SecretValue;
use crate::diagnostic::MASK;

/// Every form of some values that must not be shown, ready to be searched for.
///
/// Covered are the value as it is, in base64 (standard and URL-safe, at any alignment), escaped as
/// in JSON, percent-encoded and form-encoded as in URLs, and with HTML's entities; and, so written,
/// what the value itself says in base64 or with percent signs. Of a value of eight bytes or more
/// every run of eight bytes is hidden but for beginnings of addresses such as `http://localhost:`,
/// a shorter one is as a word.
#[derive(Default)]
pub struct SensitiveForms {
    runs: Runs,
    words: Words,
}

impl SensitiveForms {
    /// Knows these values and nothing else.
    pub fn new<'a>(values: impl IntoIterator<Item = &'a SecretValue>) -> Self {
        let (mut long, mut short) = (Vec::new(), Vec::new());
        for value in values.into_iter().map(SecretValue::expose) {
            match value.len() {
                0..SHORTEST => {}
                SHORTEST..RUN => short.extend(forms::whole(value)),
                RUN.. => {
                    long.extend(forms::forms(value));
                    long.extend(forms::decoded(value).iter().flat_map(|text| forms::forms(text)));
                }
            }
        }
        Self { runs: Runs::of(long.iter().map(Vec::as_slice)), words: Words::of(short) }
    }

    /// A text without what must not be shown.
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
        self.words.find(text, ended, |start, end| ranges.push(start..end));
        if ranges.len() > of_runs { merged(ranges) } else { ranges }
    }

    /// From where on a text may still turn out to be hidden.
    fn undecided(&self, text: &[u8]) -> usize {
        text.len() - self.runs.begun(text).max(self.words.begun(text))
    }

    /// So many bytes that are out already may have to do with what follows.
    fn context(&self) -> usize {
        RUN + self.words.longest() + words::BEFORE
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

/// One stream of output, redacted as it comes.
///
/// Whatever the pieces in which it comes, the same comes out. What cannot be the beginning of a
/// sensitive form goes out at once; up to seven bytes, or a short value's length, wait for what
/// follows. Bytes that are no UTF-8 pass as they are.
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
    /// Bytes that are out and may matter still, then bytes that wait.
    text: Vec<u8>,
    /// So many bytes of `text` are out.
    out: usize,
    /// Whether what came out last was a mask.
    masked: bool,
    /// Bytes of a character of which the beginning was hidden.
    owed: usize,
}

impl StreamRedactor {
    /// A stream at its beginning.
    pub fn new(forms: Arc<SensitiveForms>) -> Self {
        Self { forms, text: Vec::new(), out: 0, masked: false, owed: 0 }
    }

    /// Takes what comes next and adds what may be shown to `out`.
    pub fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        self.text.extend_from_slice(bytes);
        let until = self.forms.undecided(&self.text);
        self.show(until, false, out);
        self.forget();
    }

    /// Nothing has come for a while: shows what waits if it is too little to tell anything.
    ///
    /// Up to three bytes with which a sensitive form begins are shown, never more of one.
    pub fn pause(&mut self, out: &mut Vec<u8>) {
        if self.text.len() - self.forms.undecided(&self.text) < SHORTEST {
            self.show(self.text.len(), false, out);
        }
    }

    /// Whether [`pause`](Self::pause) might show something.
    pub fn is_waiting(&self) -> bool {
        self.out < self.text.len()
    }

    /// The stream has ended: shows what waits.
    pub fn finish(&mut self, out: &mut Vec<u8>) {
        self.show(self.text.len(), true, out);
        self.forget();
    }

    /// Shows bytes up to `until`, and masks however far hidden bytes reach.
    fn show(&mut self, until: usize, ended: bool, out: &mut Vec<u8>) {
        let forms = Arc::clone(&self.forms);
        for range in forms.hidden(&self.text, ended) {
            if range.end <= self.out {
                continue;
            }
            self.show_plain(range.start.min(until), out);
            if self.out < range.start {
                return;
            }
            if !mem::replace(&mut self.masked, true) {
                out.extend_from_slice(MASK.as_bytes());
            }
            self.out = range.end;
            self.owed = missing(&self.text[range]);
        }
        self.show_plain(until, out);
    }

    fn show_plain(&mut self, until: usize, out: &mut Vec<u8>) {
        let is_inner = |byte: &u8| *byte & 0xc0 == 0x80;
        while self.owed > 0 && self.out < until && is_inner(&self.text[self.out]) {
            self.out += 1;
            self.owed -= 1;
        }
        if self.out < until {
            out.extend_from_slice(&self.text[self.out..until]);
            self.out = until;
            self.masked = false;
            self.owed = 0;
        }
    }

    fn forget(&mut self) {
        let past = self.out.saturating_sub(self.forms.context());
        self.text.drain(..past);
        self.out -= past;
    }
}

impl std::fmt::Debug for StreamRedactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StreamRedactor(…)")
    }
}

/// How many bytes the last character lacks: hidden in part, it is hidden as a whole.
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
    fn what_is_no_beginning_goes_out_at_once() {
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
    fn line_breaks_of_a_terminal_belong_to_the_value() {
        let key = "-----BEGIN X-----\nq7WzXe81\n-----END X-----";
        assert_eq!(text(&[key], &key.replace('\n', "\r\n")), MASK);
    }

    /// A few letters only, so that values, parts of values and what stands around them meet.
    const VALUE: &str = "[ab<é]{4,7}|[ab<é\"/ ]{8,14}|\\PC{8,20}";

    fn pieces() -> impl Strategy<Value = Vec<Vec<u8>>> {
        let plain = prop_oneof!["[ab<é\"/ \n]{0,9}", "\\PC{0,9}"].prop_map(String::into_bytes);
        prop::collection::vec(prop_oneof![plain, prop::collection::vec(any::<u8>(), 0..4)], 0..4)
    }

    /// Values in their forms with something else around them.
    fn output(values: &[String], forms: &[usize], around: &[Vec<u8>]) -> Vec<u8> {
        let mut output = around.first().cloned().unwrap_or_default();
        for (index, form) in forms.iter().enumerate() {
            let all = forms::forms(&values[index % values.len()]);
            output.extend(&all[form % all.len()]);
            output.extend(around.get(index + 1).into_iter().flatten());
        }
        output
    }

    proptest! {
        #[test]
        fn wherever_it_is_cut_the_same_comes_out(
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
        fn other_output_passes_as_it_is(
            value in "[a-m]{4,20}", output in prop::collection::vec(128..=255u8, 0..50)
        ) {
            prop_assert_eq!(redacted(&forms(&[&value]), &[&output]), output);
        }
    }
}
