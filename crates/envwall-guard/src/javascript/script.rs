//! A parsed program, and what can be asked about it.

use std::ops::Range;

use swc_ecma_visit::swc_ecma_ast::Program;

use super::fold::host::Host;
use super::fold::settings::{self, Setting};
use super::fold::{self, Evaluation, Request};
use super::module_graph::Imports;
use super::parse::{Language, ParseError, Parsed};
use super::parse_safely::{self, Trials};
use super::{reads, runtime_config};

/// A program with its text.
pub(crate) struct Script<'t> {
    text: &'t str,
    program: Program,
    /// The first line that is no JavaScript and that the parser recovered from.
    pub(crate) first_error: Option<usize>,
}

impl<'t> Script<'t> {
    /// Parses a script or a module, whichever it is. Runs on a thread with a stack of
    /// [`STACK_SIZE`](super::STACK_SIZE).
    ///
    /// # Errors
    /// When there is no syntax tree, or getting one would cost the process too much.
    pub(crate) fn parse(
        text: &'t str,
        language: Language,
        trials: Trials<'_>,
    ) -> Result<Self, ParseError> {
        let Parsed { program, first_error } = parse_safely::parse(text, language, trials)?;
        Ok(Self { text, program, first_error })
    }

    /// Parses a part of a program alone: statements, expressions or members.
    ///
    /// # Errors
    /// As above, and where the part is none of these.
    pub(crate) fn parse_part(
        text: &'t str,
        part: &Range<usize>,
        language: Language,
        trials: Trials<'_>,
    ) -> Result<Self, ParseError> {
        let inside = text.get(part.clone()).ok_or(ParseError::Syntax(1))?;
        let Parsed { program, first_error } =
            parse_safely::parse_part(inside, part.start, language, trials)?;
        Ok(Self { text, program, first_error })
    }

    /// The program's literals, what its expressions come to, and what it exports.
    pub(crate) fn evaluate(&self, request: &Request<'_>) -> Evaluation {
        fold::evaluate(&self.program, self.text, request)
    }

    /// What a configuration file sets under keys such as `build.outDir`.
    pub(crate) fn settings(
        &self,
        keys: &[&str],
        host: &Host,
        imports: Imports<'_>,
    ) -> Vec<Setting> {
        settings::settings(&self.program, self.text, keys, host, imports)
    }

    /// The object of Nitro's runtime configuration that goes into every page.
    pub(crate) fn public_runtime_config(&self) -> Option<Range<usize>> {
        runtime_config::public_part(&self.program)
    }

    /// Where the program reads an environment variable of which `wanted` knows something.
    pub(crate) fn reads<T>(&self, wanted: impl Fn(&str) -> Option<T>) -> Vec<(Range<usize>, T)> {
        reads::collect(&self.program, wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evaluate(text: &str) -> Evaluation {
        let script = Script::parse(text, Language::JavaScript, None).unwrap();
        let request =
            Request { offsets: &[], imports: Imports::default(), links: true, max_bytes: 1 << 20 };
        script.evaluate(&request)
    }

    fn folded(text: &str) -> Vec<String> {
        let folded = evaluate(text).folded.into_iter();
        folded.map(|folded| String::from_utf8_lossy(&folded.bytes).into_owned()).collect()
    }

    #[test]
    fn every_built_in_that_is_evaluated_is_tried() {
        for (program, value) in [
            ("f('Q7WZXE81'.toLocaleLowerCase())", "q7wzxe81"),
            ("f('q7wzxe81'.toLocaleUpperCase())", "Q7WZXE81"),
            ("f('A'.toLocaleLowerCase() + '7wzxe81')", "a7wzxe81"),
            ("f(['q7Wz', 'Xe81'].join(''))", "q7WzXe81"),
            ("f(String.fromCharCode(113, 55, 87, 122, 88, 101))", "q7WzXe"),
            ("f(atob('cTdXelhlODE='))", "q7WzXe81"),
            ("f(`q7${'WzXe'}81`)", "q7WzXe81"),
        ] {
            let texts = folded(program);
            assert!(texts.iter().any(|text| text == value), "{program}: {texts:?}");
        }
    }

    #[test]
    fn literals_that_are_their_value_are_left_to_the_search_of_bytes() {
        let evaluation = evaluate("f('plain', '\\x71', `a\\u0062`)");
        let values: Vec<_> = evaluation.literals.iter().map(|it| it.value.clone()).collect();
        assert_eq!(values, [Some(b"q".to_vec()), Some(b"ab".to_vec())]);
    }

    #[test]
    fn reads_are_found_by_name() {
        let text = "f(process.env.API_KEY, import.meta.env['OTHER']); const { A: b } = process.env";
        let script = Script::parse(text, Language::JavaScript, None).unwrap();
        let reads = script.reads(|name| (name != "OTHER").then(|| name.to_owned()));
        let names: Vec<_> =
            reads.iter().map(|(span, name)| (&text[span.clone()], &**name)).collect();
        assert_eq!(names, [("API_KEY", "API_KEY"), ("A", "A")]);
    }

    #[test]
    fn exports_are_constants() {
        let links = evaluate("export const a = 'x' + 'y'; export { b } from './b.js'").links;
        let links = links.unwrap_or_default();
        assert_eq!((links.exports.len(), links.re_exports.len()), (1, 1));
    }
}
