//! Text that is written in base64, in hex or with percent signs, wherever it stands.
//!
//! One level of each is searched for as it is; this is for what has more inside: another level,
//! an escape, a script, a container.

use std::ops::Range;

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER_PERMISSIVE};
use memchr::memmem;

use super::peeler::{Peeled, Peeler};
use crate::content::kind::Kind;
use crate::content::layer::Layer;
use crate::content::magic;
use crate::content::source_map::REFERENCE;
use crate::content::view::View;
use crate::decompress::deflate::begins_like_zlib;
use crate::text::base64::{self, promises_text};
use crate::text::escape::{Unescaped, unescape_percent};
use crate::text::runs::long_runs;
use crate::text::token_runs;

/// So many numbers may be bytes of a value.
const MIN_NUMBERS: usize = 12;

/// Shorter runs hold no value that was encoded twice.
const MIN_RUN: usize = 24;
const _: () = assert!(token_runs::MIN_LENGTH <= MIN_RUN);

/// Runs from this length on are decoded though what is in them is neither text nor a known format.
const SURE: usize = 128;

/// A line of so many characters is one of base64 that is broken, not a text of its own: 64 in PEM, 76
/// in MIME.
const SURE_LINE: usize = 60;

/// The peeler for what is encoded as text.
pub(crate) struct Encoded;

impl Peeler for Encoded {
    fn name(&self) -> &'static str {
        "encoded"
    }

    fn fits(&self, kind: Kind) -> bool {
        use Kind::{Bytes, Code, Css, Html, JavaScript, Json, Source, Text, Xml};
        matches!(kind, JavaScript | Code | Source | Html | Xml | Css | Json | Text | Bytes)
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        let bytes: &[u8] = &view.bytes;
        let (mut done, mut joined_to) = (0, 0);
        for run in view.token_runs().iter().flat_map(|run| runs_of_digits(bytes, run)) {
            if run.start < done || is_inline_map(bytes, run.start) {
                continue;
            }
            if let Some((lines, text)) = joined(bytes, &run).filter(|_| run.start >= joined_to) {
                blob(view, &lines, &text, peeled);
                joined_to = lines.end;
                if run.len() >= SURE_LINE {
                    done = lines.end;
                    continue;
                }
            }
            blob(view, &run, &bytes[run.clone()], peeled);
        }
        percent_signs(view, peeled);
        numbers(view, peeled);
    }
}

/// Adds a view for each list of numbers that are bytes: `[109,57]`, `of(0x6d, 0x39)`, and
/// `{"0":109,"1":57}`, which `JSON.stringify` makes of a `Uint8Array`.
fn numbers<'v>(view: &'v View<'_>, peeled: &mut Peeled<'v>) {
    let bytes: &[u8] = &view.bytes;
    let mut done = 0;
    long_runs(bytes, MIN_LIST, is_of_list, &mut |run| {
        let Some(open) = run.start.checked_sub(1).filter(|open| *open >= done) else { return };
        if matches!(bytes[open], b'[' | b'(' | b'{') && may_begin_list(bytes, open) {
            let (list, end) = list_of_bytes(bytes, run.start);
            done = end;
            if list.len() >= MIN_NUMBERS {
                add(view, &(open..end), Layer::ByteList, list, None, peeled);
            }
        }
    });
}

/// So many bytes the shortest list has: its numbers, and what is between them.
const MIN_LIST: usize = 2 * MIN_NUMBERS - 1;

/// Whether a list of bytes may have a byte, in any of its notations.
#[expect(clippy::needless_bitwise_bool, reason = "the compiler makes vector instructions of it")]
fn is_of_list(byte: u8) -> bool {
    let is_sign = |signs: &[u8]| signs.iter().fold(false, |any, sign| any | (byte == *sign));
    byte.is_ascii_hexdigit() | is_sign(b"xX,-\"\\: \t\r\n\x0c")
}

