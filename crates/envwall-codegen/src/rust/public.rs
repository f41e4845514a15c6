//! The module that each side has: constants, and all of them as one value.

use super::{LINTS, SERDE, doc, literal, types};
use crate::Variable;
use crate::identifier::{constant, field};
use crate::writer::Writer;

pub(super) fn module(code: &mut Writer, variables: &[Variable]) {
    code.line("/// What everyone may know.");
    code.line(LINTS);
    code.block("pub mod public {", "}", |code| {
        for variable in variables {
            types::enumeration(code, variable);
        }
        for variable in variables {
            constant_of(code, variable);
        }
        structure(code, variables);
    });
}

fn constant_of(code: &mut Writer, variable: &Variable) {
    let name = constant(&variable.name);
    let (of_type, expression) = match &variable.value {
        Some(value) => literal::constant(variable, value),
        None => {
            ("::std::option::Option<&str>".to_owned(), "::std::option::Option::None".to_owned())
        }
    };
    doc(code, variable);
    code.line(format_args!("pub const {name}: {of_type} = {expression};"));
    code.blank();
}

fn structure(code: &mut Writer, variables: &[Variable]) {
    code.line("/// All of it, for a page.");
    code.line(format_args!(
        "#[derive(Debug, Clone, PartialEq, {SERDE}::Serialize, {SERDE}::Deserialize)]"
    ));
    code.line(format_args!("#[serde(crate = \"{SERDE}\")]"));
    code.block("pub struct Public {", "}", |code| fields(code, variables));
}

/// A field for each variable.
pub(super) fn fields(code: &mut Writer, variables: &[Variable]) {
    for variable in variables {
        doc(code, variable);
        code.line(format_args!("pub {}: {},", field(&variable.name), types::owned(variable)));
    }
}
