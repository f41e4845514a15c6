//! JSON with a schema: every side accepts what a validator of JSON Schema accepts, and the type of what
//! fits has it.

use std::fmt::Write;
use std::process::Command;

use envwall_core::{JsonSchema, ValueType};
use serde::Deserialize;

use crate::generated::{Generated, NODE, well};

/// A schema, and texts for it.
#[derive(Deserialize)]
struct Case {
    schema: serde_json::Value,
    texts: Vec<String>,
}

/// What others say of the texts of each case.
#[derive(Deserialize)]
struct Told {
    /// Whether `ajv` accepts it.
    ajv: Vec<Vec<bool>>,
    /// What the generated module says is wrong.
    module: Vec<Vec<Option<String>>>,
}

const SCRIPT: &str = "import { readFileSync } from 'node:fs';\n\
    import { Ajv2020 } from 'ajv/dist/2020.js';\n\
    import { readServerEnv } from './env.server.js';\n\
    import { server } from './env.schema.js';\n\
    const cases = JSON.parse(readFileSync('cases.json', 'utf8'));\n\
    const ajv = new Ajv2020({ strict: false, ownProperties: true });\n\
    const accepts = (validate, text) => {\n\
      try { return validate(JSON.parse(text)); } catch { return false; }\n\
    };\n\
    const said = (name, text) => {\n\
      try { readServerEnv({ [name]: text }); } catch (error) {\n\
        return error.problems.find((problem) => problem.startsWith(`${name} `)) ?? null;\n\
      }\n\
      return null;\n\
    };\n\
    cases.forEach(({ texts }, at) => {\n\
      for (const text of texts) {\n\
        const issues = server[`T${at}`]['~standard'].validate(text).issues;\n\
        const problem = said(`T${at}`, text);\n\
        if (text !== '' && `T${at} does not fit: ${issues?.[0].message}` !== (problem ?? `T${at} does not fit: undefined`)) {\n\
          throw new Error(`${text}: ${issues?.[0].message}, ${problem}`);\n\
        }\n\
      }\n\
    });\n\
    console.log(JSON.stringify({\n\
      ajv: cases.map(({ schema, texts }) => {\n\
        const validate = ajv.compile(schema);\n\
        return texts.map((text) => accepts(validate, text));\n\
      }),\n\
      module: cases.map(({ texts }, at) => texts.map((text) => said(`T${at}`, text))),\n\
    }));\n";

#[test]
fn every_side_accepts_what_a_validator_accepts() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("schemas.json")).expect("JSON");
    assert_eq!(compare(&cases), cases.len());
}

/// Random schemas, and values that nearly fit.
#[test]
fn random_schemas_mean_the_same_everywhere() {
    for seed in ["1", "20261125"] {
        let made = Command::new("node")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/typescript/schemas.mjs"))
            .args([seed, "400"])
            .output()
            .expect(NODE);
        let cases: Vec<Case> = serde_json::from_str(&well(&made)).expect("JSON");
        let (all, mut cases) = (cases.len(), cases);
        // some allow nothing, which is an error of the manifest
        cases.retain(|case| JsonSchema::of(&case.schema).is_ok());
        assert!(cases.len() > all / 2, "{} of {all}", cases.len());
        compare(&cases);
    }
}