/// Whether a list of bytes may follow a bracket: most are followed by a name or a string.
fn may_begin_list(bytes: &[u8], at: usize) -> bool {
    let next = bytes.get(at + 1).copied().unwrap_or_default();
    match bytes[at] {
        b'{' => matches!(next, b'"' | b'\\' | b'0') || next.is_ascii_whitespace(),
        _ => next.is_ascii_digit() || next == b'-' || next.is_ascii_whitespace(),
    }
}

/// How long an index before a number is, with its colon: `"0":`, `\"0\":`, `0:`.
fn index_length(text: &[u8]) -> usize {
    let is_quote = |byte: &&u8| matches!(byte, b'"' | b'\\');
    let count = |from: usize, fits: fn(&&u8) -> bool| {
        text.get(from..).unwrap_or_default().iter().take_while(fits).take(12).count()
    };
    let digits = count(0, is_quote);
    let end = digits + count(digits, |byte| byte.is_ascii_digit());
    let colon = end + count(end, is_quote);
    let is_index = end > digits && text.get(colon) == Some(&b':');
    if is_index { colon + 1 + count(colon + 1, |byte| byte.is_ascii_whitespace()) } else { 0 }
}

/// The bytes that begin at a place, and where they end.
fn list_of_bytes(text: &[u8], start: usize) -> (Vec<u8>, usize) {
    let (mut bytes, mut at) = (Vec::new(), start);
    let blanks = |at: usize| {
        let rest = text.get(at..).unwrap_or_default();
        at + rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
    };
    loop {
        let first = blanks(at);
        let first = first + index_length(text.get(first..).unwrap_or_default());
        let Some((byte, end)) = byte_at(text, first) else { break };
        bytes.push(byte);
        at = blanks(end);
        if text.get(at) != Some(&b',') {
            break;
        }
        at += 1;
    }
    (bytes, at)
}

/// The number that begins at a place, if it is a byte, signed or not.
fn byte_at(text: &[u8], at: usize) -> Option<(u8, usize)> {
    let rest = text.get(at..)?;
    let (negative, rest) = rest.strip_prefix(b"-").map_or((false, rest), |rest| (true, rest));
    let (hex, rest) = match rest {
        [b'0', b'x' | b'X', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let length = rest.iter().take_while(|byte| byte.is_ascii_hexdigit()).take(4).count();
    let digits = std::str::from_utf8(&rest[..length]).ok()?;
    let number = i16::from_str_radix(digits, if hex { 16 } else { 10 }).ok()?;
    let number = if negative { -number } else { number };
    let fits = matches!(number, -128..=255);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "modulo 256")]
    fits.then_some((number as u8, text.len() - rest.len() + length))
}

/// The long parts of a run that are digits of base64 alone, without padding.
fn runs_of_digits<'t>(
    text: &'t [u8],
    run: &Range<usize>,
) -> impl Iterator<Item = Range<usize>> + use<'t> {
    let mut start = run.start;
    let parts = text[run.clone()].split(|byte| *byte == b'=').map(move |part| {
        let at = start;
        start += part.len() + 1;
        at..at + part.len()
    });
    parts.filter(|part| part.len() >= MIN_RUN)
}

/// A run and those of its length in the lines after it, and a shorter one at the end: all of them, and
/// their digits.
fn joined(bytes: &[u8], first: &Range<usize>) -> Option<(Range<usize>, Vec<u8>)> {
    let (mut text, mut end, mut line) = (Vec::new(), first.end, first.len());
    let may_go_on = |line: usize| line == first.len() || line.min(first.len()) >= SURE_LINE;
    while may_go_on(line) {
        let rest = &bytes[end..];
        let breaks: [&[u8]; 4] = [b"\r\n", b"\n", b"\\r\\n", b"\\n"];
        let Some(mark) = breaks.iter().find(|mark| rest.starts_with(mark)) else { break };
        let rest = &rest[mark.len()..];
        let indent = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        line = rest[indent..].iter().take_while(|byte| base64::is_digit(**byte)).count();
        if line == 0 || line > first.len() && !may_go_on(line) {
            break;
        }
        if text.is_empty() {
            text.extend_from_slice(&bytes[first.clone()]);
        }
        text.extend_from_slice(&rest[indent..indent + line]);
        end += mark.len() + indent + line;
    }
    (!text.is_empty()).then_some((first.start..end, text))
}

