//! Calls: of methods of known values, of what the language gives, and of the program's own
//! functions where they are simple.

use swc_ecma_visit::swc_ecma_ast as ast;

use super::evaluate::Evaluator;
use super::scope::{Init, ScopeId, address};
use super::value::{Closure, Code, Frame, Value};
use super::{arrays, bytes, globals, modules, strings};
use crate::links::ALL;

impl<'a> Evaluator<'a, '_> {
    pub(super) fn call(&mut self, call: &'a ast::CallExpr, scope: ScopeId) -> Value<'a> {
        if !self.imports().is_empty()
            && let Some(module) = modules::required(call).or_else(|| modules::imported(call))
            && self.imports().know(&module)
        {
            return self.import(&module, ALL);
        }
        match &call.callee {
            ast::Callee::Expr(callee) => self.call_of(callee, &call.args, scope),
            _ => Value::Unknown,
        }
    }

    pub(super) fn call_of(
        &mut self,
        callee: &'a ast::Expr,
        arguments: &'a [ast::ExprOrSpread],
        scope: ScopeId,
    ) -> Value<'a> {
        let (object, key) = match without_parens(callee) {
            ast::Expr::Member(member) => {
                (self.expr(&member.obj, scope), self.key(&member.prop, scope))
            }
            callee => {
                let function = self.expr(callee, scope);
                if !comes_back(&function) {
                    return Value::Unknown;
                }
                let arguments = self.arguments(arguments, scope);
                return self.apply(&function, &arguments);
            }
        };
        let Some(name) = key.and_then(|key| key.known_text()) else { return Value::Unknown };
        if matches!(object, Value::Unknown) {
            return Value::Unknown;
        }
        let arguments = self.arguments(arguments, scope);
        self.method(&object, &name.to_rust(), &arguments)
    }

    /// `object.name(arguments)`
    pub(super) fn method(
        &mut self,
        object: &Value<'a>,
        name: &str,
        arguments: &[Value<'a>],
    ) -> Value<'a> {
        let value = self.result(object, name, arguments);
        self.bounded(value)
    }

    fn result(&mut self, object: &Value<'a>, name: &str, arguments: &[Value<'a>]) -> Value<'a> {
        match object {
            // `"".concat(a, "b")` is how templates look in older bundles: gaps are fine there
            Value::Text(text) if name == "concat" => {
                let mut total = Value::Text(text.clone());
                for argument in arguments {
                    let tail = Value::Text(self.text_of(argument));
                    total = self.add(&total, &tail);
                }
                total
            }
            Value::Text(text) if !text.has_gap() => strings::call(self, text, name, arguments),
            Value::Array(items) => arrays::call(self, items, name, arguments),
            Value::Bytes(content) => {
                if !self.spend(object.size()) {
                    return Value::Unknown;
                }
                bytes::call(content, name, arguments)
            }
            Value::Number(number) if name == "toString" => strings::of_number(*number, arguments),
            Value::Global(path) => self.global(&format!("{path}.{name}"), arguments),
            Value::Function(_) if name == "call" => {
                self.apply(object, arguments.get(1..).unwrap_or_default())
            }
            Value::Function(_) if name == "apply" => {
                let list = arguments.get(1).and_then(Value::items).unwrap_or_default();
                self.apply(object, &list)
            }
            Value::Object(_) => {
                let function = Self::get(object, &Value::text(name));
                self.apply(&function, arguments)
            }
            _ => Value::Unknown,
        }
    }

    /// `function(arguments)`
    pub(super) fn apply(&mut self, function: &Value<'a>, arguments: &[Value<'a>]) -> Value<'a> {
        match function {
            Value::Global(path) => self.global(path, arguments),
            Value::Function(closure) => self.invoke(closure, arguments),
            Value::Returns(value) => (**value).clone(),
            _ => Value::Unknown,
        }
    }

    fn global(&mut self, path: &str, arguments: &[Value<'a>]) -> Value<'a> {
        if !self.spend(arguments.iter().map(|it| it.size() / 16).sum()) {
            return Value::Unknown;
        }
        let value = if let Some(function) = path.strip_suffix(".call") {
            globals::call(self, function, arguments.get(1..).unwrap_or_default())
        } else if let Some(function) = path.strip_suffix(".apply") {
            let list = arguments.get(1).and_then(Value::items).unwrap_or_default();
            globals::call(self, function, &list)
        } else {
            globals::call(self, path, arguments)
        };
        self.bounded(value)
    }

    fn invoke(&mut self, closure: &Closure<'a>, arguments: &[Value<'a>]) -> Value<'a> {
        let (node, body) = match closure.code {
            Code::Function(function) => {
                let Some(body) = Body::of_function(function) else { return Value::Unknown };
                (address(function), body)
            }
            Code::Arrow(arrow) => (address(arrow), Body::of_arrow(arrow)),
        };
        let results = body.results();
        if results.is_empty() {
            return Value::Unknown;
        }
        let Some(scope) = self.scopes().of_node(node) else { return Value::Unknown };
        let captures = closure.captured.is_some();
        let frame = |this: &mut Self| {
            let captured = closure.captured.as_deref().cloned();
            let frame = captured.unwrap_or_default();
            this.parameters(&closure.code.parameters(), arguments, scope, frame)
        };
        if captures || !arguments.iter().all(|argument| matches!(argument, Value::Unknown)) {
            let frame = frame(self);
            return self.with_frame(frame, captures, |this| this.one_of(&results, scope));
        }
        // most calls are of this kind, and all of them of one function come to the same
        self.remembered((node, arguments.len() + 1), |this| {
            let frame = frame(this);
            this.with_frame(frame, captures, |this| this.one_of(&results, scope))
        })
    }

    /// One of several results, each on a way of its own.
    fn one_of(&mut self, results: &[&'a ast::Expr], scope: ScopeId) -> Value<'a> {
        let Some((last, before)) = results.split_last() else { return Value::Unknown };
        match before.iter().find(|_| !self.choose()) {
            Some(result) => self.expr(result, scope),
            None => self.expr(last, scope),
        }
    }

    /// A frame with values for the parameters that are plain names.
    fn parameters(
        &mut self,
        params: &[&'a ast::Pat],
        arguments: &[Value<'a>],
        scope: ScopeId,
        mut frame: Frame<'a>,
    ) -> Frame<'a> {
        for (index, param) in params.iter().enumerate() {
            let given = arguments.get(index).cloned().unwrap_or(Value::Undefined);
            let (name, value) = match param {
                ast::Pat::Ident(name) => (name, given),
                ast::Pat::Assign(assign) => {
                    let ast::Pat::Ident(name) = &*assign.left else { continue };
                    // a default is what the binding itself comes to
                    if matches!(given, Value::Undefined) {
                        continue;
                    }
                    (name, given)
                }
                ast::Pat::Rest(rest) => {
                    let ast::Pat::Ident(name) = &*rest.arg else { continue };
                    (name, Value::array(arguments.get(index..).unwrap_or_default().to_vec()))
                }
                _ => continue,
            };
            if let Some(binding) = self.scopes().resolve(scope, &name.id.sym)
                && self.scopes().bindings[binding].writes.is_empty()
                && matches!(self.scopes().bindings[binding].init, Init::Opaque | Init::Default(_))
            {
                frame.set(binding, value);
            }
        }
        frame
    }
}

/// Whether a call may come to something that is known, whatever the arguments are.
pub(super) fn comes_back(function: &Value<'_>) -> bool {
    match function {
        Value::Function(closure) => {
            let body = match closure.code {
                Code::Function(function) => Body::of_function(function),
                Code::Arrow(arrow) => Some(Body::of_arrow(arrow)),
            };
            body.is_some_and(|body| !body.results().is_empty())
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
        let known = statements.len() <= MOST_STATEMENTS
            && statements.iter().all(|statement| choices(statement, &mut results));
        let texts = results.iter().any(|result| is_text(result));
        if known && texts && results.len() <= MOST_RESULTS { results } else { Vec::new() }
    }
}

/// A function with more ways out, or a longer one, would have to be run.
const MOST_RESULTS: usize = 3;
const MOST_STATEMENTS: usize = 12;

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
