//! JSON with comments and commas before closing brackets, as the tools of frontends read it.

/// The same text as JSON: blanks take the place of comments and final commas, so that positions stay.
///
/// ```
/// use envwall_core::encoding::jsonc;
/// assert_eq!(jsonc::plain("[1, /* one */]"), "[1           ]");
/// ```
pub fn plain(text: &str) -> String {
    let mut bytes = text.strip_prefix('\u{feff}').unwrap_or(text).as_bytes().to_vec();
    let (mut at, mut comma) = (0, None);
    while at < bytes.len() {
        let end = match (bytes[at], bytes.get(at + 1)) {
            (b'"', _) => end_of_text(&bytes, at),
            (b'/', Some(b'/')) => find(&bytes, at, b"\n").unwrap_or(bytes.len()),
            (b'/', Some(b'*')) => find(&bytes, at + 2, b"*/").map_or(bytes.len(), |end| end + 2),
            _ => at + 1,
        };
        match bytes[at] {
            b'/' if end > at + 1 => {
                bytes[at..end]
                    .iter_mut()
                    .filter(|byte| **byte != b'\n')
                    .for_each(|byte| *byte = b' ');
            }
            b',' => comma = Some(at),
            b'}' | b']' => {
                if let Some(comma) = comma.take() {
                    bytes[comma] = b' ';
                }
            }
            byte if byte.is_ascii_whitespace() => {}
            _ => comma = None,
        }
        at = end;
    }
    String::from_utf8(bytes).unwrap_or_default()
}

fn end_of_text(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn find(bytes: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes.get(from..)?, what).map(|at| from + at)
}
