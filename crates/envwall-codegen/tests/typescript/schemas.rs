//! JSON schemas: all sides accept what `ajv` accepts, and accepted values have the generated type.

use std::fmt::Write;
use std::process::Command;

use envwall_core::{JsonSchema, ValueType};
use serde::Deserialize;

use crate::generated::{Generated, NODE, succeeded};

/// A public and a server variable with a schema.
const FLAGS: &str = r#"
[public]
APP_FLAGS = { type = "json", default = '{"mode":"fast","sizes":[1,2]}', schema = "flags.json" }
APP_MORE = { type = "json", required = false, schema = { type = "object", additionalProperties = { type = "boolean" } } }
[server]
ACCOUNTS = { type = "json", schema = "accounts.json" }
"#;

const FLAGS_SCHEMA: &str = r#"{
  "type": "object",
  "properties": {
    "mode": { "enum": ["fast", "slow"] },
    "sizes": { "type": "array", "prefixItems": [{ "type": "integer" }, { "type": "integer" }], "items": false, "minItems": 2 },
    "note": { "type": ["string", "null"] },
    "rest": {}
  },
  "required": ["mode", "sizes"],
  "additionalProperties": false
}"#;

const ACCOUNTS_SCHEMA: &str = r#"{
  "type": "object",
  "additionalProperties": {
    "type": "object",
    "properties": { "clientSecret": { "type": "string", "minLength": 12 }, "seats": { "type": "integer", "maximum": 10 } },
    "required": ["clientSecret"]
  }
}"#;

/// A made-up secret.
const SECRET: &str = "q7WzXe81-zq81-hunter2";

fn flags(rest: &str) -> Generated {
    let files = [("flags.json", FLAGS_SCHEMA), ("accounts.json", ACCOUNTS_SCHEMA)];
    let files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
    Generated::with_files(&format!("{FLAGS}{rest}"), &files)
}

#[test]
fn a_value_has_the_type_of_its_schema_on_each_side() {
    for rest in ["", crate::RUNTIME] {
        let generated = flags(rest);
        for compiler in ["typescript", "typescript-7"] {
            succeeded(&generated.tsc_of(compiler, "esnext", "bundler", &crate::FILES));
        }
        let program = |lines: &str| {
            format!(
                "import {{ env }} from './env.client.js';\nimport {{ env as server }} from './env.server.js';\n{lines}"
            )
        };
        let right = program(
            "export const mode: 'fast' | 'slow' = env.APP_FLAGS.mode;\n\
             export const sizes: readonly [number, number] = env.APP_FLAGS.sizes;\n\
             export const note: string | null | undefined = env.APP_FLAGS.note;\n\
             export const more: boolean | undefined = env.APP_MORE?.['x'];\n\
             export const seats: number | undefined = server.ACCOUNTS.expose()['a']?.seats;\n\
             export const secret: string | undefined = server.ACCOUNTS.expose()['a']?.clientSecret;",
        );
        let wrong = [
            "env.APP_FLAGS.mode === 'quick';",
            "env.APP_FLAGS.sizes[2];",
            "export const x: string = env.APP_FLAGS.note;",
            "env.APP_FLAGS.moed;",
            "export const y: number = env.APP_FLAGS.rest;",
            "env.ACCOUNTS;",
            "server.ACCOUNTS.expose()['a'].seats;",
        ];
        let wrong = wrong.map(program);
        let programs: Vec<&str> = [&right].into_iter().chain(&wrong).map(String::as_str).collect();
        let errors = generated.errors(&programs, "");
        assert_eq!(errors[0], "", "{rest}");
        assert!(errors[1..].iter().all(|error| error.contains("error TS")), "{errors:#?}");
        let client = generated.text("env.client.ts");
        for name in ["ACCOUNTS", "clientSecret", "seats"] {
            assert!(!client.contains(name), "{name} in\n{client}");
        }
    }
}

