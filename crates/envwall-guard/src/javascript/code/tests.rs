//! Compares what is code here with what is code for swc.

use std::ops::Range;

use proptest::prelude::*;
use swc_common::comments::SingleThreadedComments;
use swc_common::{BytePos, Span};
use swc_ecma_parser::{Parser, StringInput};
use swc_ecma_visit::swc_ecma_ast::{JSXText, Regex, Str, TplElement};
use swc_ecma_visit::{Visit, VisitWith};

use super::*;
use crate::javascript::parse::Language;
use crate::javascript::span::bytes_of;

/// What is no code, as the parser has it.
#[derive(Default)]
struct Texts(Vec<Range<usize>>);

impl Texts {
    fn add(&mut self, span: Span) {
        self.0.push(bytes_of(span));
    }
}

impl Visit for Texts {
    fn visit_str(&mut self, string: &Str) {
        self.add(string.span);
    }

    fn visit_tpl_element(&mut self, part: &TplElement) {
        self.add(part.span);
    }

    fn visit_regex(&mut self, regex: &Regex) {
        self.add(regex.span);
    }

    fn visit_jsx_text(&mut self, text: &JSXText) {
        self.add(text.span);
    }
}

fn brackets(text: &str) -> impl Iterator<Item = usize> {
    text.bytes().enumerate().filter(|(_, byte)| b"()[]{}".contains(byte)).map(|(at, _)| at)
}

/// Where swc has brackets; `None` if it is no program.
fn parsed(text: &str, language: Language) -> Option<Vec<usize>> {
    let end = BytePos(u32::try_from(text.len()).ok()? + 1);
    let comments = SingleThreadedComments::default();
    let input = StringInput::new(text, BytePos(1), end);
    let mut parser = Parser::new(language.syntax(), input, Some(&comments));
    let program = parser.parse_program().ok()?;
    if !parser.take_errors().is_empty() {
        return None;
    }
    let mut texts = Texts::default();
    program.visit_with(&mut texts);
    let (leading, trailing) = comments.take_all();
    for comments in [leading, trailing] {
        for comment in comments.borrow().values().flatten() {
            texts.add(comment.span);
        }
    }
    let is_code = |at: &usize| !texts.0.iter().any(|text| text.contains(at));
    Some(brackets(text).filter(is_code).collect())
}

#[derive(Default)]
struct Parts(Vec<u8>);

impl Reader for Parts {
    fn code(&mut self, part: &[u8]) {
        self.0.extend(part.iter().filter(|byte| b"()[]{}".contains(byte)));
    }

    fn head(&mut self) {}
}

/// What is read as code; `None` in doubt.
fn scanned(text: &str, language: Language) -> Option<String> {
    let mut parts = Parts::default();
    read(text.as_bytes(), language.is_typed(), &mut parts).ok()?;
    String::from_utf8(parts.0).ok()
}

/// Whether there was a program without doubt.
fn agree(text: &str, language: Language) -> bool {
    let Some(scanned) = scanned(text, language) else { return false };
    // swc panics where the text ends too early, unless it is optimised
    let parsed = std::panic::catch_unwind(|| parsed(text, language)).ok().flatten();
    let Some(parsed) = parsed else { return false };
    let parsed: String = parsed.into_iter().map(|at| char::from(text.as_bytes()[at])).collect();
    assert_eq!(scanned, parsed, "{text}");
    true
}

const PIECES: &[&str] = &[
    "a",
    "b.c",
    "1",
    "1.",
    "'('",
    "\")\"",
    "'\\\\'['",
    "`{`",
    "`${",
    "`",
    "/[/]]/",
    "/\\\\/(/g",
    "/",
    "/=",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "if(a)",
    "while(a)",
    "for(;;)",
    "for(a of b)",
    "else ",
    "do ",
    "return ",
    "typeof ",
    "yield ",
    "await ",
    "of",
    "in ",
    ".if",
    ".return",
    "++",
    "--",
    "+",
    "-",
    "!",
    "~",
    "=",
    "=>",
    "?",
    ":",
    ",",
    ";",
    "\n",
    " ",
    "//)\n",
    "\r",
    "\x0b",
    "/*\n*/",
    "./**/",
    "?./**/",
    "for/**/await",
    " as void",
    "\u{feff}",
    "/*(*/",
    "<",
    ">",
    "<<",
    "function f(){",
    "()=>{",
    "class A{",
    "try{",
    "}catch(a){",
    "switch(a){case b:",
    "case ",
    "break",
    "<!--",
    "-->",
    "\\u0061",
    "\\u00e9",
    "é",
    "\u{a0}",
    "async ",
    "new ",
    "x={",
    "throw ",
    "#a",
    "<a>",
    "</a>",
    "import(",
    "...",
    "&&",
    "|",
    "^",
    "%",
    "*",
    "let ",
    "static ",
    "get ",
    "extends ",
    "default ",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    /// Whatever it says is code, is.
    #[test]
    fn no_text_is_taken_for_code_nor_code_for_text(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 1..14),
    ) {
        let text = pieces.concat();
        for language in [Language::JavaScript, Language::TypeScript, Language::Tsx] {
            agree(&text, language);
        }
    }
}

#[test]
fn a_dot_that_may_end_a_number_is_in_doubt() {
    for text in ["x=1e-5.\nif(a)/[(]/.b", "x=08.\nif(a)/[(]/.b"] {
        assert_eq!(scanned(text, Language::JavaScript), None, "{text}");
    }
}

#[test]
fn code_is_found_without_doubt() {
    for text in [
        "if(a)/[(]/.test(b);a=b/c+d/(e);",
        "for(;;){continue}/[)]/.test(a)",
        "a++/b/(c);a=i+++/[(]/.d",
        "x=`a${b?`(${'('}`:/[`]/}`/2",
        "return/* ( *//[(]/;//(\nf(a.return/2,'/*(')",
        "n=1./2+(1<<3)/4;a<b&&c>d",
        "try{a()}catch{b()}finally{c()}/(\\()/.exec(d)",
        "/[/(]\\)/u.test('a\\\n(')&&!/[)]/.x",
        "\u{feff}f({\\u00e9:1,é:2})",
        "#!/bin/sh '\nf(1)",
        "x=>{};({}).a/2;typeof/[(]/;",
        "x=a./**/return/(b)/1;y=a?.//\ntypeof/(c)/1;z=a./**/if(b)/(d)/1;",
        "async function f(){for/**/await(x of y)/[(]/.z}",
        "1.\nif(a)/[/]]/./**/case ",
        "x=a1./**/return/(b)/1;y=1.5.if(b)/(c)/1;z=a+1.\nif(b)/[(]/.c",
        "x=1_0.\nif(a)/[(]/.b;y=0x1.if(b)/(c)/1;z=1..if(b)/(c)/1",
        "x=a\x0b/(b)/1;/*c*/return/[(]/;\u{a0}if(a)/[(]/.b;\u{feff}a/(b)",
    ] {
        assert!(agree(text, Language::JavaScript), "{text}");
    }
}
