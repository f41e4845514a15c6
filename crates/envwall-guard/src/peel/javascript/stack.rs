//! How much stack a text may drive the parser to, judged without parsing it.
//!
//! swc recurses into every bracket, and into every link of a chain such as `a+b+c` when the tree
//! is visited and dropped; past the end of the stack the process is gone. So the need is
//! estimated first: too high an estimate costs a note on one file, too low a one the process.

/// Stack that one open bracket takes at most: measured at 5 KB (release) and doubled.
const PER_BRACKET: usize = 12 * 1024;

/// Stack that one more link of a chain takes at most.
const PER_LINK: usize = 1536;

/// Bytes of stack that parsing, visiting and dropping a program may take.
///
/// The larger of two readings: brackets and links everywhere, and those outside of quotes. Either
/// alone can be led astray by text that is not code.
pub(super) fn stack_need(text: &str) -> usize {
    estimate(text.bytes()).max(estimate(outside_quotes(text)))
}

fn estimate(bytes: impl Iterator<Item = u8>) -> usize {
    let mut open: Vec<usize> = Vec::new();
    let (mut links, mut total, mut most) = (0usize, 0usize, 0usize);
    for byte in bytes {
        match byte {
            b'(' | b'[' | b'{' => {
                open.push(links);
                total += PER_BRACKET;
                links = 0;
            }
            b')' | b']' | b'}' => {
                total -= links * PER_LINK;
                links = 0;
                if let Some(outer) = open.pop() {
                    total -= PER_BRACKET;
                    // `a(b)(c)` and `a.b().c()` go on where they were
                    links = outer + 1;
                    total += PER_LINK;
                }
            }
            b',' | b';' => {
                total -= links * PER_LINK;
                links = 0;
            }
            b'.' | b'?' | b':' | b'=' | b'!' | b'~' | b'+' | b'-' | b'*' | b'/' | b'%' | b'&'
            | b'|' | b'^' | b'<' | b'>' | b' ' | b'\n' | b'\t' | b'`' => {
                links += 1;
                total += PER_LINK;
            }
            _ => continue,
        }
        most = most.max(total);
    }
    most
}

/// The bytes that stand outside of comments and of `"…"` and `'…'` on one line.
fn outside_quotes(text: &str) -> impl Iterator<Item = u8> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    // up to here there is no closing quote of this kind: it is not looked for again and again
    let mut open = [(b'"', 0), (b'\'', 0)];
    std::iter::from_fn(move || {
        let byte = *bytes.get(at)?;
        at = match byte {
            b'"' | b'\'' => {
                let (_, none_before) = open.iter_mut().find(|(quote, _)| *quote == byte)?;
                let closed = if at < *none_before { None } else { closing_quote(bytes, at) };
                if let Some(end) = closed {
                    end + 1
                } else {
                    *none_before = (*none_before).max(end_of_line(bytes, at, *none_before));
                    at + 1
                }
            }
            b'/' => comment_end(bytes, at).unwrap_or(at + 1),
            _ => at + 1,
        };
        Some(byte)
    })
}

fn end_of_line(bytes: &[u8], from: usize, known: usize) -> usize {
    if from < known {
        return known;
    }
    memchr::memchr(b'\n', &bytes[from..]).map_or(bytes.len(), |length| from + length)
}

fn comment_end(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at + 1)? {
        b'*' => memchr::memmem::find(&bytes[at + 2..], b"*/").map(|length| at + length + 4),
        _ => None,
    }
}

fn closing_quote(bytes: &[u8], open: usize) -> Option<usize> {
    let quote = bytes[open];
    let mut at = open + 1;
    loop {
        match *bytes.get(at)? {
            b'\\' => at += 2,
            b'\n' => return None,
            byte if byte == quote => return Some(at),
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_counts_and_width_does_not() {
        let wide = "f(1),g([2]),h({a:3});".repeat(10_000);
        assert!(stack_need(&wide) < 8 * PER_BRACKET);
        assert!(stack_need(&"(".repeat(1000)) >= 1000 * PER_BRACKET);
        assert!(stack_need(&"[\"]\",".repeat(1000)) >= 1000 * PER_BRACKET);
        assert!(stack_need(&"a+".repeat(1000)) >= 1000 * PER_LINK);
        assert!(stack_need(&".b('x')".repeat(1000)) >= 1000 * PER_LINK);
    }
}
