//! Nitro's runtime configuration in the program of a server.

use std::ops::Range;

use swc_common::Spanned;
use swc_ecma_visit::swc_ecma_ast::{Expr, ObjectLit, Program, Prop, PropName, PropOrSpread};
use swc_ecma_visit::{Visit, VisitWith};

use super::span::bytes_of;

/// The object `public` of the runtime configuration: it is next to `app`, which has a `baseURL`.
pub(super) fn public_part(program: &Program) -> Option<Range<usize>> {
    let mut search = Search::default();
    program.visit_with(&mut search);
    search.found
}

#[derive(Default)]
struct Search {
    found: Option<Range<usize>>,
}

impl Visit for Search {
    fn visit_object_lit(&mut self, object: &ObjectLit) {
        if self.found.is_some() {
            return;
        }
        let app = value(object, "app").and_then(Expr::as_object);
        if app.is_some_and(|app| value(app, "baseURL").is_some())
            && let Some(public) = value(object, "public").filter(|value| value.is_object())
        {
            self.found = Some(bytes_of(public.span()));
            return;
        }
        object.visit_children_with(self);
    }
}

/// What an object has under a key.
fn value<'a>(object: &'a ObjectLit, key: &str) -> Option<&'a Expr> {
    object.props.iter().find_map(|property| {
        let PropOrSpread::Prop(property) = property else { return None };
        let Prop::KeyValue(pair) = &**property else { return None };
        let is_it = match &pair.key {
            PropName::Ident(name) => &*name.sym == key,
            PropName::Str(text) => text.value.as_str() == Some(key),
            _ => false,
        };
        is_it.then_some(&*pair.value)
    })
}
