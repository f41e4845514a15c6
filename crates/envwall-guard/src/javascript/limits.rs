//! Which texts the parser is given at once. swc recurses into whatever is nested, and past the end of
//! the stack the process is gone; some chains take it forever.
//!
//! A small script is safe whatever is in it. What any other one needs is estimated, unless it was tried
//! (`trial`). Too high an estimate costs a note on one file; only a text that is made to deceive the
//! lexer can get too low a one.

use super::lexer;
use super::parse::{Language, ParseError};

/// Stack of the threads that parse. This is address space, not memory: pages are taken when they
/// are touched.
pub(crate) const STACK_SIZE: usize = 1 << 30;

/// What of it a program may need; the rest is for what runs before.
const MAX_NEED: usize = STACK_SIZE / 10 * 9;

/// Without optimisation the parser's frames are some four times as large.
const BUILD: usize = if cfg!(debug_assertions) { 4 } else { 1 };

/// Stack that one open bracket takes at most.
const PER_BRACKET: usize = 8 * 1024 * BUILD;

/// Stack that one more link of a chain takes at most: `a+b+c`, `a.b.c`.
const PER_LINK: usize = 1280 * BUILD;

/// Stack that a statement in a statement takes at most, or a function in a function: `if(a)if(b)…`,
/// `a:b:…`, `a=>b=>…`.
const PER_NESTED: usize = 4 * 1024 * BUILD;

/// What swc goes over again for each that follows: labels, `else if`, `<` in types. So many labels
/// take 75 MB, which grow with the square. Real bundles have 700 in a row.
const MAX_IN_A_ROW: usize = 1_000;

/// So many places in a row where only what follows says what it is, such as `a?(b):c=>a?(b):c=>…`
/// with types, take swc a tenth of a second; each more doubles that.
const MAX_READINGS: usize = 16;

/// Whether no program of this length can be too deep or take too long, were it brackets only. With
/// types 150 bytes can take forever.
pub(super) fn is_small(text: &str, language: Language) -> bool {
    const MAX_BYTES: usize = MAX_NEED / PER_BRACKET;
    let labels = || memchr::memchr_iter(b':', text.as_bytes()).count();
    !language.is_typed() && text.len() <= MAX_BYTES && labels() <= MAX_IN_A_ROW
}

/// Estimates whether a program fits the stack, and is parsed in time.
pub(super) fn check(text: &str, language: Language) -> Result<(), ParseError> {
    let estimate = Estimate::of(text.as_bytes(), language.is_typed());
    if estimate.most.stack > MAX_NEED {
        Err(ParseError::TooDeep)
    } else if estimate.is_long() {
        Err(ParseError::TooLong)
    } else {
        Ok(())
    }
}

/// How deep a place of a program is.
#[derive(Debug, Clone, Copy, Default)]
struct Depth {
    /// Bytes of stack.
    stack: usize,
    /// What may be a label and the like, in a row.
    row: usize,
}

/// How deep a program is, as far as it was read.
#[derive(Default)]
struct Estimate {
    is_typed: bool,
    /// The depth in each open bracket.
    open: Vec<Depth>,
    now: Depth,
    most: Depth,
    /// Readings in a row, and the most of them.
    readings: usize,
    most_readings: usize,
}

impl Estimate {
    fn of(text: &[u8], is_typed: bool) -> Self {
        let (mut estimate, mut at) = (Self { is_typed, ..Self::default() }, 0);
        let lexed = lexer::lex(text, &mut |token| {
            if let lexer::Token::Literal(passed) | lexer::Token::Other(passed) = token {
                estimate.code(&text[..passed.start], at);
                at = passed.end;
            }
        });
        let end = lexed.err().map_or(text.len(), |lost| lost.max(at));
        estimate.code(&text[..end], at);
        estimate.pile_up(&text[end..]);
        estimate
    }

    fn is_long(&self) -> bool {
        self.most.row > MAX_IN_A_ROW || self.most_readings > MAX_READINGS
    }

