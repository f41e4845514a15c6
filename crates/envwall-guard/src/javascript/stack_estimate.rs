//! How much stack a text may drive the parser to, judged without parsing it.
//!
//! swc recurses into every bracket, and into every link of a chain such as `a+b+c` when the tree
//! is visited and dropped; past the end of the stack the process is gone. So the need is
//! estimated first: too high an estimate costs a note on one file, too low a one the process.

use super::code::{self, Doubt, Reader};

/// Stack of the threads that parse. swc recurses. This is address space, not memory: pages are
/// taken when they are touched.
pub(crate) const STACK_SIZE: usize = 1 << 30;

/// Without optimisation the parser's frames are some four times as large.
const BUILD: usize = if cfg!(debug_assertions) { 4 } else { 1 };

/// Stack that one open bracket takes at most.
const PER_BRACKET: usize = 8 * 1024 * BUILD;

/// Stack that one more link of a chain takes at most.
const PER_LINK: usize = 1280 * BUILD;

/// Stack that a statement in a statement takes at most, or a function in a function: `if(a)if(b)…`,
/// `a:b:…`, `a=>b=>…`.
const PER_NESTED: usize = 4 * 1024 * BUILD;

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
        (b".?:=!~+-*/%&|^<> \n\r\t\x0b\x0c`", Class::Links),
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

/// Bytes of stack that parsing, visiting and dropping a program may take, at most.
pub(super) fn stack_need(text: &str, is_typed: bool) -> usize {
    let text = text.as_bytes();
    let mut estimate = Estimate { is_typed, ..Estimate::default() };
    if let Err(Doubt(from)) = code::read(text, is_typed, &mut estimate) {
        estimate.pile_up(&text[from..]);
    }
    estimate.most
}

/// How deep a program is, as far as it was read, in bytes of stack.
#[derive(Default)]
struct Estimate {
    /// Types are brackets that cannot be distinguished from comparisons: `A<B,C<…`.
    is_typed: bool,
    /// For each open bracket the chain before it.
    open: Vec<usize>,
    chain: usize,
    total: usize,
    most: usize,
}

impl Reader for Estimate {
    fn code(&mut self, part: &[u8]) {
        let mut before = 0;
        for byte in part {
            match CLASSES[usize::from(*byte)] {
                Class::Nothing => {}
                Class::Opens => self.opens(),
                Class::Closes => self.closes(),
                Class::Separates if self.is_typed && *byte == b',' => self.goes_on(PER_LINK),
                Class::Separates => self.ends(),
                Class::Links if is_nesting(before, *byte) => self.goes_on(PER_NESTED),
                Class::Links => self.goes_on(PER_LINK),
            }
            before = *byte;
        }
    }

    fn head(&mut self) {
        self.goes_on(PER_NESTED);
    }
}

/// Whether a byte ends an arrow or a label.
fn is_nesting(before: u8, byte: u8) -> bool {
    byte == b':' || (before, byte) == (b'=', b'>')
}

impl Estimate {
    fn opens(&mut self) {
        self.open.push(self.chain);
        self.chain = 0;
        self.add(PER_BRACKET);
    }

    fn closes(&mut self) {
        self.ends();
        if let Some(outer) = self.open.pop() {
            self.total -= PER_BRACKET;
            // `a(b)(c)` and `a.b().c()` go on where they were
            self.chain = outer;
            self.goes_on(PER_LINK);
        }
    }

    fn ends(&mut self) {
        self.total -= self.chain;
        self.chain = 0;
    }

    fn goes_on(&mut self, need: usize) {
        self.chain += need;
        self.add(need);
    }

    fn add(&mut self, need: usize) {
        self.total += need;
        self.most = self.most.max(self.total);
    }

