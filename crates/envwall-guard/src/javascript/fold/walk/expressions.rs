//! Expressions: what is written to by them, and which of them are candidates.

use swc_ecma_visit::swc_ecma_ast as ast;

use super::super::modules;
use super::super::programs;
use super::super::scope::{ScopeId, Write};
use super::Walk;

impl<'a> Walk<'a> {
    pub(super) fn maybe(&mut self, expr: Option<&'a ast::Expr>, scope: ScopeId) {
        if let Some(expr) = expr {
            self.expr(expr, scope);
        }
    }

    pub(super) fn expr(&mut self, expr: &'a ast::Expr, scope: ScopeId) {
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
            Expr::Lit(ast::Lit::Str(string)) => self.literals.string(string),
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
        template.quasis.iter().for_each(|part| self.literals.template(part));
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
                if let (ast::Expr::Ident(name), ast::AssignOp::Assign) = (&*member.obj, assign.op) {
                    let write = Write::Property(&member.prop, &assign.right, scope);
                    self.scopes.write(scope, &name.sym, write);
                } else if let Some(name) = root(&member.obj) {
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

    pub(super) fn property(&mut self, property: &'a ast::PropOrSpread, scope: ScopeId) {
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

    pub(super) fn key(&mut self, key: &'a ast::PropName, scope: ScopeId) {
        match key {
            ast::PropName::Computed(computed) => self.expr(&computed.expr, scope),
            ast::PropName::Str(string) => self.literals.string(string),
            _ => {}
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

/// `a` of `a.b[c].d`.
fn root(expr: &ast::Expr) -> Option<&ast::Ident> {
    match expr {
        ast::Expr::Ident(name) => Some(name),
        ast::Expr::Member(member) => root(&member.obj),
        ast::Expr::Paren(paren) => root(&paren.expr),
        _ => None,
    }
}
