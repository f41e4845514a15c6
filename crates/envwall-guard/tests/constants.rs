//! A value in a JavaScript constant is found however it is escaped, at the right place.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use envwall_core::SecretValue;
use envwall_core::diagnostic::{Code, Finding, Severity};
use envwall_guard::output::Output;
use envwall_guard::{Guard, Secret};
use proptest::prelude::*;

const SECRET: &str = "q7WzXe81-made-up-Kp0v4T";

fn findings(file: &str, content: &str, secret: &str) -> Vec<Finding> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(file), content).unwrap();
    let output = Output::new(folder.path()).include(["**"]);
    let guard = Guard::new([Secret::new("KEY", SecretValue::from(secret))]);
    guard.scan(&output, &|_| {}).unwrap().findings
}

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
        let found = findings("app.js", &format!("{before}{quote}{written}{quote};"), &secret);
        prop_assert_eq!(found.len(), 1, "{:?}", found);
        prop_assert_eq!(found[0].code, Code::ValueInOutput);
        let position = found[0].location.as_ref().unwrap().position.unwrap();
        // at the value where it stands as it is, else at the constant
        let columns = if written == secret || quote == '`' { 10..=10 } else { 9..=9 };
        prop_assert_eq!((position.line, columns.contains(&position.column)), (2, true));
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
    for program in programs {
        let found = findings("a.mjs", &program, secret);
        assert_eq!(
            found.iter().map(|finding| finding.code).collect::<Vec<_>>(),
            [Code::ValueInOutput],
            "{program}"
        );
    }
}

#[test]
fn places_of_a_value_are_counted() {
    let secret = "q7WzXe81-made-up";
    let found = findings("a.css", &format!("{secret}\n").repeat(500), secret);
    assert_eq!(found.len(), 10);
    assert!(
        found[9].message.ends_with("(and 490 times more in this file)"),
        "{}",
        found[9].message
    );
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
    for text in escaped() {
        for program in [
            format!("const a = ; x(\"{text}\")"),
            format!("if ( {{ x('{text}')"),
            format!("x({{{{ page.title }}}}; y(`{text}`)"),
            format!("<% if (a) {{ %> x(\"it's \", '{text}')"),
        ] {
            let found = findings("app.js", &program, SECRET);
            let codes: Vec<_> = found.iter().map(|it| (it.code, it.severity)).collect();
            let told =
                [(Code::ValueInOutput, Severity::Error), (Code::NotParsed, Severity::Warning)];
            assert!(told.iter().all(|it| codes.contains(it)), "{program}: {found:?}");
        }
        for page in [
            format!("<p>{{{{ \"{text}\" }}}}</p>"),
            format!("<p :title=\"'{text}'\">x</p>"),
            format!("<script>const a = ; x(\"{text}\")</script>"),
            format!("<script type=\"text/x-template\"><b>{{{{ '{text}' }}}}</b></script>"),
        ] {
            let found = findings("index.html", &page, SECRET);
            assert!(found.iter().any(|it| it.code == Code::ValueInOutput), "{page}: {found:?}");
        }
    }
}
