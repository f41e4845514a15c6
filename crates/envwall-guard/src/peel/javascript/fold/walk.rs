//! Walks a program once: opens scopes, declares names, notes writes, and collects the expressions
//! that may come to a constant.
//!
//! Not swc's own visitor, because what is collected borrows from the tree.

use swc_ecma_visit::swc_ecma_ast as ast;

use super::modules::{self, Modules};
use super::programs;
use super::scope::{Init, ScopeId, Scopes, Write, address};
use crate::links::{ALL, Module};
use crate::peel::javascript::constants::Constants;

/// An expression that may come to a constant, and the scope it stands in.
pub(super) type Candidate<'a> = (&'a ast::Expr, ScopeId);

/// What a walk gathers.
pub(super) struct Walk<'a> {
    pub(super) scopes: Scopes<'a>,
    pub(super) candidates: Vec<Candidate<'a>>,
    pub(super) modules: Modules<'a>,
    pub(super) constants: Constants<'a>,
    /// The key of the bundled module that is being walked.
    bundled: Option<String>,
}

impl<'a> Walk<'a> {
    pub(super) fn program(program: &'a ast::Program, constants: Constants<'a>) -> Self {
        let (scopes, modules) = (Scopes::default(), Modules::default());
        let bundled = modules::evaluated(constants.text());
        let mut walk = Self { scopes, candidates: Vec::new(), modules, constants, bundled };
        let scope = walk.scopes.open(address(program), None, true);
        match program {
            ast::Program::Script(script) => walk.statements(&script.body, scope),
            ast::Program::Module(module) => {
                module.body.iter().for_each(|item| walk.module_item(item, scope));
            }
        }
        walk.scopes.finish();
        walk
    }

    fn module_item(&mut self, item: &'a ast::ModuleItem, scope: ScopeId) {
        use ast::{DefaultDecl, ModuleDecl, ModuleItem};
        match item {
            ModuleItem::Stmt(statement) => self.statement(statement, scope),
            ModuleItem::ModuleDecl(declaration) => match declaration {
                ModuleDecl::Import(import) => self.import(import, scope),
                ModuleDecl::ExportDecl(export) => {
                    self.declaration(&export.decl, scope);
                    self.modules.declared(&export.decl, scope);
                }
                ModuleDecl::ExportDefaultExpr(export) => {
                    self.expr(&export.expr, scope);
                    self.modules.exported_by_default(&export.expr, scope);
                }
                ModuleDecl::ExportNamed(export) => {
                    self.export(export, scope);
                    self.modules.named(export, scope);
                }
                ModuleDecl::ExportAll(export) => {
                    self.source(&export.src, export.with.as_deref(), scope);
                    self.modules.pass_on(ALL.to_owned(), &export.src, ALL.to_owned());
                }
                ModuleDecl::ExportDefaultDecl(export) => match &export.decl {
                    DefaultDecl::Class(class) => self.class(&class.class, scope),
                    DefaultDecl::Fn(function) => self.function(&function.function, scope),
                    DefaultDecl::TsInterfaceDecl(_) => {}
                },
                _ => {}
            },
        }
    }

    fn import(&mut self, import: &'a ast::ImportDecl, scope: ScopeId) {
        self.source(&import.src, import.with.as_deref(), scope);
        for specifier in &import.specifiers {
            let (local, name) = match specifier {
                ast::ImportSpecifier::Named(named) => {
                    named.imported.iter().for_each(|name| self.export_name(name));
                    (&named.local, imported_name(named))
                }
                ast::ImportSpecifier::Default(default) => (&default.local, Some("default")),
                ast::ImportSpecifier::Namespace(namespace) => (&namespace.local, Some(ALL)),
            };
            let init = name.map_or(Init::Opaque, |name| Init::Import(&import.src, name));
            self.scopes.declare(scope, &local.sym, init, scope, local.span.lo.0);
        }
        self.modules.import(Module::At(import.src.value.to_string_lossy().into_owned()));
    }