    /// Reads the end of a program's code.
    fn code(&mut self, text: &[u8], from: usize) {
        for at in from..text.len() {
            let (before, byte) = (&text[..at], text[at]);
            match byte {
                b'(' | b'[' | b'{' => self.opens(byte, before),
                b')' | b']' | b'}' => self.closes(),
                b',' => self.ends(),
                b';' if !text[at + 1..].trim_ascii_start().starts_with(b"else") => self.ends(),
                b'<' if self.is_typed => self.goes_over_again(),
                b':' => self.goes_over_again(),
                b'e' if text[at..].starts_with(b"else") => self.goes_over_again(),
                b'>' if before.ends_with(b"=") => self.goes_on(PER_NESTED),
                b' ' | b'\n' | b'\r' | b'\t' if before.ends_with(&[byte]) => {}
                byte if is_link(byte) => self.goes_on(PER_LINK),
                _ => {}
            }
        }
    }

    fn opens(&mut self, bracket: u8, before: &[u8]) {
        let before = before.trim_ascii_end();
        let may_be_read_twice =
            matches!(before.last(), Some(b'?' | b'>')) || before.ends_with(b"async");
        if self.is_typed && bracket == b'(' && may_be_read_twice {
            self.readings += 1;
            self.most_readings = self.most_readings.max(self.readings);
        }
        self.goes_on(PER_BRACKET);
        self.open.push(self.now);
    }

    fn closes(&mut self) {
        if let Some(inside) = self.open.pop() {
            // `a(b)(c)` and `a.b().c()` go on where they were, as does what follows `if (a)`
            self.now = Depth { stack: inside.stack - PER_BRACKET, ..inside };
            self.goes_on(PER_NESTED);
        }
    }

    fn ends(&mut self) {
        self.readings = 0;
        // types are brackets that cannot be distinguished from comparisons: `A<B,C<…`
        let stack = if self.is_typed { self.now.stack + PER_LINK } else { 0 };
        let outer = self.open.last().copied().unwrap_or_default();
        self.now = Depth { stack: stack.max(outer.stack), ..outer };
    }

    fn goes_on(&mut self, need: usize) {
        self.now.stack += need;
        self.most.stack = self.most.stack.max(self.now.stack);
        self.most.row = self.most.row.max(self.now.row);
    }

    fn goes_over_again(&mut self) {
        self.now.row += 1;
        self.goes_on(PER_NESTED);
    }

    /// Where code cannot be distinguished from text: nothing closes or ends anything.
    fn pile_up(&mut self, rest: &[u8]) {
        for byte in rest {
            match byte {
                b'(' | b'[' | b'{' => self.goes_on(PER_BRACKET),
                b')' | b']' | b'}' => self.goes_on(PER_NESTED),
                byte if is_link(*byte) => self.goes_on(PER_NESTED),
                _ => {}
            }
        }
    }
}

