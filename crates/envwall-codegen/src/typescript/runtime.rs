//! The client module for "build once, deploy many": the values are in the page, not in the module.

use super::environment;
use super::syntax::{file, literal};
use crate::{Config, Variable};

/// Reads the element of the page. During server-side rendering and in tests, it reads the process
/// environment.
pub(super) fn client(variables: &[Variable]) -> String {
    let mut code = file();
    code.blank();
    environment::prelude(&mut code, variables);
    environment::interface(&mut code, "ClientEnv", "All public variables.", variables);
    environment::function(&mut code, "readClientEnv", "ClientEnv", variables);
    if !variables.is_empty() {
        code.line(include_str!("page_source.ts").replace("ELEMENT_ID", ELEMENT_ID).trim_end());
        code.blank();
    }
    environment::lazy(&mut code, "ClientEnv", "readClientEnv(pageSource())", variables);
    code.finish()
}

/// The server module's function that writes the element.
pub(super) fn page_script(config: &Config) -> String {
    let names: Vec<_> = config.public().iter().map(|it| literal(&it.name)).collect();
    let function = include_str!("page_script.ts").replace("ELEMENT_ID", ELEMENT_ID);
    function.replace("PUBLIC_NAMES", &format!("[{}]", names.join(", ")))
}

/// The `id` of the element, the same as in the crate `envwall`.
const ELEMENT_ID: &str = "envwall-public";
