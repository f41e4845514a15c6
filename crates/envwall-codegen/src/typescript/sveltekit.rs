//! `src/env.ts`, in which a SvelteKit 3 app declares its variables.

use envwall_core::manifest::{ClientMode, Phase};

use super::syntax::{call, comment, file, key, literal};
use super::{parsers, server, shape, types, validators};
use crate::writer::Writer;
use crate::{Config, Variable, identifier};

/// Generates `src/env.ts`. SvelteKit turns it into the typed modules `$app/env/public` and
/// `$app/env/private`, and runs its validators when the app starts, or when it is built. A sensitive
/// variable is a `Secret`, which cannot be sent to a page. A variable with `phase = "build"` is a plain
/// value, since SvelteKit writes it into the server's files. The module contains the marker of server
/// modules. (@sveltejs/kit 3.2: `defineEnvVars`.)
pub fn sveltekit(config: &Config) -> String {
    let is_supported = |variable: &&Variable| identifier::script(&variable.name) == variable.name;
    let public: Vec<_> = config.public().iter().filter(is_supported).collect();
    let server: Vec<_> = config.server().iter().filter(is_supported).collect();
    let all = [public.as_slice(), server.as_slice()].concat();
    let mut code = file();
    code.line("import { defineEnvVars } from \"@sveltejs/kit/env\";");
    code.blank();
    // SvelteKit imports the module on the server only; any other import would leak all names
    server::tripwire(&mut code);
    code.blank();
    prelude(&mut code, &all);
    let others = config.public().iter().chain(config.server()).filter(|it| !is_supported(it));
    for other in others {
        let note = format!(
            "`{}` is left out: it is not a valid name of a variable in SvelteKit.",
            other.name
        );
        comment(&mut code, [note.as_str()]);
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
        code.line(include_str!("make_secret.ts"));
    }
    for function in validators::helpers(variables) {
        code.line(function);
    }
    for function in parsers::functions(variables.iter().map(|variable| &variable.value_type)) {
        code.line(function);
    }
    shape::declare(code, variables.iter().copied());
}

/// Whether the app gets a `Secret`. Values that SvelteKit writes into files must be plain.
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
        let of_type = types::parsed(&variable.value_type);
        let (parse, expected) = parsers::of(variable);
        let (of_type, parse) = if is_secret(variable) {
            let name = literal(&variable.name);
            (format!("Secret<{of_type}>"), format!("(text) => secret({name}, {parse})"))
        } else {
            (of_type, format!("(text) => {parse}"))
        };
        let (function, arguments) = validators::validator_call(variable, &of_type, expected, parse);
        call(code, "schema", &function, &arguments);
    });
}