    fn export(&mut self, export: &'a ast::NamedExport, scope: ScopeId) {
        if let Some(source) = &export.src {
            self.source(source, export.with.as_deref(), scope);
        }
        for specifier in &export.specifiers {
            match specifier {
                ast::ExportSpecifier::Named(named) => {
                    self.export_name(&named.orig);
                    named.exported.iter().for_each(|name| self.export_name(name));
                }
                ast::ExportSpecifier::Namespace(namespace) => self.export_name(&namespace.name),
                ast::ExportSpecifier::Default(_) => {}
            }
        }
    }

    fn export_name(&mut self, name: &'a ast::ModuleExportName) {
        if let ast::ModuleExportName::Str(name) = name {
            self.constants.string(name);
        }
    }

    /// `from "…" with { … }`
    fn source(&mut self, source: &'a ast::Str, with: Option<&'a ast::ObjectLit>, scope: ScopeId) {
        self.constants.string(source);
        let attributes = with.iter().flat_map(|with| &with.props);
        attributes.for_each(|attribute| self.property(attribute, scope));
    }

    fn statements(&mut self, statements: &'a [ast::Stmt], scope: ScopeId) {
        for statement in statements {
            self.statement(statement, scope);
        }
    }

    fn block(&mut self, block: &'a ast::BlockStmt, scope: ScopeId) {
        let inner = self.scopes.open(address(block), Some(scope), false);
        self.statements(&block.stmts, inner);
    }

