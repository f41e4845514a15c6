//! Functions of the program, as far as a call of one can be evaluated without running it.

use swc_ecma_visit::swc_ecma_ast as ast;

use super::value::{Code, Value};

/// Whether a call may come to something that is known, whatever the arguments are.
pub(super) fn comes_back(function: &Value<'_>) -> bool {
    match function {
        Value::Function(closure) => {
            let body = match closure.code {
                Code::Function(function) => Body::of_function(function),
                Code::Arrow(arrow) => Some(Body::of_arrow(arrow)),
            };
            body.is_some_and(|body| body.comes_back())
        }
        Value::Global(_) | Value::Returns(_) => true,
        _ => false,
    }
}

/// A function's body.
pub(super) enum Body<'a> {
    Expr(&'a ast::Expr),
    Block(&'a [ast::Stmt]),
}

impl<'a> Body<'a> {
    /// The body of a function that is called and comes back once.
    pub(super) fn of_function(function: &'a ast::Function) -> Option<Self> {
        let plain = !function.is_async && !function.is_generator;
        function.body.as_ref().filter(|_| plain).map(|block| Self::Block(&block.stmts))
    }

    pub(super) fn of_arrow(arrow: &'a ast::ArrowExpr) -> Self {
        match &*arrow.body {
            ast::ArrowFunctionBody::Expr(body) => Self::Expr(body),
            ast::ArrowFunctionBody::FunctionBody(block) => Self::Block(&block.stmts),
        }
    }

    /// The expressions that a call may come to: one where the body is declarations and a `return`,
    /// a few where texts are chosen from, none where it would have to be run.
    pub(super) fn results(&self) -> Vec<&'a ast::Expr> {
        let statements = match self {
            Self::Expr(expr) => return vec![expr],
            Self::Block(statements) => *statements,
        };
        let Some((last, before)) = statements.split_last() else { return Vec::new() };
        if let ast::Stmt::Return(it) = last
            && before.iter().all(is_plain)
        {
            return it.arg.as_deref().into_iter().collect();
        }
        let mut results = Vec::new();
        let known = statements.len() <= MAX_STATEMENTS
            && statements.iter().all(|statement| choices(statement, &mut results));
        let texts = results.iter().any(|result| is_text(result));
        if known && texts && results.len() <= MAX_RESULTS { results } else { Vec::new() }
    }
}

impl Body<'_> {
    /// Whether a call may come to something that is known.
    pub(super) fn comes_back(&self) -> bool {
        self.copies() || !self.results().is_empty()
    }

    /// Whether it looks like a helper of compilers that copies what it is given into the first of it, or
    /// into a new list: esbuild's `__spreadValues`, swc's `_to_consumable_array`, TypeScript's
    /// `__spreadArray`.
    pub(super) fn copies(&self) -> bool {
        let Self::Block(statements) = self else { return false };
        let last = statements.last().filter(|_| statements.len() <= MAX_STATEMENTS);
        last.is_some_and(|last| match last {
            ast::Stmt::Return(it) => it.arg.as_deref().is_some_and(is_copy),
            // `if (Array.isArray(list)) return copy(list)`
            ast::Stmt::If(it) => match &*it.cons {
                ast::Stmt::Return(it) => it.arg.as_ref().is_some_and(|it| it.is_call()),
                _ => false,
            },
            _ => false,
        })
    }

    /// Whether it ends with `return …, a`, as minifiers write what is done with `a` before.
    pub(super) fn changes_what_it_returns(&self) -> bool {
        let Self::Block([.., ast::Stmt::Return(it)]) = self else { return false };
        let all = it.arg.as_deref().map(without_parens).and_then(ast::Expr::as_seq);
        all.and_then(|all| all.exprs.last()).is_some_and(|last| last.is_ident())
    }
}

/// Whether something is a variable, or what a function makes of all its arguments or of two lists.
fn is_copy(expr: &ast::Expr) -> bool {
    match without_parens(expr) {
        ast::Expr::Ident(_) => true,
        ast::Expr::Seq(all) => all.exprs.last().is_some_and(|last| is_copy(last)),
        ast::Expr::Call(call) => {
            let callee = call.callee.as_expr().and_then(|callee| callee.as_member());
            let is_named = |name: &str| {
                callee.and_then(|callee| callee.prop.as_ident()).is_some_and(|it| it.sym == *name)
            };
            is_named("concat") || is_named("apply")
        }
        _ => false,
    }
}

/// A function with more ways out, or a longer one, would have to be run.
const MAX_RESULTS: usize = 3;
const MAX_STATEMENTS: usize = 12;

fn is_plain(statement: &ast::Stmt) -> bool {
    matches!(statement, ast::Stmt::Decl(_) | ast::Stmt::Empty(_) | ast::Stmt::Expr(_))
}

/// Gathers what a statement may return; says whether it is one that chooses, and no loop.
fn choices<'a>(statement: &'a ast::Stmt, results: &mut Vec<&'a ast::Expr>) -> bool {
    match statement {
        ast::Stmt::Return(it) => {
            results.extend(it.arg.as_deref());
            true
        }
        ast::Stmt::Block(block) => block.stmts.iter().all(|inner| choices(inner, results)),
        ast::Stmt::If(it) => {
            choices(&it.cons, results) && it.alt.as_ref().is_none_or(|it| choices(it, results))
        }
        ast::Stmt::Switch(switch) => {
            let mut inner = switch.cases.iter().flat_map(|case| &case.cons);
            inner.all(|inner| choices(inner, results))
        }
        ast::Stmt::Throw(_) | ast::Stmt::Break(_) => true,
        other => is_plain(other),
    }
}

/// Whether an expression is a text by its form.
fn is_text(expr: &ast::Expr) -> bool {
    match without_parens(expr) {
        ast::Expr::Lit(ast::Lit::Str(_)) | ast::Expr::Tpl(_) => true,
        ast::Expr::Bin(binary) => binary.op == ast::BinaryOp::Add,
        _ => false,
    }
}

pub(super) fn without_parens(mut expr: &ast::Expr) -> &ast::Expr {
    while let ast::Expr::Paren(paren) = expr {
        expr = &paren.expr;
    }
    expr
}
