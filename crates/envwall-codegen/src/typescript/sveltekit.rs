//! The variables of a SvelteKit app, as version 3 has them declared: `src/env.ts`.

use envwall_core::manifest::{ClientMode, Phase};

use super::{comment, file, key, literal, parse, schema, server, types, validators};
use crate::writer::Writer;
use crate::{Config, Variable, identifier};

/// `src/env.ts`: SvelteKit makes the modules `$app/env/public` and `$app/env/private` of it, typed, and
/// checks values by its validators when the app starts, or when it is built. A sensitive variable is a
/// `Secret`, which cannot be sent to a page; one that is needed by the build itself is its plain value,
/// since that is written into the server's files. It carries the marker of server modules. (@sveltejs/kit 3.2: `defineEnvVars`.)
pub fn sveltekit(config: &Config) -> String {
    let is_name = |variable: &&Variable| identifier::script(&variable.name) == variable.name;
    let public: Vec<_> = config.public().iter().filter(is_name).collect();
    let server: Vec<_> = config.server().iter().filter(is_name).collect();
    let all = [public.as_slice(), server.as_slice()].concat();
    let mut code = file();
    code.line("import { defineEnvVars } from \"@sveltejs/kit/env\";");
    code.blank();
    // SvelteKit imports it on the server only; whoever else does would give away every name
    server::tripwire(&mut code);
    code.blank();
    prelude(&mut code, &all);
    let others = config.public().iter().chain(config.server()).filter(|it| !is_name(it));
    for other in others {
        let told = format!("`{}` is no name of a variable in SvelteKit.", other.name);
        comment(&mut code, [told.as_str()]);
    }
    code.block("export const variables = defineEnvVars({", "});", |code| {
        let is_static = config.client_mode == ClientMode::Static;
        for variable in public {
            entry(code, variable, &[("public", true), ("static", is_static)]);
        }
        for variable in server {
            entry(code, variable, &[("static", variable.phase == Phase::Build)]);
        }
    });
    code.finish()
}

fn prelude(code: &mut Writer, variables: &[&Variable]) {
    if variables.is_empty() {
        return;
    }
    code.line(include_str!("validator.ts"));
    if variables.iter().any(|variable| is_secret(variable)) {
        code.line(include_str!("secret.ts"));
        code.line(include_str!("secret_of.ts"));
    }
    for function in validators::makers(variables) {
        code.line(function);
    }
    for function in parse::functions(variables.iter().map(|variable| &variable.value_type)) {
        code.line(function);
    }
    schema::shapes(code, variables.iter().copied());
}

/// Whether the app gets a `Secret`. What is written into files has to be plain.
fn is_secret(variable: &Variable) -> bool {
    variable.sensitive && variable.phase == Phase::Runtime
}

fn entry(code: &mut Writer, variable: &Variable, flags: &[(&str, bool)]) {
    code.block(format_args!("{}: {{", key(&variable.name)), "},", |code| {
        for (name, _) in flags.iter().filter(|(_, value)| *value) {
            code.line(format_args!("{name}: true,"));
        }
        let description = variable.description.iter().map(String::as_str);
        let expected = variable.value_type.expected();
        let description: Vec<_> = description.chain([expected.as_str()]).collect();
        code.line(format_args!("description: {},", literal(&description.join("\n"))));
        let of_type = types::of(&variable.value_type);
        let (parse, expected) = parse::of(variable);
        let (of_type, parse) = if is_secret(variable) {
            let name = literal(&variable.name);
            (format!("Secret<{of_type}>"), format!("(text) => secret({name}, {parse})"))
        } else {
            (of_type, format!("(text) => {parse}"))
        };
        let (function, arguments) = validators::maker(variable, &of_type, expected, parse);
        super::call(code, "schema", &function, &arguments);
    });
}
