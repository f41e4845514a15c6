//! A value in a JavaScript constant is found however it is escaped, at the right place.

use envwall_core::diagnostic::{Code, Severity};
use proptest::prelude::*;

use crate::support::{Case, Expected, SECRET, check, findings, position};

/// One of the ways to write a character in a string: ECMAScript, `DoubleStringCharacter`.
fn escape(char: char, way: u8) -> String {
    let code = u32::from(char);
    match way {
        0 => char.to_string(),
        1 => format!("\\x{code:02x}"),
        2 => format!("\\u{code:04X}"),
        3 => format!("\\u{{{code:x}}}"),
        4 => format!("\\u{{0000{code:X}}}"),
        // octal, with all three digits so that what follows cannot join it
        5 => format!("\\{code:03o}"),
        // a line continuation before it
        _ => format!("\\\n{char}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_escape_is_seen_through(
        secret in "[A-Za-z]{4}[0-9][A-Za-z0-9_-]{12,24}[A-Z][a-z]",
        ways in proptest::collection::vec(0u8..7, 40),
        quote in prop_oneof![Just('"'), Just('\''), Just('`')],
    ) {
        let distinct: std::collections::BTreeSet<_> = secret.bytes().collect();
        prop_assume!(distinct.len() >= 10);
        let written: String = secret
            .chars()
            .zip(ways)
            // templates have no octal escapes
            .map(|(char, way)| escape(char, if quote == '`' && way == 5 { 1 } else { way }))
            .collect();
        let before = "const a = /x\"y/, b = `é`;\nlet k = ";
        let found = findings("app.js", format!("{before}{quote}{written}{quote};"), &secret);
        prop_assert_eq!(found.len(), 1, "{:?}", found);
        prop_assert_eq!(found[0].code, Code::ValueInOutput);
        let (line, column) = position(&found[0]).unwrap();
        // at the value where it stands as it is, else at the constant
        let columns = if written == secret || quote == '`' { 10..=10 } else { 9..=9 };
        prop_assert_eq!((line, columns.contains(&column)), (2, true));
    }
}

#[test]
fn constants_everywhere_in_a_program_are_seen() {
    let secret = "q7WzXe81-made-up";
    let hidden = "q7Wz\\u0058e81-made-up";
    let programs = [
        format!("import x from './y.js'; export const k = '{hidden}';"),
        format!("var o = {{'{hidden}': 1}};"),
        format!("f`a{hidden}b`;"),
        format!("class A {{ static #k = 1; get ['{hidden}']() {{}} }}"),
        format!("import('{hidden}');"),
        format!("'{hidden}';"),
        format!("with (a) {{ b('{hidden}') }}"),
        format!("const e = <a href=\"x\">{{'{hidden}'}}</a>;"),
        format!("switch (a) {{ case '{hidden}': break }}"),
        format!("label: for (const x of ['{hidden}']) continue label;"),
        format!("export * as ns from '{hidden}';"),
        format!("a ?? b?.['{hidden}'] ** 2n;"),
        format!("async function* f() {{ for await (const x of y) yield '{hidden}' }}"),
        format!("<!-- html comment\nvar a = '{hidden}'"),
        format!("#!/usr/bin/env node\nk = '{hidden}'"),
        format!("\u{feff}k = '{hidden}'"),
        format!("'\\ud800 {hidden}'"),
        format!("using x = f('{hidden}');"),
        format!("@decorator('{hidden}') class A {{}}"),
    ];
    check(programs.map(|it| Case::new("a.mjs", it).key(secret).expect(["EW001"])));
}

#[test]
fn places_of_a_value_are_counted() {
    let secret = "q7WzXe81-made-up";
    let found = findings("a.css", format!("{secret}\n").repeat(500), secret);
    assert_eq!(found.len(), 10);
    assert_eq!(found[9].more_places, 490);
    assert!(found[..9].iter().all(|finding| finding.more_places == 0));
}

/// Every escape of a text, as a program may write it.
fn escaped() -> [String; 3] {
    let each = |write: fn(u8) -> String| SECRET.bytes().map(write).collect::<String>();
    [
        each(|byte| format!("\\x{byte:02x}")),
        each(|byte| format!("\\u{byte:04X}")),
        each(|byte| format!("\\u{{{byte:x}}}")),
    ]
}

#[test]
fn escapes_are_undone_in_a_script_that_does_not_parse() {
    let programs = |text: &str| {
        [
            format!("const a = ; x(\"{text}\")"),
            format!("if ( {{ x('{text}')"),
            format!("x({{{{ page.title }}}}; y(`{text}`)"),
            format!("<% if (a) {{ %> x(\"it's \", '{text}')"),
        ]
    };
    let reports = || {
        [("EW001", Severity::Error), ("EW012", Severity::Warning)]
            .map(|(code, severity)| Expected::from(code).severity(severity))
    };
    let texts = escaped();
    let programs = texts.iter().flat_map(|text| programs(text));
    check(programs.map(|program| Case::new("app.js", program).expect_among(reports())));
}

#[test]
fn escapes_are_undone_in_pages() {
    let pages = |text: &str| {
        [
            format!("<p>{{{{ \"{text}\" }}}}</p>"),
            format!("<p :title=\"'{text}'\">x</p>"),
            format!("<script>const a = ; x(\"{text}\")</script>"),
            format!("<script type=\"text/x-template\"><b>{{{{ '{text}' }}}}</b></script>"),
        ]
    };
    let texts = escaped();
    let pages = texts.iter().flat_map(|text| pages(text));
    check(pages.map(|page| Case::new("index.html", page).expect_among(["EW001"])));
}
