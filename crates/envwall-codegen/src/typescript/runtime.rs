//! The client's module for "build once, deploy many": it holds no value, the page does.

use super::{file, reading};
use crate::{Config, Variable};

/// Reads the page's element; while a server renders, and in tests, the process environment.
pub(super) fn client(variables: &[Variable]) -> String {
    let mut code = file();
    code.blank();
    reading::prelude(&mut code, variables);
    reading::interface(&mut code, "ClientEnv", "What everyone may know.", variables);
    reading::function(&mut code, "readClientEnv", "ClientEnv", variables);
    code.line(include_str!("of_page.ts").replace("ELEMENT_ID", ELEMENT_ID).trim_end());
    code.blank();
    reading::lazy(&mut code, "ClientEnv", "readClientEnv(ofPage())", variables);
    code.finish()
}

/// The server's function that writes the element.
pub(super) fn of_server(config: &Config) -> String {
    let names: Vec<_> = config.public().iter().map(|it| super::literal(&it.name)).collect();
    let function = include_str!("to_page.ts").replace("ELEMENT_ID", ELEMENT_ID);
    function.replace("PUBLIC_NAMES", &format!("[{}]", names.join(", ")))
}

/// The `id` of the element: that of the crate `envwall`.
const ELEMENT_ID: &str = "envwall-public";