    fn statement(&mut self, statement: &'a ast::Stmt, scope: ScopeId) {
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

    fn for_each(
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

    fn declaration(&mut self, declaration: &'a ast::Decl, scope: ScopeId) {
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

    fn home(&self, kind: ast::VarDeclKind, scope: ScopeId) -> ScopeId {
        match kind {
            ast::VarDeclKind::Var => self.scopes.for_vars(scope),
            ast::VarDeclKind::Let | ast::VarDeclKind::Const => scope,
        }
    }

    fn variables(&mut self, variables: &'a ast::VarDecl, scope: ScopeId) {
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

    fn opaque(&mut self, pattern: &'a ast::Pat, scope: ScopeId) {
        self.opaque_in(pattern, scope, scope);
    }

    fn opaque_in(&mut self, pattern: &'a ast::Pat, home: ScopeId, scope: ScopeId) {
        self.pattern(pattern, Init::Opaque, home, scope);
    }

    /// Declares every name of a pattern.
    fn pattern(&mut self, pattern: &'a ast::Pat, init: Init<'a>, home: ScopeId, scope: ScopeId) {
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
    fn written(&mut self, pattern: &'a ast::Pat, scope: ScopeId) {
        match pattern {
            ast::Pat::Ident(name) => self.scopes.write(scope, &name.id.sym, Write::Opaque),
            ast::Pat::Array(array) => {
                array.elems.iter().flatten().for_each(|element| self.written(element, scope));
            }
            ast::Pat::Rest(rest) => self.written(&rest.arg, scope),
            ast::Pat::Object(object) => {
                for property in &object.props {
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
            ast::Pat::Assign(assign) => {
                self.written(&assign.left, scope);
                self.expr(&assign.right, scope);
            }
            ast::Pat::Expr(expr) => self.expr(expr, scope),
            ast::Pat::Invalid(_) => {}
        }
    }

    fn function(&mut self, function: &'a ast::Function, scope: ScopeId) {
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

    fn arrow(&mut self, arrow: &'a ast::ArrowExpr, scope: ScopeId) {
        let inner = self.scopes.open(address(arrow), Some(scope), true);
        arrow.params.iter().for_each(|param| self.parameter(param, inner));
        match &*arrow.body {
            ast::ArrowFunctionBody::Expr(body) => self.expr(body, inner),
            ast::ArrowFunctionBody::FunctionBody(body) => self.statements(&body.stmts, inner),
        }
    }

    fn decorators(&mut self, decorators: &'a [ast::Decorator], scope: ScopeId) {
        decorators.iter().for_each(|decorator| self.expr(&decorator.expr, scope));
    }

    fn class(&mut self, class: &'a ast::Class, scope: ScopeId) {
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

    fn maybe(&mut self, expr: Option<&'a ast::Expr>, scope: ScopeId) {
        if let Some(expr) = expr {
            self.expr(expr, scope);
        }
    }

    fn expr(&mut self, expr: &'a ast::Expr, scope: ScopeId) {
        use ast::Expr;
        if is_candidate(expr) {
            self.candidates.push((expr, scope));
        }
        match expr {
            Expr::Array(array) => {
                array.elems.iter().flatten().for_each(|element| self.expr(&element.expr, scope));
            }
            Expr::Object(object) => object.props.iter().for_each(|prop| self.property(prop, scope)),
            Expr::Fn(function) => self.function(&function.function, scope),
            Expr::Unary(unary) => self.expr(&unary.arg, scope),
            Expr::Update(update) => {
                if let Expr::Ident(name) = &*update.arg {
                    self.scopes.write(scope, &name.sym, Write::Opaque);
                }
                self.expr(&update.arg, scope);
            }
            Expr::Bin(binary) => self.binary(binary, scope),
            Expr::Assign(assign) => self.assignment(assign, scope),
            Expr::Member(member) => self.member(member, scope),
            Expr::SuperProp(property) => self.super_property(property, scope),
            Expr::Cond(cond) => {
                for part in [&cond.test, &cond.cons, &cond.alt] {
                    self.expr(part, scope);
                }
            }
            Expr::Call(call) => {
                if let ast::Callee::Expr(callee) = &call.callee {
                    self.expr(callee, scope);
                }
                call.args.iter().for_each(|argument| self.expr(&argument.expr, scope));
                self.modules.call(call, self.bundled.as_deref(), scope);
            }
            Expr::New(new) => {
                self.expr(&new.callee, scope);
                new.args.iter().flatten().for_each(|argument| self.expr(&argument.expr, scope));
            }
            Expr::Seq(seq) => seq.exprs.iter().for_each(|part| self.expr(part, scope)),
            Expr::Lit(ast::Lit::Str(string)) => self.constants.string(string),
            Expr::Tpl(template) => self.template(template, scope),
            Expr::TaggedTpl(tagged) => {
                self.expr(&tagged.tag, scope);
                self.template(&tagged.tpl, scope);
            }
            Expr::Arrow(arrow) => self.arrow(arrow, scope),
            Expr::Class(class) => self.class(&class.class, scope),
            Expr::Yield(it) => self.maybe(it.arg.as_deref(), scope),
            Expr::Await(it) => self.expr(&it.arg, scope),
            Expr::Paren(paren) => self.expr(&paren.expr, scope),
            Expr::OptChain(chain) => self.chain(chain, scope),
            Expr::TsAs(it) => self.expr(&it.expr, scope),
            Expr::TsNonNull(it) => self.expr(&it.expr, scope),
            Expr::TsConstAssertion(it) => self.expr(&it.expr, scope),
            Expr::TsSatisfies(it) => self.expr(&it.expr, scope),
            Expr::TsTypeAssertion(it) => self.expr(&it.expr, scope),
            Expr::TsInstantiation(it) => self.expr(&it.expr, scope),
            Expr::JSXElement(element) => self.jsx_element(element, scope),
            Expr::JSXFragment(fragment) => self.jsx_children(&fragment.children, scope),
            _ => {}
        }
    }

    fn template(&mut self, template: &'a ast::Tpl, scope: ScopeId) {
        template.quasis.iter().for_each(|part| self.constants.template(part));
        template.exprs.iter().for_each(|part| self.expr(part, scope));
    }

    /// A chain of operators is a list, not a tree, to whoever walks it.
    fn binary(&mut self, binary: &'a ast::BinExpr, scope: ScopeId) {
        self.expr_in_chain(&binary.left, binary.op, scope);
        self.expr_in_chain(&binary.right, binary.op, scope);
    }

    /// Parts of a sum are no candidates of their own: the sum has them.
    fn expr_in_chain(&mut self, expr: &'a ast::Expr, op: ast::BinaryOp, scope: ScopeId) {
        match expr {
            ast::Expr::Bin(inner) if inner.op == op && op == ast::BinaryOp::Add => {
                self.binary(inner, scope);
            }
            other => self.expr(other, scope),
        }
    }

    fn assignment(&mut self, assign: &'a ast::AssignExpr, scope: ScopeId) {
        let write = match assign.op {
            ast::AssignOp::Assign => Write::Set(&assign.right, scope),
            ast::AssignOp::AddAssign => Write::Append(&assign.right, scope),
            _ => Write::Opaque,
        };
        match &assign.left {
            ast::AssignTarget::Simple(ast::SimpleAssignTarget::Ident(name)) => {
                self.scopes.write(scope, &name.id.sym, write);
            }
            ast::AssignTarget::Simple(ast::SimpleAssignTarget::Member(member)) => {
                // what is written through a member is no longer what it was declared as
                if let Some(name) = root(&member.obj) {
                    self.scopes.write(scope, &name.sym, Write::Opaque);
                }
                self.member(member, scope);
            }
            ast::AssignTarget::Simple(target) => self.other_target(target, scope),
            ast::AssignTarget::Pat(pattern) => self.assigned_pattern(pattern, scope),
        }
        self.expr(&assign.right, scope);
    }

    fn other_target(&mut self, target: &'a ast::SimpleAssignTarget, scope: ScopeId) {
        use ast::SimpleAssignTarget as Target;
        match target {
            Target::SuperProp(it) => self.super_property(it, scope),
            Target::Paren(it) => self.expr(&it.expr, scope),
            Target::OptChain(it) => self.chain(it, scope),
            Target::TsAs(it) => self.expr(&it.expr, scope),
            Target::TsSatisfies(it) => self.expr(&it.expr, scope),
            Target::TsNonNull(it) => self.expr(&it.expr, scope),
            Target::TsTypeAssertion(it) => self.expr(&it.expr, scope),
            Target::TsInstantiation(it) => self.expr(&it.expr, scope),
            Target::Ident(_) | Target::Member(_) | Target::Invalid(_) => {}
        }
    }

    fn super_property(&mut self, property: &'a ast::SuperPropExpr, scope: ScopeId) {
        if let ast::SuperProp::Computed(computed) = &property.prop {
            self.expr(&computed.expr, scope);
        }
    }

    fn assigned_pattern(&mut self, pattern: &'a ast::AssignTargetPat, scope: ScopeId) {
        match pattern {
            ast::AssignTargetPat::Array(array) => {
                array.elems.iter().flatten().for_each(|element| self.written(element, scope));
            }
            ast::AssignTargetPat::Object(object) => {
                for property in &object.props {
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
            ast::AssignTargetPat::Invalid(_) => {}
        }
    }

    fn member(&mut self, member: &'a ast::MemberExpr, scope: ScopeId) {
        self.expr(&member.obj, scope);
        if let ast::MemberProp::Computed(computed) = &member.prop {
            self.expr(&computed.expr, scope);
        }
    }

    fn chain(&mut self, chain: &'a ast::OptChainExpr, scope: ScopeId) {
        match &*chain.base {
            ast::OptChainBase::Member(member) => self.member(member, scope),
            ast::OptChainBase::Call(call) => {
                self.expr(&call.callee, scope);
                call.args.iter().for_each(|argument| self.expr(&argument.expr, scope));
            }
        }
    }

    fn property(&mut self, property: &'a ast::PropOrSpread, scope: ScopeId) {
        match property {
            ast::PropOrSpread::Spread(spread) => self.expr(&spread.expr, scope),
            ast::PropOrSpread::Prop(property) => match &**property {
                ast::Prop::KeyValue(pair) => {
                    self.key(&pair.key, scope);
                    let outer = self.enter(&pair.key, modules::is_module(&pair.value));
                    self.expr(&pair.value, scope);
                    self.bundled = outer;
                }
                ast::Prop::Method(method) => {
                    self.key(&method.key, scope);
                    let is_module = modules::takes_exports(method.function.params.len());
                    let outer = self.enter(&method.key, is_module);
                    self.function(&method.function, scope);
                    self.bundled = outer;
                }
                ast::Prop::Getter(getter) => {
                    self.key(&getter.key, scope);
                    self.function(&getter.function, scope);
                }
                ast::Prop::Setter(setter) => {
                    self.key(&setter.key, scope);
                    self.function(&setter.function, scope);
                }
                ast::Prop::Assign(it) => self.expr(&it.value, scope),
                ast::Prop::Shorthand(_) => {}
            },
        }
    }

    /// Goes into what may be a module of a bundle; gives back the one around it.
    fn enter(&mut self, key: &'a ast::PropName, is_module: bool) -> Option<String> {
        let outer = self.bundled.clone();
        if is_module && let Some(key) = modules::key_name(key) {
            self.bundled = Some(key);
        }
        outer
    }

    fn key(&mut self, key: &'a ast::PropName, scope: ScopeId) {
        match key {
            ast::PropName::Computed(computed) => self.expr(&computed.expr, scope),
            ast::PropName::Str(string) => self.constants.string(string),
            _ => {}
        }
    }

    fn jsx_element(&mut self, element: &'a ast::JSXElement, scope: ScopeId) {
        for attribute in &element.opening.attrs {
            match attribute {
                ast::JSXAttrOrSpread::SpreadElement(spread) => self.expr(&spread.expr, scope),
                ast::JSXAttrOrSpread::JSXAttr(attribute) => {
                    self.jsx_attribute(attribute.value.as_ref(), scope);
                }
            }
        }
        self.jsx_children(&element.children, scope);
    }

    fn jsx_attribute(&mut self, value: Option<&'a ast::JSXAttrValue>, scope: ScopeId) {
        match value {
            Some(ast::JSXAttrValue::Str(string)) => self.constants.string(string),
            Some(ast::JSXAttrValue::JSXExprContainer(it)) => self.jsx_expr(&it.expr, scope),
            Some(ast::JSXAttrValue::JSXElement(element)) => self.jsx_element(element, scope),
            Some(ast::JSXAttrValue::JSXFragment(it)) => self.jsx_children(&it.children, scope),
            None => {}
        }
    }

    fn jsx_children(&mut self, children: &'a [ast::JSXElementChild], scope: ScopeId) {
        for child in children {
            match child {
                ast::JSXElementChild::JSXExprContainer(container) => {
                    self.jsx_expr(&container.expr, scope);
                }
                ast::JSXElementChild::JSXSpreadChild(spread) => self.expr(&spread.expr, scope),
                ast::JSXElementChild::JSXElement(element) => self.jsx_element(element, scope),
                ast::JSXElementChild::JSXFragment(inner) => {
                    self.jsx_children(&inner.children, scope);
                }
                ast::JSXElementChild::JSXText(_) => {}
            }
        }
    }

    fn jsx_expr(&mut self, expr: &'a ast::JSXExpr, scope: ScopeId) {
        if let ast::JSXExpr::Expr(expr) = expr {
            self.expr(expr, scope);
        }
    }
}

/// Whether an expression puts something together or takes something apart.
fn is_candidate(expr: &ast::Expr) -> bool {
    match expr {
        ast::Expr::Bin(binary) => binary.op == ast::BinaryOp::Add,
        ast::Expr::Tpl(template) => !template.exprs.is_empty(),
        ast::Expr::TaggedTpl(_) | ast::Expr::Call(_) => true,
        ast::Expr::New(_) => !programs::arguments(expr).is_empty(),
        _ => false,
    }
}

/// `a` of `import { a as b }`.
fn imported_name(named: &ast::ImportNamedSpecifier) -> Option<&str> {
    match &named.imported {
        None => Some(&named.local.sym),
        Some(ast::ModuleExportName::Ident(name)) => Some(&name.sym),
        Some(ast::ModuleExportName::Str(_)) => None,
    }
}

/// `a` of `a.b[c].d`.
fn root(expr: &ast::Expr) -> Option<&ast::Ident> {
    match expr {
        ast::Expr::Ident(name) => Some(name),
        ast::Expr::Member(member) => root(&member.obj),
        ast::Expr::Paren(paren) => root(&paren.expr),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use swc_ecma_visit::{Visit, VisitWith};

    use super::*;
    use crate::peel::javascript::parse::{Language, parse};

    /// Counts the constants that swc's own visitor meets, but for empty ones.
    #[derive(Default)]
    struct Count(usize);

    impl Visit for Count {
        fn visit_str(&mut self, _: &ast::Str) {
            self.0 += 1;
        }

        fn visit_tpl_element(&mut self, part: &ast::TplElement) {
            self.0 += usize::from(!part.raw.is_empty());
        }
    }

    /// Every constant of these has an escape in it, so that it is worth a look.
    const PROGRAMS: &[&str] = &[
        r"import a, {'\x61' as b} from '\x61'; import * as c from '\x61' with {type: '\x61'};",
        r"export {a as '\x61'} from '\x61'; export * from '\x61'; export * as d from '\x61';",
        r"'\x61'; f('\x61', `\x61${'\x61'}\x61`, t`\x61${x}`, ['\x61', ...['\x61']]);",
        r"const {'\x61': a, ['\x61']: b = '\x61', ...c} = {'\x61': '\x61', ['\x61']() {}};",
        r"({'\x61': a.b, ['\x61']: c['\x61'] = '\x61'} = d); [a['\x61']] = d; a['\x61'] += '\x61';",
        r"class A extends f('\x61') { '\x61' = '\x61'; ['\x61']() { super['\x61'] = '\x61' } }",
        r"class B { static '\x61'() {} #a = '\x61'; static { f('\x61') } accessor '\x61' = '\x61' }",
        r"@f('\x61') class C { @f('\x61') a = 1; @f('\x61') b() {} get '\x61'() { return '\x61' } }",
        r"for (const a of ['\x61']) {} for (a['\x61'] in '\x61') {} for (let i = '\x61'; '\x61'; '\x61') {}",
        r"switch ('\x61') { case '\x61': f('\x61') } try { '\x61' } catch ({a = '\x61'}) { '\x61' } finally { '\x61' }",
        r"if ('\x61') '\x61'; else '\x61'; while ('\x61') '\x61'; do '\x61'; while ('\x61'); l: '\x61';",
        r"async function* g(a = '\x61', {b = '\x61'}) { yield '\x61'; await '\x61'; throw '\x61' }",
        r"a?.['\x61']?.('\x61'); new A('\x61'); (a, '\x61'); a ? '\x61' : '\x61'; !'\x61'; a ||= '\x61';",
        r"export default '\x61'; export const x = '\x61';",
        r"x = <A b='\x61' c={'\x61'} d=<b e='\x61'/> {...f('\x61')}>{'\x61'}<>{`\x61`}</></A>;",
        r"x = import('\x61'); y = import.meta['\x61']; z = (() => '\x61')(); w = async a => { '\x61' };",
    ];

    #[test]
    fn every_constant_of_a_program_is_seen() {
        for text in PROGRAMS {
            let program = parse(text, Language::JavaScript).unwrap().program;
            let mut count = Count::default();
            program.visit_with(&mut count);
            let walk = Walk::program(&program, Constants::new(text, std::iter::empty()));
            assert_eq!(walk.constants.len(), count.0, "{text}");
        }
    }
}