/// Compares each text of each case; says how many schemas have a text that fits and one that does not.
fn compare(cases: &[Case]) -> usize {
    let mut manifest = "[server]\n".to_owned();
    let mut files = Vec::new();
    for (at, case) in cases.iter().enumerate() {
        let _ = writeln!(
            manifest,
            "T{at} = {{ type = \"json\", schema = \"s{at}.json\", sensitive = false, required = false }}"
        );
        files.push((format!("s{at}.json"), case.schema.to_string()));
    }
    let all: Vec<_> = cases
        .iter()
        .map(|it| serde_json::json!({ "schema": it.schema, "texts": it.texts }))
        .collect();
    files.push(("cases.json".to_owned(), serde_json::to_string(&all).expect("JSON")));
    let generated = Generated::with_files(&manifest, &files);
    well(&generated.tsc("esnext", "bundler", &["env.server.ts", "env.schema.ts"]));
    let told: Told = serde_json::from_str(&well(&generated.node(SCRIPT, &[]))).expect("JSON");

    let (mut differences, mut both, mut accepted) = (String::new(), 0, Vec::new());
    for (at, (case, variable)) in cases.iter().zip(generated.config.server()).enumerate() {
        // ajv passes over properties of that name
        let is_judged = !case.schema.to_string().contains("__proto__");
        let ValueType::Json { schema: Some(schema) } = &variable.value_type else {
            panic!("a schema")
        };
        let is_weak = is_weak(schema);
        let mut of_each = [0, 0];
        for (text, (ajv, module)) in
            case.texts.iter().zip(told.ajv[at].iter().zip(&told.module[at]))
        {
            let own = variable.value_type.check(text);
            of_each[usize::from(own.is_ok())] += 1;
            if own.is_ok() && !is_weak {
                accepted.push((at, text));
            }
            // nothing is set where a variable that need not be has an empty text
            let said = own.as_ref().err().filter(|_| !text.is_empty());
            let said = said.map(|why| format!("T{at} does not fit: {why}"));
            // a number beyond all bounds is none to other languages
            let is_judged = is_judged && !text.contains("1e400");
            if is_judged && own.is_ok() != *ajv || said != *module {
                let _ = writeln!(
                    differences,
                    "{}\n  {text:?}\n  ajv: {ajv}\n  Rust: {own:?}\n  TypeScript: {module:?}",
                    case.schema
                );
            }
        }
        both += usize::from(of_each.iter().all(|count| *count > 0));
    }
    assert!(differences.is_empty(), "{differences}");
    have_the_type(&generated, &accepted);
    both
}

/// Whether there is an object all of whose properties need not be there: to the compiler, a value with
/// none of them is a slip ("weak type detection"). And to it every object has a `constructor`.
fn is_weak(schema: &JsonSchema) -> bool {
    let is_open = schema.others.as_ref().is_some_and(|others| **others != JsonSchema::never());
    let required = schema.properties.iter().any(|known| known.required);
    let constructor = schema.properties.iter().any(|known| known.name == "constructor");
    let inside = schema.properties.iter().map(|known| &known.schema).chain(&schema.first);
    let inside = inside.chain(schema.items.as_deref()).chain(schema.others.as_deref());
    let branches = [&schema.any_of, &schema.one_of].into_iter().flatten().flatten();
    !schema.properties.is_empty() && !required && !is_open
        || constructor
        || inside.chain(branches).any(|schema| is_weak(schema))
}

/// The compiler takes each accepted value for one of the type.
fn have_the_type(generated: &Generated, accepted: &[(usize, &String)]) {
    assert!(!accepted.is_empty());
    let mut program = "import type { ServerEnv } from './env.server.js';\n".to_owned();
    for (at, (case, text)) in accepted.iter().enumerate() {
        let literal = as_literal(&serde_json::from_str(text).expect("JSON"));
        // not handed on directly: then a property that nobody named would be told
        let _ = writeln!(program, "const v{at} = {literal};");
        let _ = writeln!(
            program,
            "export const t{at}: Exclude<ServerEnv['T{case}'], undefined> = v{at};"
        );
    }
    generated.file("uses.ts", &program);
    well(&generated.tsc("esnext", "bundler", &["uses.ts"]));
}

/// A value as TypeScript writes one of its own type.
fn as_literal(value: &serde_json::Value) -> String {
    use serde_json::Value;
    match value {
        Value::Object(fields) => {
            let fields = fields
                .iter()
                .map(|(name, it)| format!("[{}]: {}", Value::from(name.as_str()), as_literal(it)));
            format!("{{ {} }} as const", fields.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(as_literal).collect();
            format!("[{}] as const", items.join(", "))
        }
        Value::Null => "null".to_owned(),
        scalar => format!("{scalar} as const"),
    }
}