/// Neither the value nor names in it that are not in the schema.
#[test]
fn a_mismatch_shows_nothing_of_a_secret() {
    let generated = flags("");
    succeeded(&generated.tsc("esnext", "bundler", &["env.server.ts"]));
    let script = "import { readServerEnv } from './env.server.js';\n\
        for (const text of JSON.parse(process.env.TEXTS)) {\n\
          try { readServerEnv({ ACCOUNTS: text }); } catch (error) { console.log(error.problems[0]); }\n\
        }\n";
    let texts = [
        format!("{{\"{SECRET}\":{{\"clientSecret\":\"{SECRET}\",\"seats\":4711}}}}"),
        format!("{{\"{SECRET}\":{{\"clientSecret\":\"hunter2\"}}}}"),
        format!("{{\"{SECRET}\":{{\"{SECRET}\":1}}}}"),
        format!("{{\"{SECRET}"),
        format!("[\"{SECRET}\"]"),
    ];
    let set = serde_json::to_string(&texts).expect("JSON");
    let ran = succeeded(&generated.node(script, &[("TEXTS", &set)]));
    assert_eq!(
        ran,
        "ACCOUNTS is invalid: .*.seats: expected a whole number of 10 or less\n\
         ACCOUNTS is invalid: .*.clientSecret: expected a string of at least 12 characters\n\
         ACCOUNTS is invalid: .*: expected the property clientSecret\n\
         ACCOUNTS is invalid: expected valid JSON\n\
         ACCOUNTS is invalid: expected an object\n"
    );
    let value_type = &generated.config.server()[0].value_type;
    for (text, problem) in texts.iter().zip(ran.lines()) {
        let own = value_type.check(text).expect_err("a mismatch");
        assert_eq!(format!("ACCOUNTS is invalid: {own}"), problem);
    }
}

#[test]
fn the_json_schema_of_the_environment_contains_it() {
    let generated = flags("");
    let schema: serde_json::Value =
        serde_json::from_str(&envwall_codegen::json_schema(&generated.config)).expect("JSON");
    let own = &schema["properties"]["APP_FLAGS"];
    assert_eq!(own["contentMediaType"], "application/json");
    let written: serde_json::Value = serde_json::from_str(FLAGS_SCHEMA).expect("JSON");
    assert_eq!(own["contentSchema"], written);
    let markdown = envwall_codegen::markdown(&generated.config);
    assert!(markdown.contains("JSON: an object with mode, note?, rest?, sizes"), "{markdown}");
}

/// A schema, and texts for it.
#[derive(Deserialize)]
struct Case {
    schema: serde_json::Value,
    texts: Vec<String>,
}

/// The results of ajv and of the generated module for each case.
#[derive(Deserialize)]
struct Results {
    /// Whether `ajv` accepts it.
    ajv: Vec<Vec<bool>>,
    /// The problem that the generated module reports.
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
    const problemOf = (name, text) => {\n\
      try { readServerEnv({ [name]: text }); } catch (error) {\n\
        return error.problems.find((problem) => problem.startsWith(`${name} `)) ?? null;\n\
      }\n\
      return null;\n\
    };\n\
    cases.forEach(({ texts }, at) => {\n\
      for (const text of texts) {\n\
        const issues = server[`T${at}`]['~standard'].validate(text).issues;\n\
        const problem = problemOf(`T${at}`, text);\n\
        if (text !== '' && `T${at} is invalid: ${issues?.[0].message}` !== (problem ?? `T${at} is invalid: undefined`)) {\n\
          throw new Error(`${text}: ${issues?.[0].message}, ${problem}`);\n\
        }\n\
      }\n\
    });\n\
    console.log(JSON.stringify({\n\
      ajv: cases.map(({ schema, texts }) => {\n\
        const validate = ajv.compile(schema);\n\
        return texts.map((text) => accepts(validate, text));\n\
      }),\n\
      module: cases.map(({ texts }, at) => texts.map((text) => problemOf(`T${at}`, text))),\n\
    }));\n";

#[test]
fn all_sides_accept_what_ajv_accepts() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("schemas.json")).expect("JSON");
    assert_eq!(compare(&cases), cases.len());
}

