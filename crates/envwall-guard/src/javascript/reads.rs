//! Reads of server variables by their names: `process.env.NAME`, `import.meta.env.NAME`,
//! `env["NAME"]`, `const { NAME } = process.env`.

use std::ops::Range;

use rustc_hash::FxHashSet;
use swc_common::{Span, Spanned};
use swc_ecma_visit::swc_ecma_ast as ast;
use swc_ecma_visit::{Visit, VisitWith};

use super::span::bytes_of;

/// Every read in a program of a variable of which `wanted` knows something.
pub(super) fn collect<T>(
    program: &ast::Program,
    wanted: impl Fn(&str) -> Option<T>,
) -> Vec<(Range<usize>, T)> {
    let mut aliases = Aliases::default();
    program.visit_with(&mut aliases);
    let mut reads = Reads { wanted, aliases: aliases.0, found: Vec::new() };
    program.visit_with(&mut reads);
    reads.found
}

/// Names of the program that stand for the environment: `const e = process.env`. One that means
/// something else elsewhere does no harm: what is read has to have a server variable's name.
#[derive(Default)]
struct Aliases(FxHashSet<String>);

impl Visit for Aliases {
    fn visit_var_declarator(&mut self, variable: &ast::VarDeclarator) {
        if let (ast::Pat::Ident(name), Some(init)) = (&variable.name, &variable.init)
            && is_environment(init, &FxHashSet::default())
        {
            self.0.insert(name.id.sym.to_string());
        }
        variable.visit_children_with(self);
    }
}

struct Reads<F, T> {
    wanted: F,
    aliases: FxHashSet<String>,
    found: Vec<(Range<usize>, T)>,
}

impl<T, F: Fn(&str) -> Option<T>> Reads<F, T> {
    fn read(&mut self, name: &str, span: Span) {
        if let Some(known) = (self.wanted)(name) {
            self.found.push((bytes_of(span), known));
        }
    }

    /// `const { NAME, OTHER: other } = process.env`
    fn pattern(&mut self, pattern: &ast::ObjectPat) {
        for property in &pattern.props {
            match property {
                ast::ObjectPatProp::KeyValue(pair) => {
                    if let Some(name) = property_name(&pair.key) {
                        self.read(&name, pair.key.span());
                    }
                }
                ast::ObjectPatProp::Assign(short) => {
                    self.read(&short.key.id.sym, short.key.id.span);
                }
                ast::ObjectPatProp::Rest(_) => {}
            }
        }
    }
}

impl<T, F: Fn(&str) -> Option<T>> Visit for Reads<F, T> {
    fn visit_member_expr(&mut self, member: &ast::MemberExpr) {
        if is_environment(&member.obj, &self.aliases)
            && let Some(name) = member_name(&member.prop)
        {
            self.read(&name, span_of(&member.prop));
        }
        member.visit_children_with(self);
    }

    fn visit_var_declarator(&mut self, variable: &ast::VarDeclarator) {
        if let (ast::Pat::Object(pattern), Some(init)) = (&variable.name, &variable.init)
            && is_environment(init, &self.aliases)
        {
            self.pattern(pattern);
        }
        variable.visit_children_with(self);
    }

    /// `Deno.env.get("NAME")`
    fn visit_call_expr(&mut self, call: &ast::CallExpr) {
        if let ast::Callee::Expr(callee) = &call.callee
            && let ast::Expr::Member(member) = &**callee
            && is_environment(&member.obj, &self.aliases)
            && let Some(first) = call.args.first()
            && let ast::Expr::Lit(ast::Lit::Str(name)) = &*first.expr
        {
            self.read(&name.value.to_string_lossy(), name.span);
        }
        call.visit_children_with(self);
    }
}

/// Whether an expression is the environment, as far as its text tells.
fn is_environment(expr: &ast::Expr, aliases: &FxHashSet<String>) -> bool {
    match expr {
        ast::Expr::Ident(name) => &*name.sym == "env" || aliases.contains(&*name.sym),
        ast::Expr::Member(member) => member_name(&member.prop).as_deref() == Some("env"),
        ast::Expr::OptChain(chain) => match &*chain.base {
            ast::OptChainBase::Member(member) => {
                member_name(&member.prop).as_deref() == Some("env")
            }
            ast::OptChainBase::Call(_) => false,
        },
        ast::Expr::Paren(paren) => is_environment(&paren.expr, aliases),
        // `process.env || {}`
        ast::Expr::Bin(binary) => {
            binary.op.may_short_circuit()
                && (is_environment(&binary.left, aliases) || is_environment(&binary.right, aliases))
        }
        ast::Expr::Cond(cond) => {
            is_environment(&cond.cons, aliases) || is_environment(&cond.alt, aliases)
        }
        _ => false,
    }
}

/// Where a member's name is, without brackets.
fn span_of(property: &ast::MemberProp) -> Span {
    match property {
        ast::MemberProp::Computed(computed) => computed.expr.span(),
        property => property.span(),
    }
}

fn member_name(property: &ast::MemberProp) -> Option<String> {
    match property {
        ast::MemberProp::Ident(name) => Some(name.sym.to_string()),
        ast::MemberProp::Computed(computed) => match &*computed.expr {
            ast::Expr::Lit(ast::Lit::Str(name)) => Some(name.value.to_string_lossy().into_owned()),
            ast::Expr::Tpl(template) => match (&template.quasis[..], template.exprs.is_empty()) {
                ([name], true) => Some(name.raw.to_string()),
                _ => None,
            },
            _ => None,
        },
        ast::MemberProp::PrivateName(_) => None,
    }
}

fn property_name(name: &ast::PropName) -> Option<String> {
    match name {
        ast::PropName::Ident(name) => Some(name.sym.to_string()),
        ast::PropName::Str(name) => Some(name.value.to_string_lossy().into_owned()),
        _ => None,
    }
}
