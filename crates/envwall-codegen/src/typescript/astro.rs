//! `env.schema` of an Astro app's configuration.

use envwall_core::ValueType;

use super::syntax::{comment, doc, file, literal};
use super::types;
use crate::writer::Writer;
use crate::{Config, Variable};

/// Generates `envwall.astro.ts` for `env: { schema }` of the configuration. Astro turns it into the
/// typed modules `astro:env/client` and `astro:env/server`. Astro has strings, numbers, booleans and
/// enums; variables of any other type stay strings. Server variables are read when the server runs,
/// and never written into its files. (astro 7.3: `envField`, `astro:env`.)
pub fn astro(config: &Config) -> String {
    let is_supported = |variable: &&Variable| is_supported(&variable.name);
    let has_any = config.public().iter().chain(config.server()).any(|it| is_supported(&it));
    let mut code = file();
    if has_any {
        code.line("import { envField } from \"astro/config\";");
    }
    code.blank();
    let others = config.public().iter().chain(config.server()).filter(|it| !is_supported(it));
    for other in others {
        let note = format!(
            "`{}` is left out: Astro allows only A-Z, 0-9 and _ in names of variables.",
            other.name
        );
        comment(&mut code, [note.as_str()]);
    }
    comment(&mut code, ["In `astro.config`: `defineConfig({ env: { schema } })`."]);
    code.block("export const schema = {", "};", |code| {
        for variable in config.public().iter().filter(is_supported) {
            entry(code, variable, "context: \"client\", access: \"public\"");
        }
        for variable in config.server().iter().filter(is_supported) {
            entry(code, variable, "context: \"server\", access: \"secret\"");
        }
    });
    code.finish()
}

/// "A valid variable name can only contain uppercase letters, numbers and underscores", and does not
/// start with a number (astro 7.3: `EnvSchemaKey`).
fn is_supported(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    !name.starts_with(|char: char| char.is_ascii_digit()) && name.bytes().all(plain)
}

fn entry(code: &mut Writer, variable: &Variable, side: &str) {
    let (field, constraints) = field(&variable.value_type);
    doc(code, variable);
    let head = format!("{}: envField.{field}({{", variable.name);
    code.block(head, "}),", |code| {
        code.line(format_args!("{side},"));
        for constraint in constraints {
            code.line(format_args!("{constraint},"));
        }
        match &variable.default {
            Some(default) if field == "string" || field == "enum" => {
                code.line(format_args!("default: {},", literal(default)));
            }
            Some(default) => {
                let default = types::expression(&variable.value_type, default);
                code.line(format_args!("default: {default},"));
            }
            None if !variable.required => code.line("optional: true,"),
            None => {}
        }
    });
}

/// Astro's field and constraints, which accept every valid value.
fn field(value_type: &ValueType) -> (&'static str, Vec<String>) {
    match value_type {
        ValueType::Bool => ("boolean", Vec::new()),
        ValueType::Port => ("number", vec!["int: true, min: 1, max: 65535".to_owned()]),
        ValueType::Int { min, max } => {
            let bounds = bounds(min.map(|it| it.to_string()), max.map(|it| it.to_string()));
            ("number", [vec!["int: true".to_owned()], bounds].concat())
        }
        ValueType::Float { min, max } => {
            let shown = |bound: &Option<f64>| bound.map(|bound| format!("{bound:?}"));
            ("number", bounds(shown(min), shown(max)))
        }
        ValueType::Enum { values } if values.iter().all(|value| is_quotable(value)) => {
            let values: Vec<_> = values.iter().map(|value| literal(value)).collect();
            ("enum", vec![format!("values: [{}]", values.join(", "))])
        }
        ValueType::Url { .. } => ("string", vec!["url: true".to_owned()]),
        ValueType::String { min_length, prefix, .. } => {
            // Astro counts UTF-16 units, of which there are never fewer than characters
            let min = (*min_length > 0).then(|| format!("min: {min_length}"));
            let start = prefix.as_ref().map(|prefix| format!("startsWith: {}", literal(prefix)));
            ("string", min.into_iter().chain(start).collect())
        }
        _ => ("string", Vec::new()),
    }
}

/// Astro writes enum values between apostrophes, without escaping.
fn is_quotable(value: &str) -> bool {
    !value.contains(|char: char| char == '\'' || char == '\\' || char.is_control())
}

fn bounds(min: Option<String>, max: Option<String>) -> Vec<String> {
    let bounds = [("min", min), ("max", max)];
    bounds.into_iter().filter_map(|(name, bound)| Some(format!("{name}: {}", bound?))).collect()
}
