//! Patterns: what they declare and what they write to.

use swc_ecma_visit::swc_ecma_ast as ast;

use super::super::scope::{Init, ScopeId, Write};
use super::Walk;

impl<'a> Walk<'a> {
    pub(super) fn home(&self, kind: ast::VarDeclKind, scope: ScopeId) -> ScopeId {
        match kind {
            ast::VarDeclKind::Var => self.scopes.for_vars(scope),
            ast::VarDeclKind::Let | ast::VarDeclKind::Const => scope,
        }
    }

    pub(super) fn variables(&mut self, variables: &'a ast::VarDecl, scope: ScopeId) {
        let home = self.home(variables.kind, scope);
        for one in &variables.decls {
            match (&one.name, one.init.as_deref()) {
                (ast::Pat::Ident(name), init) => {
                    let at = name.id.span.lo.0;
                    let init = init.map_or(Init::Nothing, Init::Expr);
                    self.scopes.declare(home, &name.id.sym, init, scope, at);
                }
                (pattern, Some(init)) => {
                    self.pattern(pattern, Init::Pattern(pattern, init), home, scope);
                }
                (pattern, None) => self.opaque_in(pattern, home, scope),
            }
            self.maybe(one.init.as_deref(), scope);
        }
    }

    pub(super) fn opaque(&mut self, pattern: &'a ast::Pat, scope: ScopeId) {
        self.opaque_in(pattern, scope, scope);
    }

    pub(super) fn opaque_in(&mut self, pattern: &'a ast::Pat, home: ScopeId, scope: ScopeId) {
        self.pattern(pattern, Init::Opaque, home, scope);
    }

    /// Declares every name of a pattern.
    pub(super) fn pattern(
        &mut self,
        pattern: &'a ast::Pat,
        init: Init<'a>,
        home: ScopeId,
        scope: ScopeId,
    ) {
        match pattern {
            ast::Pat::Ident(name) => {
                self.scopes.declare(home, &name.id.sym, init, scope, name.id.span.lo.0);
            }
            ast::Pat::Array(array) => {
                let elements = array.elems.iter().flatten();
                elements.for_each(|element| self.pattern(element, init, home, scope));
            }
            ast::Pat::Rest(rest) => self.pattern(&rest.arg, init, home, scope),
            ast::Pat::Object(object) => {
                for property in &object.props {
                    match property {
                        ast::ObjectPatProp::KeyValue(pair) => {
                            self.key(&pair.key, scope);
                            self.pattern(&pair.value, init, home, scope);
                        }
                        ast::ObjectPatProp::Assign(short) => {
                            let at = short.key.id.span.lo.0;
                            self.scopes.declare(home, &short.key.id.sym, init, scope, at);
                            self.maybe(short.value.as_deref(), scope);
                        }
                        ast::ObjectPatProp::Rest(rest) => {
                            self.pattern(&rest.arg, init, home, scope);
                        }
                    }
                }
            }
            ast::Pat::Assign(assign) => {
                self.pattern(&assign.left, init, home, scope);
                self.expr(&assign.right, scope);
            }
            ast::Pat::Invalid(_) | ast::Pat::Expr(_) => {}
        }
    }

    /// Notes that every name of a pattern is written to.
    pub(super) fn written(&mut self, pattern: &'a ast::Pat, scope: ScopeId) {
        match pattern {
            ast::Pat::Ident(name) => self.scopes.write(scope, &name.id.sym, Write::Opaque),
            ast::Pat::Array(array) => {
                array.elems.iter().flatten().for_each(|element| self.written(element, scope));
            }
            ast::Pat::Rest(rest) => self.written(&rest.arg, scope),
            ast::Pat::Object(object) => {
                self.written_properties(&object.props, scope);
            }
            ast::Pat::Assign(assign) => {
                self.written(&assign.left, scope);
                self.expr(&assign.right, scope);
            }
            ast::Pat::Expr(expr) => self.expr(expr, scope),
            ast::Pat::Invalid(_) => {}
        }
    }

    fn written_properties(&mut self, properties: &'a [ast::ObjectPatProp], scope: ScopeId) {
        for property in properties {
            match property {
                ast::ObjectPatProp::KeyValue(pair) => {
                    self.key(&pair.key, scope);
                    self.written(&pair.value, scope);
                }
                ast::ObjectPatProp::Assign(short) => {
                    self.scopes.write(scope, &short.key.id.sym, Write::Opaque);
                }
                ast::ObjectPatProp::Rest(rest) => self.written(&rest.arg, scope),
            }
        }
    }

    pub(super) fn assigned_pattern(&mut self, pattern: &'a ast::AssignTargetPat, scope: ScopeId) {
        match pattern {
            ast::AssignTargetPat::Array(array) => {
                array.elems.iter().flatten().for_each(|element| self.written(element, scope));
            }
            ast::AssignTargetPat::Object(object) => {
                self.written_properties(&object.props, scope);
            }
            ast::AssignTargetPat::Invalid(_) => {}
        }
    }
}
