//! Which candidates are evaluated: most sums and calls of a program contain something that
//! is unknown before it runs, which shows without evaluating anything.

use swc_ecma_visit::swc_ecma_ast as ast;

use super::body::{Body, without_parens};
use super::composes::composes;
use super::scope::{BindingId, Init, ScopeId, Scopes, Write};
use super::{builtins, modules};
use crate::javascript::module_graph::Imports;

/// How far names and calls are followed before it is left to the evaluator.
const MAX_DEPTH: usize = 12;

/// Judges expressions of one program.
pub(super) struct Candidates<'a, 's> {
    scopes: &'s Scopes<'a>,
    /// What other scripts give.
    imports: Imports<'s>,
    /// What was found of each binding.
    known: Vec<Option<bool>>,
    /// What was found of each binding that is called.
    functions: Vec<Option<bool>>,
    /// Whether what is called puts anything together.
    composers: Vec<Option<bool>>,
}

impl<'a, 's> Candidates<'a, 's> {
    pub(super) fn new(scopes: &'s Scopes<'a>, imports: Imports<'s>) -> Self {
        Self {
            scopes,
            imports,
            known: vec![None; scopes.bindings.len()],
            functions: vec![None; scopes.bindings.len()],
            composers: vec![None; scopes.bindings.len()],
        }
    }

    /// Whether a candidate may come to a text that is not in the source as it is.
    pub(super) fn may_fold(&mut self, expr: &'a ast::Expr, scope: ScopeId) -> bool {
        match expr {
            ast::Expr::Bin(binary) => self.joins(binary, scope),
            ast::Expr::Tpl(template) => {
                template.exprs.iter().any(|part| self.known(part, scope, 0))
            }
            ast::Expr::TaggedTpl(tagged) => self.known(&tagged.tag, scope, 0),
            ast::Expr::Call(call) => self.composes(call, scope) && self.known(expr, scope, 0),
            expr => self.known(expr, scope, 0),
        }
    }

    /// Whether two neighbouring terms of a sum may be known, or one alone be more than a literal.
    fn joins(&mut self, binary: &'a ast::BinExpr, scope: ScopeId) -> bool {
        let mut before = self.known(&binary.right, scope, 0);
        let mut spine = &*binary.left;
        loop {
            let (term, rest) = match spine {
                ast::Expr::Bin(inner) if inner.op == ast::BinaryOp::Add => {
                    (&*inner.right, Some(&*inner.left))
                }
                last => (last, None),
            };
            let known = self.known(term, scope, 0);
            if known && before {
                return true;
            }
            before = known;
            match rest {
                Some(rest) => spine = rest,
                None => return false,
            }
        }
    }

    fn known(&mut self, expr: &'a ast::Expr, scope: ScopeId, depth: usize) -> bool {
        use ast::Expr;
        if depth == MAX_DEPTH {
            return true;
        }
        let deeper = depth + 1;
        match expr {
            Expr::Lit(_)
            | Expr::Array(_)
            | Expr::Object(_)
            | Expr::Fn(_)
            | Expr::Arrow(_)
            | Expr::Tpl(_)
            | Expr::TaggedTpl(_) => true,
            Expr::Paren(paren) => self.known(&paren.expr, scope, deeper),
            Expr::Seq(seq) => seq.exprs.last().is_some_and(|last| self.known(last, scope, deeper)),
            Expr::Assign(assign) => self.known(&assign.right, scope, deeper),
            Expr::Await(it) => self.known(&it.arg, scope, deeper),
            Expr::Unary(unary) => self.known(&unary.arg, scope, deeper),
            Expr::Bin(binary) => {
                self.known(&binary.left, scope, deeper) || self.known(&binary.right, scope, deeper)
            }
            Expr::Cond(cond) => {
                self.known(&cond.cons, scope, deeper) || self.known(&cond.alt, scope, deeper)
            }
            Expr::Ident(name) => self.name(&name.sym, scope, deeper),
            Expr::Member(member) => self.known(&member.obj, scope, deeper),
            Expr::OptChain(chain) => match &*chain.base {
                ast::OptChainBase::Member(member) => self.known(&member.obj, scope, deeper),
                ast::OptChainBase::Call(call) => self.callee(&call.callee, scope, deeper),
            },
            Expr::Call(call) => match &call.callee {
                _ if self.imports(call) => true,
                ast::Callee::Expr(callee) => {
                    self.callee(callee, scope, deeper)
                        && (!is_global_function(self.scopes, callee, scope)
                            || call.args.iter().any(|it| self.known(&it.expr, scope, deeper)))
                }
                _ => false,
            },
            Expr::New(new) => self.known(&new.callee, scope, deeper),
            Expr::TsAs(it) => self.known(&it.expr, scope, deeper),
            Expr::TsNonNull(it) => self.known(&it.expr, scope, deeper),
            Expr::TsConstAssertion(it) => self.known(&it.expr, scope, deeper),
            Expr::TsSatisfies(it) => self.known(&it.expr, scope, deeper),
            Expr::TsTypeAssertion(it) => self.known(&it.expr, scope, deeper),
            _ => false,
        }
    }

    /// Whether a call gives what another script exports.
    fn imports(&self, call: &ast::CallExpr) -> bool {
        !self.imports.is_empty()
            && modules::required(call)
                .or_else(|| modules::imported(call))
                .is_some_and(|module| self.imports.know(&module))
    }

