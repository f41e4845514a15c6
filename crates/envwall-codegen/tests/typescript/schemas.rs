//! JSON with a schema: every side accepts what a validator of JSON Schema accepts, and the type of what
//! fits has it.

use std::fmt::Write;
use std::process::Command;

use envwall_core::{JsonSchema, ValueType};
use serde::Deserialize;

use crate::generated::{Generated, NODE, well};

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

/// Made up.
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
            well(&generated.tsc_of(compiler, "esnext", "bundler", &crate::FILES));
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

/// Not the value, not the names in it that no schema knows, and not what is nearly right.
#[test]
fn nothing_of_a_secret_is_told() {
    let generated = flags("");
    well(&generated.tsc("esnext", "bundler", &["env.server.ts"]));
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
    let ran = well(&generated.node(script, &[("TEXTS", &set)]));
    assert_eq!(
        ran,
        "ACCOUNTS does not fit: .*.seats: expected a whole number of 10 or less\n\
         ACCOUNTS does not fit: .*.clientSecret: expected a text of at least 12 characters\n\
         ACCOUNTS does not fit: .*: expected the property clientSecret\n\
         ACCOUNTS does not fit: expected a JSON text\n\
         ACCOUNTS does not fit: expected an object\n"
    );
    let value_type = &generated.config.server()[0].value_type;
    for (text, told) in texts.iter().zip(ran.lines()) {
        let own = value_type.check(text).expect_err("it does not fit");
        assert_eq!(format!("ACCOUNTS does not fit: {own}"), told);
    }
}

/// Other tools get the schema as well.
#[test]
fn the_schema_of_the_environment_holds_it() {
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
        // ajv passes over properties of the first name, and compares objects by their `constructor`
        let schema_text = case.schema.to_string();
        let of_enum = ["\"enum\"", "\"const\""].iter().any(|it| schema_text.contains(it));
        let is_passed_over =
            schema_text.contains("__proto__") || of_enum && schema_text.contains("\"constructor\"");
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
            let is_judged = !is_passed_over && !text.contains("1e400");
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
        || inside.chain(branches).any(is_weak)
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