/// Whether it is the body of a map that has a peeler of its own.
fn is_inline_map(bytes: &[u8], start: usize) -> bool {
    const MAX_DISTANCE: usize = 120;
    let before = &bytes[start.saturating_sub(MAX_DISTANCE)..start];
    before.ends_with(b"base64,") && memmem::rfind(before, REFERENCE).is_some()
}

fn blob<'v>(view: &'v View<'_>, run: &Range<usize>, text: &[u8], peeled: &mut Peeled<'v>) {
    let digits = text.strip_prefix(b"0x").or(text.strip_prefix(b"0X")).unwrap_or(text);
    if digits.iter().all(u8::is_ascii_hexdigit) {
        let even = &digits[..digits.len() & !1];
        if let Ok(bytes) = HEXLOWER_PERMISSIVE.decode(even) {
            add(view, run, Layer::Hex, bytes, None, peeled);
        }
    }
    // what precedes it may look like a part of it: `/` in a path
    for skip in 0..4 {
        let digits = &text[skip..];
        let beginning = digits.first_chunk().map(base64::beginning);
        if !beginning.is_some_and(|it| promises(&it)) && (skip > 0 || !is_sure(digits)) {
            continue;
        }
        let media = (skip == 0).then(|| media_type(&view.bytes, run.start)).flatten();
        add(view, run, Layer::Base64, decode(digits), media, peeled);
    }
}

/// Whether a run is base64 most likely, whatever is in it.
fn is_sure(text: &[u8]) -> bool {
    let has = |kind: fn(&u8) -> bool| text.iter().take(SURE).any(kind);
    text.len() >= SURE
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_uppercase)
}

/// Whether decoded bytes begin as something that is encoded: text or a known format.
fn promises(bytes: &[u8]) -> bool {
    magic::kind(bytes).is_some() || begins_like_zlib(bytes) || promises_text(bytes)
}

fn decode(digits: &[u8]) -> Vec<u8> {
    // one digit alone in the last group says nothing, and bits beyond the last byte may be set
    let whole = digits.len() - usize::from(digits.len() % 4 == 1);
    let digits = &digits[..whole];
    let url = memchr::memchr2(b'-', b'_', digits).is_some();
    let alphabet = if url { BASE64URL_NOPAD } else { BASE64_NOPAD };
    match alphabet.decode(digits) {
        Ok(bytes) => bytes,
        Err(error) => alphabet.decode(&digits[..error.position / 4 * 4]).unwrap_or_default(),
    }
}

/// What a `data:` URL says of the body that begins at `start`.
fn media_type(bytes: &[u8], start: usize) -> Option<Kind> {
    const MAX_DISTANCE: usize = 80;
    let before = &bytes[start.saturating_sub(MAX_DISTANCE)..start];
    let head = before.strip_suffix(b";base64,")?;
    let head = &head[memmem::rfind(head, b"data:")? + 5..];
    Kind::of_media_type(std::str::from_utf8(head).ok()?)
}

fn add<'v>(
    view: &'v View<'_>,
    run: &Range<usize>,
    layer: Layer,
    bytes: Vec<u8>,
    kind: Option<Kind>,
    peeled: &mut Peeled<'v>,
) {
    if bytes.is_empty() {
        return;
    }
    let text = || if magic::is_text(&bytes) { Kind::of_text(&bytes) } else { Kind::Bytes };
    let kind = kind.or_else(|| magic::kind(&bytes)).unwrap_or_else(text);
    peeled.add(view.decoded(run.clone(), layer, kind, bytes));
}

