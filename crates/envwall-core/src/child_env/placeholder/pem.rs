//! PEM blocks (RFC 7468).

use std::ops::Range;

use data_encoding::BASE64;

use super::draw::{Draw, MIN_MARK};
use super::keys;

/// Characters of a line.
const LINE: usize = 64;

/// A PEM block with the armour of the real one: with a private key of its kind, or else with lines
/// of hexadecimal digits.
pub(super) fn pem(real: Option<&str>, label: Option<&str>, draw: &mut Draw) -> String {
    let real = real.unwrap_or("");
    let own =
        real.split_once("-----BEGIN ").and_then(|(_, rest)| Some(rest.split_once("-----")?.0));
    let label = label.or(own).unwrap_or("PRIVATE KEY");
    let line_breaks = ["\\r\\n", "\\n", "\r\n"].into_iter();
    let line_break = line_breaks.into_iter().find(|it| real.contains(&format!("-----{it}")));
    let line_break = line_break.unwrap_or("\n");
    let (begin, end) = (format!("-----BEGIN {label}-----"), format!("-----END {label}-----"));
    let body = match keys::private_key(label, &der(real), draw) {
        Some(key) => key_lines(&key, draw),
        None => digits(real.len().saturating_sub(begin.len() + end.len()) / (LINE + 1), draw),
    };
    draw.keep(begin.as_str());
    draw.keep(end.as_str());
    let last = if real.ends_with(line_break) { line_break } else { "" };
    [&[begin], body.as_slice(), &[end + last]].concat().join(line_break)
}

/// Lines of hexadecimal digits, as many as the real block has.
fn digits(lines: usize, draw: &mut Draw) -> Vec<String> {
    (0..lines.clamp(2, 64)).map(|_| draw.hex(LINE)).collect()
}

/// The bytes in a block, or none if it has no base64.
fn der(real: &str) -> Vec<u8> {
    let body = real.split("-----").nth(2).unwrap_or("").replace("\\n", "").replace("\\r", "");
    let body: String = body.chars().filter(|char| !char.is_whitespace()).collect();
    BASE64.decode(body.as_bytes()).unwrap_or_default()
}

/// The lines of a key. What is random in each is a mark, all else is in other keys, too.
fn key_lines(key: &keys::Key, draw: &mut Draw) -> Vec<String> {
    let text = BASE64.encode(&key.der);
    // a digit belongs to the random part if all of its bits do
    let random = (key.random.start * 8).div_ceil(6)..key.random.end * 8 / 6;
    let starts = (0..text.len()).step_by(LINE);
    let lines = starts.map(|start| start..text.len().min(start + LINE)).collect::<Vec<_>>();
    for line in &lines {
        let inside = overlap(line, &random);
        draw.keep(&text[line.start..inside.start]);
        draw.keep(&text[inside.end..line.end]);
        let drawn = &text[inside];
        if drawn.len() >= MIN_MARK {
            draw.mark(drawn);
        }
    }
    lines.into_iter().map(|line| text[line].to_owned()).collect()
}

/// What of a line is random; an empty range at its end if nothing is.
fn overlap(line: &Range<usize>, random: &Range<usize>) -> Range<usize> {
    let (start, end) = (line.start.max(random.start), line.end.min(random.end));
    if start < end { start..end } else { line.end..line.end }
}
