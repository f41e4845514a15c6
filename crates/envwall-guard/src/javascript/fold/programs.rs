//! Arguments that are run as programs: `eval("…")`, `new Function("…")`, `setTimeout("…")`, and
//! the sources of workers.

use swc_ecma_visit::swc_ecma_ast as ast;

/// Functions that run what they are given.
const RUN: &[&str] =
    &["eval", "execScript", "Function", "setImmediate", "setInterval", "setTimeout"];

/// Objects that are made of what is run.
const MADE: &[&str] = &["Blob", "Function", "SharedWorker", "Worker"];

/// The arguments of a call that may be programs.
pub(super) fn arguments(expr: &ast::Expr) -> &[ast::ExprOrSpread] {
    match expr {
        ast::Expr::Call(call) => match &call.callee {
            ast::Callee::Expr(callee) if is_one_of(callee, RUN) => &call.args,
            _ => &[],
        },
        ast::Expr::New(new) if is_one_of(&new.callee, MADE) => {
            new.args.as_deref().unwrap_or_default()
        }
        _ => &[],
    }
}

/// `eval`, `window.eval`, `(0, eval)`.
fn is_one_of(callee: &ast::Expr, names: &[&str]) -> bool {
    match callee {
        ast::Expr::Ident(name) => names.contains(&&*name.sym),
        ast::Expr::Member(member) => match &member.prop {
            ast::MemberProp::Ident(name) => names.contains(&&*name.sym),
            _ => false,
        },
        ast::Expr::Paren(paren) => is_one_of(&paren.expr, names),
        ast::Expr::Seq(seq) => seq.exprs.last().is_some_and(|last| is_one_of(last, names)),
        _ => false,
    }
}
