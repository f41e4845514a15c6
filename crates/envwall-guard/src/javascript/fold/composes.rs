//! Whether a function composes anything: one that only passes on, or makes objects of, what it is
//! given says nothing that its arguments do not say.

use swc_ecma_visit::swc_ecma_ast as ast;
use swc_ecma_visit::{Visit, VisitWith};

/// Whether a call of the function may come to a text that is nowhere in the program.
pub(super) fn composes(function: &impl VisitWith<Composers>) -> bool {
    let mut composers = Composers(false);
    function.visit_children_with(&mut composers);
    composers.0
}

/// Looks for what composes texts: sums, templates, calls.
pub(super) struct Composers(bool);

impl Visit for Composers {
    fn visit_expr(&mut self, expr: &ast::Expr) {
        self.0 |= match expr {
            ast::Expr::Bin(binary) => binary.op == ast::BinaryOp::Add,
            ast::Expr::Tpl(template) => !template.exprs.is_empty(),
            ast::Expr::TaggedTpl(_) | ast::Expr::Call(_) | ast::Expr::OptChain(_) => true,
            _ => false,
        };
        if !self.0 {
            expr.visit_children_with(self);
        }
    }
}
