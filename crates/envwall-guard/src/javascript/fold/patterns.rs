//! The names in a pattern.

use swc_ecma_visit::swc_ecma_ast as ast;

/// The names that a pattern declares, and where.
pub(super) fn names_in(pattern: &ast::Pat) -> Vec<(&str, u32)> {
    match pattern {
        ast::Pat::Ident(name) => vec![(&*name.id.sym, name.id.span.lo.0)],
        ast::Pat::Assign(assign) => names_in(&assign.left),
        ast::Pat::Array(array) => array.elems.iter().flatten().flat_map(names_in).collect(),
        ast::Pat::Object(object) => object.props.iter().flat_map(names_of_property).collect(),
        ast::Pat::Rest(_) | ast::Pat::Invalid(_) | ast::Pat::Expr(_) => Vec::new(),
    }
}

fn names_of_property(property: &ast::ObjectPatProp) -> Vec<(&str, u32)> {
    match property {
        ast::ObjectPatProp::KeyValue(pair) => names_in(&pair.value),
        ast::ObjectPatProp::Assign(short) => vec![(&*short.key.id.sym, short.key.id.span.lo.0)],
        ast::ObjectPatProp::Rest(_) => Vec::new(),
    }
}