    /// Whether a call of this may be evaluated.
    fn callee(&mut self, callee: &'a ast::Expr, scope: ScopeId, depth: usize) -> bool {
        match without_parens(callee) {
            ast::Expr::Member(member) => {
                let method = match &member.prop {
                    ast::MemberProp::Ident(name) => {
                        builtins::is_method(&name.sym)
                            || self.own_object(&member.obj, scope)
                            || !self.imports.is_empty()
                    }
                    ast::MemberProp::Computed(_) => true,
                    ast::MemberProp::PrivateName(_) => false,
                };
                let global = is_global(self.scopes, &member.obj, scope);
                (method || global) && self.known(&member.obj, scope, depth)
            }
            ast::Expr::Fn(function) => is_simple(&function.function),
            ast::Expr::Arrow(arrow) => is_simple_arrow(arrow),
            ast::Expr::Ident(name) => match self.scopes.resolve(scope, &name.sym) {
                None => builtins::is_function(&name.sym),
                Some(id) => self.function(id, depth),
            },
            callee => self.known(callee, scope, depth),
        }
    }

    /// Whether a call may say more than its arguments do.
    fn composes(&mut self, call: &'a ast::CallExpr, scope: ScopeId) -> bool {
        let ast::Callee::Expr(callee) = &call.callee else { return true };
        match without_parens(callee) {
            ast::Expr::Fn(function) => composes(&*function.function),
            ast::Expr::Arrow(arrow) => composes(arrow),
            ast::Expr::Ident(name) => {
                let Some(id) = self.scopes.resolve(scope, &name.sym) else { return true };
                let init = self.scopes.bindings[id].init;
                *self.composers[id].get_or_insert_with(|| match init {
                    Init::Function(function) => composes(function),
                    Init::Expr(ast::Expr::Fn(function)) => composes(&*function.function),
                    Init::Expr(ast::Expr::Arrow(arrow)) => composes(arrow),
                    _ => true,
                })
            }
            _ => true,
        }
    }

    /// A function of the program that is simple enough.
    fn function(&mut self, id: BindingId, depth: usize) -> bool {
        if let Some(known) = self.functions[id] {
            return known;
        }
        // a circle says nothing
        self.functions[id] = Some(false);
        let scopes = self.scopes;
        let binding = &scopes.bindings[id];
        let known = match binding.init {
            Init::Function(function) => is_simple(function),
            Init::Expr(expr) => match without_parens(expr) {
                ast::Expr::Fn(function) => is_simple(&function.function),
                ast::Expr::Arrow(arrow) => is_simple_arrow(arrow),
                expr @ (ast::Expr::Call(_) | ast::Expr::Member(_) | ast::Expr::Ident(_)) => {
                    self.known(expr, binding.scope, depth)
                }
                _ => false,
            },
            Init::Nothing | Init::Pattern(..) => true,
            Init::Import(..) => !self.imports.is_empty(),
            Init::Default(_) | Init::Opaque => false,
        };
        self.functions[id] = Some(known);
        known
    }

    /// An object literal of the program, whose methods may have any name.
    fn own_object(&self, object: &ast::Expr, scope: ScopeId) -> bool {
        let ast::Expr::Ident(name) = without_parens(object) else { return false };
        let binding = self.scopes.resolve(scope, &name.sym).map(|id| self.scopes.bindings[id].init);
        matches!(binding, Some(Init::Expr(ast::Expr::Object(_))))
    }

    fn name(&mut self, name: &str, scope: ScopeId, depth: usize) -> bool {
        let Some(id) = self.scopes.resolve(scope, name) else { return builtins::is_root(name) };
        if let Some(known) = self.known[id] {
            return known;
        }
        // a circle is not known
        self.known[id] = Some(false);
        let scopes = self.scopes;
        let binding = &scopes.bindings[id];
        let written = binding.writes.iter().any(|write| matches!(write, Write::Append(..)))
            || binding.writes.iter().all(|write| matches!(write, Write::Property(..)))
            || matches!((binding.init, &binding.writes[..]), (Init::Nothing, [Write::Set(..)]));
        let known = written
            && match binding.init {
                Init::Nothing => !binding.writes.is_empty(),
                Init::Expr(expr) | Init::Default(expr) | Init::Pattern(_, expr) => {
                    self.known(expr, binding.scope, depth)
                }
                Init::Function(_) => true,
                Init::Import(..) => !self.imports.is_empty(),
                Init::Opaque => false,
            };
        self.known[id] = Some(known);
        known
    }
}

fn is_simple(function: &ast::Function) -> bool {
    Body::of_function(function).is_some_and(|body| body.comes_back())
}

fn is_simple_arrow(arrow: &ast::ArrowExpr) -> bool {
    Body::of_arrow(arrow).comes_back()
}

/// Whether this is a function of the language, which knows no more than its arguments tell.
fn is_global_function(scopes: &Scopes<'_>, callee: &ast::Expr, scope: ScopeId) -> bool {
    match without_parens(callee) {
        ast::Expr::Ident(_) => is_global(scopes, callee, scope),
        ast::Expr::Member(member) => match &member.prop {
            ast::MemberProp::Ident(name) => {
                // `String.fromCharCode.apply(null, …)`
                !matches!(&*name.sym, "apply" | "call") && is_global(scopes, &member.obj, scope)
            }
            _ => false,
        },
        _ => false,
    }
}

fn is_global(scopes: &Scopes<'_>, object: &ast::Expr, scope: ScopeId) -> bool {
    match without_parens(object) {
        ast::Expr::Ident(name) => {
            scopes.resolve(scope, &name.sym).is_none() && builtins::is_root(&name.sym)
        }
        ast::Expr::Member(member) => is_global(scopes, &member.obj, scope),
        ast::Expr::New(new) => is_global(scopes, &new.callee, scope),
        _ => false,
    }
}
