//! The `public` module, which both sides have: constants, and a struct of all.

use envwall_core::manifest::ClientMode;

use super::items::{LINTS, SERDE, doc};
use super::{literal, types};
use crate::identifier::{constant, field};
use crate::writer::Writer;
use crate::{Config, Variable};

pub(super) fn module(code: &mut Writer, config: &Config) {
    let variables = config.public();
    code.line("/// Public variables: anyone can read these in the browser.");
    code.line(LINTS);
    code.block("pub mod public {", "}", |code| {
        for variable in variables {
            types::enumeration(code, variable);
        }
        for variable in variables {
            constant_item(code, variable, config.client_mode);
        }
        structure(code, variables);
    });
}

fn constant_item(code: &mut Writer, variable: &Variable, client_mode: ClientMode) {
    let name = constant(&variable.name);
    let mut of_type = literal::constant_type(variable);
    let mut expression = variable.value.as_ref().map(|it| literal::constant(variable, it));
    let may_be_unknown = client_mode == ClientMode::Runtime && variable.is_needed();
    if variable.is_optional_at_run_time() || may_be_unknown {
        of_type = format!("::std::option::Option<{of_type}>");
        expression = Some(literal::option(expression.as_deref(), str::to_owned));
    }
    // a required variable without a value is an error before this
    let Some(expression) = expression else { return };
    doc(code, variable);
    code.line(format_args!("pub const {name}: {of_type} = {expression};"));
    code.blank();
}

fn structure(code: &mut Writer, variables: &[Variable]) {
    code.line("/// All public variables, to write into a page.");
    code.line(format_args!(
        "#[derive(Debug, Clone, PartialEq, {SERDE}::Serialize, {SERDE}::Deserialize)]"
    ));
    code.line(format_args!("#[serde(crate = \"{SERDE}\")]"));
    code.block("pub struct Public {", "}", |code| fields(code, variables));
}

/// Writes a field for each variable.
pub(super) fn fields(code: &mut Writer, variables: &[Variable]) {
    for variable in variables {
        doc(code, variable);
        code.line(format_args!("pub {}: {},", field(&variable.name), types::owned(variable)));
    }
}