/// Whether a byte may be one more link of a chain.
fn is_link(byte: u8) -> bool {
    b".?:=!~+-*/%&|^<> \n\r\t\x0b\x0c`".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::javascript::trial::everything;

    fn need(text: &str) -> usize {
        Estimate::of(text.as_bytes(), false).most.stack
    }

    #[test]
    fn depth_counts_and_width_does_not() {
        for text in ["f(1),g([2]),h({a:3});", "/* ) */a('}')/b,'/';", "if(a)/[)]/.b;", "`${a}(`;"] {
            assert!(need(&text.repeat(10_000)) < 10 * PER_BRACKET, "{text}");
        }
        for text in ["(", "[\"]\",", "/* } */ ['}',", "{}/['\"]/"] {
            assert!(need(&text.repeat(1_000)) >= 1_000 * PER_BRACKET, "{text}");
        }
        for text in ["a+", ".b('x')", "if(a)b;else ", "a=>", "a:"] {
            assert!(need(&text.repeat(1_000)) >= 1_000 * PER_LINK, "{text}");
        }
    }

    #[test]
    fn what_is_gone_over_again_and_again_is_known() {
        let is_long =
            |text: &str, count| Estimate::of(text.repeat(count).as_bytes(), true).is_long();
        for text in
            ["else if(a)b;", "else\n  while (a) {b()}", "a : \n", "a:{", "a:if(b);else ", "a<"]
        {
            assert!(is_long(text, MAX_IN_A_ROW + 1), "{text}");
        }
        for text in ["a?(b):c=>", "a?async(b):c=>", "<T>(", "b ? (c):d=>f("] {
            assert!(is_long(text, MAX_READINGS + 1), "{text}");
            assert!(!is_long(text, MAX_READINGS), "{text}");
        }
        for text in
            ["a?b:c;", "{a:1},", "f({a:[]}),", "/*:*/", "if(a)b;else c;", "f<A>(),f(c?(d):e),"]
        {
            assert!(!is_long(text, 10 * MAX_IN_A_ROW), "{text}");
        }
    }

    /// What is repeated, what is in the midst, and what is repeated behind it; `_` is a blank.
    const SHAPES: &str = r"
        (|1|)  [||]  [a=||]  {||}  f(||)  a[|0|]  ({a:|1|})  ({[|1|]:1})  ({a(){||}})
        ({get_a(){return_|1|}})  (a,|1|)  (a=|1|)  [...|a|]  !|a|  -|a|  -_-|a|
        typeof_|a|  await_|a|  new_|a|  new_a(||)  a=>|a|  a=>{||}  async()=>{await_|a|}
        (a=|a|)=>a  (function(){||})  (function(a=|1|){})  function_a(){||}
        (class{a=|1|})  (class{a(){||}})  (class_extends_|a|{})  class_A{static{||}}
        `${|a|}`  a`${|a|}`  a||``  a?|b|:c  a?b:|c|  a=|1|  a+=|1|  a+|a|  a**|a|  a&&|a|
        a??|a|  a||()  a||.b  a||?.b  a||[0]  a||.b('x')  import(|a|)  if(a)|b|  if(a){||}
        if(a)b;else_|b|  if(a);else{||}  for(;;)|b|  for(a_of_b){||}  while(a)|b|
        do_|b|↵while(a)  with(a)|b|  a:|b|  a:{|b|}  try{||}catch{}  switch(a){case_b:||}
        return_||  <a>||</a>  <>||</>  <a_b=|'c'|/>  <a>{|1|}</a>  [{a:|b|}]
        let{a:[|b|]}=c;  @(|a|)class_A{}
    ";

    fn shapes() -> impl Iterator<Item = [String; 3]> {
        SHAPES.split_ascii_whitespace().map(|shape| {
            let mut parts = shape.split('|').map(|part| part.replace('_', " ").replace('↵', "\n"));
            std::array::from_fn(|_| parts.next().unwrap())
        })
    }

    /// A program just small enough for the stack, by the estimate.
    fn largest([open, middle, close]: &[String; 3], stack: usize) -> String {
        let program = |n: usize| open.repeat(n) + middle + &close.repeat(n);
        let (mut fits, mut too_many) = (0, stack);
        while fits + 1 < too_many {
            let n = usize::midpoint(fits, too_many);
            // not so long that a chain of conditions or labels takes all the time
            let most = n.min(20_000);
            if n == most && need(&program(n)) <= stack { fits = n } else { too_many = n }
        }
        program(fits)
    }

    #[test]
    fn what_is_said_to_fit_the_stack_fits() {
        const STACK: usize = 32 << 20;
        for shape in shapes() {
            println!("{shape:?}");
            let program = largest(&shape, STACK / 10 * 9);
            let run = move || {
                for language in [Language::JavaScript, Language::Tsx] {
                    everything(&program, language);
                }
            };
            let thread = std::thread::Builder::new().stack_size(STACK);
            thread.spawn(run).unwrap().join().unwrap();
        }
    }
}
