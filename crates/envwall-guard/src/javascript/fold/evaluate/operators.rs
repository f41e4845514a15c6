//! Operators.

use swc_ecma_visit::swc_ecma_ast as ast;

use super::super::scope::ScopeId;
use super::super::value::{Value, int32};
use super::Evaluator;

impl<'a> Evaluator<'a, '_> {
    pub(super) fn binary(&mut self, binary: &'a ast::BinExpr, scope: ScopeId) -> Value<'a> {
        use ast::BinaryOp;
        if binary.op == BinaryOp::Add {
            return self.sum(binary, scope);
        }
        let left = self.expr(&binary.left, scope);
        match binary.op {
            BinaryOp::LogicalOr => {
                return self.either(left.truth(), left, &binary.right, scope, true);
            }
            BinaryOp::LogicalAnd => {
                let stop = left.truth().map(|truth| !truth);
                return self.either(stop, left, &binary.right, scope, false);
            }
            BinaryOp::NullishCoalescing => {
                let stop = match left {
                    Value::Unknown | Value::Global(_) => None,
                    Value::Undefined | Value::Null => Some(false),
                    _ => Some(true),
                };
                return self.either(stop, left, &binary.right, scope, true);
            }
            _ => {}
        }
        let right = self.expr(&binary.right, scope);
        arithmetic(binary.op, &left, &right)
    }

    /// `a || b`: the left where `stop` is true, the right where it is false, else both.
    fn either(
        &mut self,
        stop: Option<bool>,
        left: Value<'a>,
        right: &'a ast::Expr,
        scope: ScopeId,
        left_is_a_value: bool,
    ) -> Value<'a> {
        match stop {
            Some(true) => left,
            None if left_is_a_value && !matches!(left, Value::Unknown) && self.choose() => left,
            _ => self.expr(right, scope),
        }
    }

    /// A chain of `+` from left to right, without recursion into its spine.
    fn sum(&mut self, binary: &'a ast::BinExpr, scope: ScopeId) -> Value<'a> {
        let mut terms = vec![&*binary.right];
        let mut spine = &*binary.left;
        while let ast::Expr::Bin(inner) = spine
            && inner.op == ast::BinaryOp::Add
        {
            terms.push(&*inner.right);
            spine = &*inner.left;
        }
        let mut total = self.expr(spine, scope);
        for term in terms.into_iter().rev() {
            let term = self.expr(term, scope);
            total = self.add(&total, &term);
        }
        total
    }

    pub(in super::super) fn add(&mut self, left: &Value<'a>, right: &Value<'a>) -> Value<'a> {
        match (left, right) {
            (Value::Number(left), Value::Number(right)) => Value::Number(left + right),
            // two unknown values may be numbers, but then there is no text to lose
            (left, right) => {
                let (left, right) = (self.text_of(left), self.text_of(right));
                let text = left.join(&right);
                self.text(text.units().to_vec())
            }
        }
    }

    pub(super) fn unary(&mut self, unary: &'a ast::UnaryExpr, scope: ScopeId) -> Value<'a> {
        let value = self.expr(&unary.arg, scope);
        let number = |apply: fn(f64) -> f64| {
            value.to_number().map_or(Value::Unknown, |n| Value::Number(apply(n)))
        };
        match unary.op {
            ast::UnaryOp::Minus => number(|number| -number),
            ast::UnaryOp::Plus => number(|number| number),
            ast::UnaryOp::Tilde => number(|number| f64::from(!int32(number))),
            ast::UnaryOp::Bang => value.truth().map_or(Value::Unknown, |truth| Value::Bool(!truth)),
            ast::UnaryOp::Void => Value::Undefined,
            ast::UnaryOp::TypeOf | ast::UnaryOp::Delete => Value::Unknown,
        }
    }

    pub(super) fn conditional(&mut self, cond: &'a ast::CondExpr, scope: ScopeId) -> Value<'a> {
        let test = self.expr(&cond.test, scope).truth();
        let first = test.unwrap_or_else(|| !self.choose());
        self.expr(if first { &cond.cons } else { &cond.alt }, scope)
    }

    /// `x = …` is what is assigned, and `x += …` all that `x` ever holds.
    pub(super) fn assignment(&mut self, assign: &'a ast::AssignExpr, scope: ScopeId) -> Value<'a> {
        match (assign.op, &assign.left) {
            (ast::AssignOp::Assign, _) => self.expr(&assign.right, scope),
            (
                ast::AssignOp::AddAssign,
                ast::AssignTarget::Simple(ast::SimpleAssignTarget::Ident(name)),
            ) => self.name(&name.id.sym, scope),
            _ => Value::Unknown,
        }
    }
}

/// Numbers and comparisons.
fn arithmetic<'a>(op: ast::BinaryOp, left: &Value<'a>, right: &Value<'a>) -> Value<'a> {
    use ast::BinaryOp;
    let (Some(a), Some(b)) = (left.to_number(), right.to_number()) else {
        return compare_texts(op, left, right);
    };
    let shift = u32::from_ne_bytes(int32(b).to_ne_bytes()) & 31;
    let unsigned = u32::from_ne_bytes(int32(a).to_ne_bytes());
    match op {
        BinaryOp::Sub => Value::Number(a - b),
        BinaryOp::Mul => Value::Number(a * b),
        BinaryOp::Div => Value::Number(a / b),
        BinaryOp::Mod => Value::Number(a % b),
        BinaryOp::Exp => Value::Number(a.powf(b)),
        BinaryOp::BitOr => Value::Number(f64::from(int32(a) | int32(b))),
        BinaryOp::BitXor => Value::Number(f64::from(int32(a) ^ int32(b))),
        BinaryOp::BitAnd => Value::Number(f64::from(int32(a) & int32(b))),
        BinaryOp::LShift => Value::Number(f64::from(int32(a).wrapping_shl(shift))),
        BinaryOp::RShift => Value::Number(f64::from(int32(a).wrapping_shr(shift))),
        BinaryOp::ZeroFillRShift => Value::Number(f64::from(unsigned.wrapping_shr(shift))),
        BinaryOp::Lt => Value::Bool(a < b),
        BinaryOp::LtEq => Value::Bool(a <= b),
        BinaryOp::Gt => Value::Bool(a > b),
        BinaryOp::GtEq => Value::Bool(a >= b),
        _ => compare_texts(op, left, right),
    }
}

/// Equality of known values of one kind; anything else is not known.
#[expect(clippy::float_cmp, reason = "`===` of numbers is that")]
fn compare_texts<'a>(op: ast::BinaryOp, left: &Value<'a>, right: &Value<'a>) -> Value<'a> {
    use ast::BinaryOp;
    let equal = match (left, right) {
        (Value::Text(a), Value::Text(b)) if !a.has_gap() && !b.has_gap() => a == b,
        (Value::Number(a), Value::Number(b)) => a == b,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        _ => return Value::Unknown,
    };
    match op {
        BinaryOp::EqEq | BinaryOp::EqEqEq => Value::Bool(equal),
        BinaryOp::NotEq | BinaryOp::NotEqEq => Value::Bool(!equal),
        _ => Value::Unknown,
    }
}
