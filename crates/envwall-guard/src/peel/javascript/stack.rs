//! How much stack a text may drive the parser to, judged without parsing it.
//!
//! swc recurses into every bracket, and into every link of a chain such as `a+b+c` when the tree
//! is visited and dropped; past the end of the stack the process is gone. So the need is
//! estimated first: too high an estimate costs a note on one file, too low a one the process.

/// Stack that one open bracket takes at most: measured at 5 KB (release) and doubled.
const PER_BRACKET: usize = 12 * 1024;

/// Stack that one more link of a chain takes at most.
const PER_LINK: usize = 1536;

/// What a byte does to the depth of a program.
#[derive(Clone, Copy)]
enum Class {
    Nothing,
    Opens,
    Closes,
    /// Ends a chain.
    Separates,
    /// May be one more link of a chain.
    Links,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Nothing; 256];
    let all: [(&[u8], Class); 4] = [
        (b"([{", Class::Opens),
        (b")]}", Class::Closes),
        (b",;", Class::Separates),
        (b".?:=!~+-*/%&|^<> \n\t`", Class::Links),
    ];
    let mut class = 0;
    while class < all.len() {
        let mut byte = 0;
        while byte < all[class].0.len() {
            classes[all[class].0[byte] as usize] = all[class].1;
            byte += 1;
        }
        class += 1;
    }
    classes
};

/// Bytes of stack that parsing, visiting and dropping a program may take.
///
/// The larger of two readings: brackets and links everywhere, and those outside of quotes. Either
/// alone can be led astray by text that is not code.
pub(super) fn stack_need(text: &str) -> usize {
    let mut everywhere = Estimate::default();
    everywhere.read(text.as_bytes());
    let mut outside = Estimate::default();
    outside_quotes(text.as_bytes(), |part| outside.read(part));
    everywhere.most.max(outside.most)
}

/// How deep a program is, as far as it was read.
#[derive(Default)]
struct Estimate {
    /// For each open bracket the links before it.
    open: Vec<usize>,
    links: usize,
    total: usize,
    most: usize,
}

impl Estimate {
    fn read(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match CLASSES[usize::from(*byte)] {
                Class::Nothing => continue,
                Class::Opens => {
                    self.open.push(self.links);
                    self.total += PER_BRACKET;
                    self.links = 0;
                }
                Class::Closes => {
                    self.total -= self.links * PER_LINK;
                    self.links = 0;
                    if let Some(outer) = self.open.pop() {
                        self.total -= PER_BRACKET;
                        // `a(b)(c)` and `a.b().c()` go on where they were
                        self.links = outer + 1;
                        self.total += PER_LINK;
                    }
                }
                Class::Separates => {
                    self.total -= self.links * PER_LINK;
                    self.links = 0;
                }
                Class::Links => {
                    self.links += 1;
                    self.total += PER_LINK;
                }
            }
            self.most = self.most.max(self.total);
        }
    }
}

/// Calls back with the parts that stand outside of comments and of `"…"` and `'…'` on one line.
fn outside_quotes<'a>(bytes: &'a [u8], mut part: impl FnMut(&'a [u8])) {
    // up to here there is no closing quote of this kind: it is not looked for again and again
    let mut none_before = [0, 0];
    let (mut start, mut at) = (0, 0);
    while let Some(found) = memchr::memchr3(b'"', b'\'', b'/', &bytes[at..]) {
        let mark = at + found;
        let end = match bytes[mark] {
            b'/' => comment_end(bytes, mark),
            quote => quoted_end(bytes, mark, &mut none_before[usize::from(quote == b'"')]),
        };
        at = match end {
            Some(end) => {
                part(&bytes[start..=mark]);
                start = end;
                end
            }
            None => mark + 1,
        };
    }
    part(&bytes[start..]);
}

fn quoted_end(bytes: &[u8], mark: usize, none_before: &mut usize) -> Option<usize> {
    let closed = if mark < *none_before { None } else { closing_quote(bytes, mark) };
    if closed.is_none() {
        *none_before = (*none_before).max(end_of_line(bytes, mark, *none_before));
    }
    closed.map(|end| end + 1)
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
        assert!(stack_need(&"/* ) */('}')/'/".repeat(1000)) < 8 * PER_BRACKET + 8000 * PER_LINK);
        assert!(stack_need(&"/* } */ ['}',".repeat(1000)) >= 1000 * PER_BRACKET);
    }
}