    /// Where code cannot be distinguished from text: nothing closes or ends anything.
    fn pile_up(&mut self, bytes: &[u8]) {
        let need = |byte: &u8| match CLASSES[usize::from(*byte)] {
            Class::Opens => PER_BRACKET,
            Class::Closes | Class::Links => PER_NESTED,
            Class::Nothing | Class::Separates => 0,
        };
        self.add(bytes.iter().map(need).sum());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::javascript::fold::walk;
    use crate::javascript::parse::{Language, parse};

    fn need(text: &str) -> usize {
        stack_need(text, false)
    }

    #[test]
    fn depth_counts_and_width_does_not() {
        let wide = "f(1),g([2]),h({a:3});".repeat(10_000);
        assert!(need(&wide) < 8 * PER_BRACKET);
        assert!(need(&"(".repeat(1000)) >= 1000 * PER_BRACKET);
        assert!(need(&"[\"]\",".repeat(1000)) >= 1000 * PER_BRACKET);
        assert!(need(&"a+".repeat(1000)) >= 1000 * PER_LINK);
        assert!(need(&".b('x')".repeat(1000)) >= 1000 * PER_LINK);
        assert!(need(&"/* ) */a('}')/b,'/';".repeat(1000)) < 8 * PER_BRACKET);
        assert!(need(&"if(a)/[)]/.b;".repeat(1000)) < 8 * PER_BRACKET);
        assert!(need(&"if(a)".repeat(1000)) >= 1000 * PER_NESTED);
        assert!(need(&"a=>".repeat(1000)) >= 1000 * PER_NESTED);
        assert!(need(&"/* } */ ['}',".repeat(1000)) >= 1000 * PER_BRACKET);
    }

    /// What is repeated, what is in the midst, and what is repeated behind it.
    const SHAPES: &[[&str; 3]] = &[
        ["(", "1", ")"],
        ["[", "", "]"],
        ["[a=", "", "]"],
        ["{", "", "}"],
        ["f(", "", ")"],
        ["a[", "0", "]"],
        ["({a:", "1", "})"],
        ["({[", "1", "]:1})"],
        ["({a(){", "", "}})"],
        ["({get a(){return ", "1", "}})"],
        ["(a,", "1", ")"],
        ["(a=", "1", ")"],
        ["[...", "a", "]"],
        ["!", "a", ""],
        ["-", "a", ""],
        ["- -", "a", ""],
        ["typeof ", "a", ""],
        ["await ", "a", ""],
        ["new ", "a", ""],
        ["new a(", "", ")"],
        ["a=>", "a", ""],
        ["a=>{", "", "}"],
        ["async()=>{await ", "a", "}"],
        ["(a=", "a", ")=>a"],
        ["(function(){", "", "})"],
        ["(function(a=", "1", "){})"],
        ["function a(){", "", "}"],
        ["(class{a=", "1", "})"],
        ["(class{a(){", "", "}})"],
        ["(class extends ", "a", "{})"],
        ["class A{static{", "", "}}"],
        ["`${", "a", "}`"],
        ["a`${", "a", "}`"],
        ["a", "", "``"],
        ["a?", "b", ":c"],
        ["a?b:", "c", ""],
        ["a=", "1", ""],
        ["a+=", "1", ""],
        ["a+", "a", ""],
        ["a**", "a", ""],
        ["a&&", "a", ""],
        ["a??", "a", ""],
        ["a", "", "()"],
        ["a", "", ".b"],
        ["a", "", "?.b"],
        ["a", "", "[0]"],
        ["a", "", ".b('x')"],
        ["import(", "a", ")"],
        ["if(a)", "b", ""],
        ["if(a){", "", "}"],
        ["if(a)b;else ", "b", ""],
        ["if(a);else{", "", "}"],
        ["for(;;)", "b", ""],
        ["for(a of b){", "", "}"],
        ["while(a)", "b", ""],
        ["do ", "b", "\nwhile(a)"],
        ["with(a)", "b", ""],
        ["a:", "b", ""],
        ["a:{", "b", "}"],
        ["try{", "", "}catch{}"],
        ["switch(a){case b:", "", "}"],
        ["return ", "", ""],
        ["<a>", "", "</a>"],
        ["<>", "", "</>"],
        ["<a b=", "'c'", "/>"],
        ["<a>{", "1", "}</a>"],
        ["[{a:", "b", "}]"],
        ["let{a:[", "b", "]}=c;"],
        ["@(", "a", ")class A{}"],
    ];

    /// A program just small enough for the stack, by the estimate.
    fn largest([open, middle, close]: [&str; 3], stack: usize) -> String {
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
        for shape in SHAPES {
            println!("{shape:?}");
            let program = largest(*shape, STACK / 10 * 9);
            let run = move || {
                for language in [Language::JavaScript, Language::Tsx] {
                    if let Ok(parsed) = parse(&program, language) {
                        walk(&parsed.program, &program);
                    }
                }
            };
            let thread = std::thread::Builder::new().stack_size(STACK);
            thread.spawn(run).unwrap().join().unwrap();
        }
    }
}