/// Adds a view for each stretch of text with `%2F` and their like.
fn percent_signs<'v>(view: &'v View<'_>, peeled: &mut Peeled<'v>) {
    let bytes: &[u8] = &view.bytes;
    let is_hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    let mut done = 0;
    for at in memchr::memchr_iter(b'%', bytes) {
        if at < done || !is_hex(at + 1) || !is_hex(at + 2) {
            continue;
        }
        let before = bytes[done..at].iter().rev().take_while(|byte| is_of_url(**byte)).count();
        // `encodeURIComponent` leaves single quotes as they are
        let address = data_address(&bytes[done..at]);
        let before = address.map_or(before, |start| at - done - start);
        let opening = (at - before).checked_sub(1).map(|at| bytes[at]);
        let quoted = matches!(opening, None | Some(b'"' | b'`'));
        let goes_on = |byte: &&u8| is_of_url(**byte) || (quoted && **byte == b'\'');
        let after = bytes[at..].iter().take_while(goes_on).count();
        let span = at - before..at + after;
        done = span.end;
        let text = unescape_percent(&bytes[span.clone()]);
        if memchr::memchr(b'+', &bytes[span.clone()]).is_some() {
            let spaced =
                bytes[span.clone()].iter().map(|byte| if *byte == b'+' { b' ' } else { *byte });
            let text = unescape_percent(&spaced.collect::<Vec<_>>());
            peeled.add(view.unescaped(&span, Layer::FormEncoding, Kind::Text, text));
        }
        data_url(view, &span, &text, peeled);
        let kind = Kind::of_text(&text.bytes);
        peeled.add(view.unescaped(&span, Layer::PercentEncoding, kind, text));
    }
}

/// Where the `data:` URL begins that goes on to the end of some bytes.
fn data_address(bytes: &[u8]) -> Option<usize> {
    const MAX_DISTANCE: usize = 4096;
    let near = bytes.len().saturating_sub(MAX_DISTANCE);
    let start = near + memmem::rfind(&bytes[near..], b"data:")?;
    bytes[start..].iter().all(|byte| is_of_url(*byte) || *byte == b'\'').then_some(start)
}

/// The body of a `data:` URL by its type.
fn data_url<'v>(
    view: &'v View<'_>,
    span: &Range<usize>,
    text: &Unescaped,
    peeled: &mut Peeled<'v>,
) {
    let Some(start) = memmem::find(&text.bytes, b"data:") else { return };
    let Some(comma) = memchr::memchr(b',', &text.bytes[start..]) else { return };
    let (head, body) = text.bytes[start..].split_at(comma);
    let head = &head[5..];
    let kind = std::str::from_utf8(head).ok().and_then(Kind::of_media_type);
    if let Some(kind) = kind {
        peeled.add(view.decoded(
            span.clone(),
            Layer::DataUrl,
            kind,
            body.get(1..).unwrap_or_default().to_vec(),
        ));
    }
}

fn is_of_url(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !matches!(byte, b'"' | b'\'' | b'`' | b'<' | b'>' | b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_bytes_are_read_to_their_end() {
        let of = |text: &str| list_of_bytes(text.as_bytes(), 0);
        assert_eq!(of("109, 57,\n0x4b,-1]x"), (vec![109, 57, 0x4b, 255], 16));
        assert_eq!(of("1,2,256,3"), (vec![1, 2], 4));
        assert_eq!(of("1,2.5"), (vec![1, 2], 3));
        assert_eq!(of("9f,1").0, [0; 0]);
        assert_eq!(of("-").0, [0; 0]);
        assert_eq!(of("7,").0, [7]);
    }

    #[test]
    fn lines_are_joined() {
        let line = "QUJD".repeat(16);
        let text = format!("'{line}\\n{line}\\nQUJD'");
        let (run, digits) = joined(text.as_bytes(), &(1..65)).unwrap();
        assert_eq!(run, 1..text.len() - 1);
        assert_eq!(digits.len(), 132);
        let text = format!("{line}\n  {line}\n  QUJD\n  {line}");
        assert_eq!(joined(text.as_bytes(), &(0..64)).unwrap().1.len(), 132);
        assert!(joined(format!("{line}\nQUJD {line}{line}").as_bytes(), &(0..64)).is_some());
        let text = format!("{}\n{line}", &line[..60]);
        assert_eq!(joined(text.as_bytes(), &(0..60)).unwrap().1.len(), 124);
        let text = format!("{}\n{line}", &line[..40]);
        assert!(joined(text.as_bytes(), &(0..40)).is_none());
    }
}
