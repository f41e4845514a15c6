//! Statements and declarations.

use swc_ecma_visit::swc_ecma_ast as ast;

use super::super::scope::{Init, ScopeId, address};
use super::Walk;

impl<'a> Walk<'a> {
    pub(super) fn statements(&mut self, statements: &'a [ast::Stmt], scope: ScopeId) {
        for statement in statements {
            self.statement(statement, scope);
        }
    }

    fn block(&mut self, block: &'a ast::BlockStmt, scope: ScopeId) {
        let inner = self.scopes.open(address(block), Some(scope), false);
        self.statements(&block.stmts, inner);
    }

    pub(super) fn statement(&mut self, statement: &'a ast::Stmt, scope: ScopeId) {
        use ast::Stmt;
        match statement {
            Stmt::Block(block) => self.block(block, scope),
            Stmt::With(with) => {
                self.expr(&with.obj, scope);
                self.statement(&with.body, scope);
            }
            Stmt::Return(it) => self.maybe(it.arg.as_deref(), scope),
            Stmt::Labeled(labeled) => self.statement(&labeled.body, scope),
            Stmt::If(it) => {
                self.expr(&it.test, scope);
                self.statement(&it.cons, scope);
                if let Some(other) = &it.alt {
                    self.statement(other, scope);
                }
            }
            Stmt::Switch(switch) => self.switch(switch, scope),
            Stmt::Throw(throw) => self.expr(&throw.arg, scope),
            Stmt::Try(it) => self.try_statement(it, scope),
            Stmt::While(it) => {
                self.expr(&it.test, scope);
                self.statement(&it.body, scope);
            }
            Stmt::DoWhile(it) => {
                self.statement(&it.body, scope);
                self.expr(&it.test, scope);
            }
            Stmt::For(it) => self.for_loop(it, scope),
            Stmt::ForIn(it) => self.for_each(&it.left, &it.right, &it.body, scope, address(it)),
            Stmt::ForOf(it) => self.for_each(&it.left, &it.right, &it.body, scope, address(it)),
            Stmt::Decl(declaration) => self.declaration(declaration, scope),
            Stmt::Expr(it) => self.expr(&it.expr, scope),
            Stmt::Empty(_) | Stmt::Debugger(_) | Stmt::Break(_) | Stmt::Continue(_) => {}
        }
    }

    fn switch(&mut self, switch: &'a ast::SwitchStmt, scope: ScopeId) {
        self.expr(&switch.discriminant, scope);
        let inner = self.scopes.open(address(switch), Some(scope), false);
        for case in &switch.cases {
            self.maybe(case.test.as_deref(), inner);
            self.statements(&case.cons, inner);
        }
    }

    fn try_statement(&mut self, it: &'a ast::TryStmt, scope: ScopeId) {
        self.block(&it.block, scope);
        if let Some(handler) = &it.handler {
            let inner = self.scopes.open(address(handler), Some(scope), false);
            if let Some(param) = &handler.param {
                self.opaque(param, inner);
            }
            self.block(&handler.body, inner);
        }
        if let Some(finalizer) = &it.finalizer {
            self.block(finalizer, scope);
        }
    }

    fn for_loop(&mut self, it: &'a ast::ForStmt, scope: ScopeId) {
        let inner = self.scopes.open(address(it), Some(scope), false);
        match &it.init {
            Some(ast::VarDeclOrExpr::VarDecl(variables)) => self.variables(variables, inner),
            Some(ast::VarDeclOrExpr::Expr(init)) => self.expr(init, inner),
            None => {}
        }
        self.maybe(it.test.as_deref(), inner);
        self.maybe(it.update.as_deref(), inner);
        self.statement(&it.body, inner);
    }

    pub(super) fn for_each(
        &mut self,
        head: &'a ast::ForHead,
        over: &'a ast::Expr,
        body: &'a ast::Stmt,
        scope: ScopeId,
        node: usize,
    ) {
        self.expr(over, scope);
        let inner = self.scopes.open(node, Some(scope), false);
        match head {
            ast::ForHead::VarDecl(variables) => {
                let home = self.home(variables.kind, inner);
                variables.decls.iter().for_each(|one| self.opaque_in(&one.name, home, inner));
            }
            ast::ForHead::UsingDecl(using) => {
                using.decls.iter().for_each(|one| self.opaque(&one.name, inner));
            }
            ast::ForHead::Pat(pattern) => self.written(pattern, inner),
        }
        self.statement(body, inner);
    }

    pub(super) fn declaration(&mut self, declaration: &'a ast::Decl, scope: ScopeId) {
        match declaration {
            ast::Decl::Class(class) => {
                let at = class.ident.span.lo.0;
                self.scopes.declare(scope, &class.ident.sym, Init::Opaque, scope, at);
                self.class(&class.class, scope);
            }
            ast::Decl::Fn(function) => {
                let init = Init::Function(&function.function);
                let at = function.ident.span.lo.0;
                self.scopes.declare(scope, &function.ident.sym, init, scope, at);
                self.function(&function.function, scope);
            }
            ast::Decl::Var(variables) => self.variables(variables, scope),
            ast::Decl::Using(using) => {
                for one in &using.decls {
                    self.opaque(&one.name, scope);
                    self.maybe(one.init.as_deref(), scope);
                }
            }
            ast::Decl::TsEnum(it) => {
                it.members.iter().for_each(|member| self.maybe(member.init.as_deref(), scope));
            }
            ast::Decl::TsModule(module) => self.namespace(module.body.as_ref(), scope),
            ast::Decl::TsInterface(_) | ast::Decl::TsTypeAlias(_) => {}
        }
    }

    /// `namespace a.b { … }`
    fn namespace(&mut self, body: Option<&'a ast::TsNamespaceBody>, scope: ScopeId) {
        match body {
            Some(ast::TsNamespaceBody::TsModuleBlock(block)) => {
                let inner = self.scopes.open(address(block), Some(scope), true);
                block.body.iter().for_each(|item| self.module_item(item, inner));
            }
            Some(ast::TsNamespaceBody::TsNamespaceDecl(inner)) => {
                self.namespace(Some(&inner.body), scope);
            }
            None => {}
        }
    }
}