/// Random schemas, and values that are valid or nearly so.
#[test]
fn all_sides_agree_on_random_schemas() {
    for seed in ["1", "20261125"] {
        let output = Command::new("node")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/typescript/schemas.mjs"))
            .args([seed, "400"])
            .output()
            .expect(NODE);
        let cases: Vec<Case> = serde_json::from_str(&succeeded(&output)).expect("JSON");
        let (all, mut cases) = (cases.len(), cases);
        // some accept no value, which is an error in the manifest
        cases.retain(|case| JsonSchema::of(&case.schema).is_ok());
        assert!(cases.len() > all / 2, "{} of {all}", cases.len());
        compare(&cases);
    }
}

/// Compares all sides on each text, and counts the schemas with both a valid and an invalid text.
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
    succeeded(&generated.tsc("esnext", "bundler", &["env.server.ts", "env.schema.ts"]));
    let results: Results =
        serde_json::from_str(&succeeded(&generated.node(SCRIPT, &[]))).expect("JSON");

    let (mut differences, mut both, mut accepted) = (String::new(), 0, Vec::new());
    for (at, (case, variable)) in cases.iter().zip(generated.config.server()).enumerate() {
        // ajv ignores properties named `__proto__`, and compares objects by their `constructor`
        let schema_text = case.schema.to_string();
        let of_enum = ["\"enum\"", "\"const\""].iter().any(|it| schema_text.contains(it));
        let is_ajv_wrong =
            schema_text.contains("__proto__") || of_enum && schema_text.contains("\"constructor\"");
        let ValueType::Json { schema: Some(schema) } = &variable.value_type else {
            panic!("a schema")
        };
        let is_weak = is_weak(schema);
        let mut of_each = [0, 0];
        for (text, (ajv, module)) in
            case.texts.iter().zip(results.ajv[at].iter().zip(&results.module[at]))
        {
            let own = variable.value_type.check(text);
            of_each[usize::from(own.is_ok())] += 1;
            if own.is_ok() && !is_weak {
                accepted.push((at, text));
            }
            // an empty string unsets an optional variable
            let reported = own.as_ref().err().filter(|_| !text.is_empty());
            let reported = reported.map(|why| format!("T{at} is invalid: {why}"));
            // other languages reject out-of-range numbers
            let is_comparable = !is_ajv_wrong && !text.contains("1e400");
            if is_comparable && own.is_ok() != *ajv || reported != *module {
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
    assert_types(&generated, &accepted);
    both
}

/// Whether the compiler would reject a valid value: for objects with optional properties only ("weak type
/// detection"), and for properties named `constructor`, which every object has.
fn is_weak(schema: &JsonSchema) -> bool {
    let is_open = schema.others.as_ref().is_some_and(|others| **others != JsonSchema::never());
    let required = schema.properties.iter().any(|known| known.required);
    let constructor = schema.properties.iter().any(|known| known.name == "constructor");
    let inside = schema.properties.iter().map(|known| &known.schema).chain(&schema.first);
    let inside = inside.chain(schema.items.as_deref()).chain(schema.others.as_deref());
    let branches = [&schema.any_of, &schema.one_of].into_iter().flatten().flatten();
    !schema.properties.is_empty() && !required && !is_open
        || constructor
        || inside.chain(branches).any(is_weak)
}

/// Asserts that each accepted value has the generated type.
fn assert_types(generated: &Generated, accepted: &[(usize, &String)]) {
    assert!(!accepted.is_empty());
    let mut program = "import type { ServerEnv } from './env.server.js';\n".to_owned();
    for (at, (case, text)) in accepted.iter().enumerate() {
        let literal = as_literal(&serde_json::from_str(text).expect("JSON"));
        // assigned via a variable, as the compiler rejects unknown properties of literals
        let _ = writeln!(program, "const v{at} = {literal};");
        let _ = writeln!(
            program,
            "export const t{at}: Exclude<ServerEnv['T{case}'], undefined> = v{at};"
        );
    }
    generated.file("uses.ts", &program);
    succeeded(&generated.tsc("esnext", "bundler", &["uses.ts"]));
}

/// Writes a value as a literal with its narrowest type.
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
