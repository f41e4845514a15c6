//! Functions and classes.

use swc_ecma_visit::swc_ecma_ast as ast;

use super::super::scope::{Init, ScopeId, address};
use super::Walk;

impl<'a> Walk<'a> {
    pub(super) fn function(&mut self, function: &'a ast::Function, scope: ScopeId) {
        self.decorators(&function.decorators, scope);
        let inner = self.scopes.open(address(function), Some(scope), true);
        for param in &function.params {
            self.decorators(&param.decorators, scope);
            self.parameter(&param.pat, inner);
        }
        if let Some(body) = &function.body {
            self.statements(&body.stmts, inner);
        }
    }

    fn parameter(&mut self, pattern: &'a ast::Pat, scope: ScopeId) {
        match pattern {
            ast::Pat::Assign(assign) if assign.left.is_ident() => {
                self.pattern(&assign.left, Init::Default(&assign.right), scope, scope);
                self.expr(&assign.right, scope);
            }
            pattern => self.opaque(pattern, scope),
        }
    }

    pub(super) fn arrow(&mut self, arrow: &'a ast::ArrowExpr, scope: ScopeId) {
        let inner = self.scopes.open(address(arrow), Some(scope), true);
        arrow.params.iter().for_each(|param| self.parameter(param, inner));
        match &*arrow.body {
            ast::ArrowFunctionBody::Expr(body) => self.expr(body, inner),
            ast::ArrowFunctionBody::FunctionBody(body) => self.statements(&body.stmts, inner),
        }
    }

    fn decorators(&mut self, decorators: &'a [ast::Decorator], scope: ScopeId) {
        for decorator in decorators {
            self.expr(&decorator.expr, scope);
        }
    }

    pub(super) fn class(&mut self, class: &'a ast::Class, scope: ScopeId) {
        self.decorators(&class.decorators, scope);
        self.maybe(class.super_class.as_deref(), scope);
        for member in &class.body {
            match member {
                ast::ClassMember::Constructor(it) => {
                    let inner = self.scopes.open(address(it), Some(scope), true);
                    for param in &it.params {
                        if let ast::ParamOrTsParamProp::Param(param) = param {
                            self.parameter(&param.pat, inner);
                        }
                    }
                    if let Some(body) = &it.body {
                        self.statements(&body.stmts, inner);
                    }
                }
                ast::ClassMember::Method(it) => {
                    self.key(&it.key, scope);
                    self.function(&it.function, scope);
                }
                ast::ClassMember::PrivateMethod(it) => self.function(&it.function, scope),
                ast::ClassMember::ClassProp(it) => {
                    self.decorators(&it.decorators, scope);
                    self.key(&it.key, scope);
                    self.maybe(it.value.as_deref(), scope);
                }
                ast::ClassMember::PrivateProp(it) => {
                    self.decorators(&it.decorators, scope);
                    self.maybe(it.value.as_deref(), scope);
                }
                ast::ClassMember::AutoAccessor(it) => {
                    self.decorators(&it.decorators, scope);
                    if let ast::Key::Public(key) = &it.key {
                        self.key(key, scope);
                    }
                    self.maybe(it.value.as_deref(), scope);
                }
                ast::ClassMember::StaticBlock(it) => {
                    let inner = self.scopes.open(address(it), Some(scope), true);
                    self.statements(&it.body.stmts, inner);
                }
                ast::ClassMember::TsIndexSignature(_) | ast::ClassMember::Empty(_) => {}
            }
        }
    }
}
