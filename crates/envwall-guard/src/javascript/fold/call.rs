//! Calls: of methods of known values, of what the language gives, and of the program's own
//! functions where they are simple.

use std::rc::Rc;

use swc_ecma_visit::swc_ecma_ast as ast;

use super::body::{Body, comes_back, without_parens};
use super::evaluate::{Evaluator, Part};
use super::host::Host;
use super::patterns::names_in;
use super::scope::{Init, ScopeId, address};
use super::value::{Closure, Code, Frame, Value};
use super::{arrays, builtins, bytes, constructors, functions, globals, modules, strings};
use crate::javascript::module_graph::ALL;

impl<'a> Evaluator<'a, '_> {
    pub(super) fn call(&mut self, call: &'a ast::CallExpr, scope: ScopeId) -> Value<'a> {
        if self.host().is_some()
            && let Some(value) = modules::named(call).and_then(|name| Host::import(name, ALL))
        {
            return value;
        }
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
            Value::Text(text) if name == "concat" => strings::concat(self, text, arguments),
            Value::Text(text) if !text.has_gap() => strings::call(self, text, name, arguments),
            Value::Array(items) => arrays::call(self, items, name, arguments),
            Value::Bytes(content) => {
                if !self.spend_on(object.size()) {
                    return Value::Unknown;
                }
                bytes::call(self, content, name, arguments)
            }
            Value::Number(number) if name == "toString" => strings::of_number(*number, arguments),
            Value::Global(path) => self.global(&format!("{path}.{name}"), arguments),
            Value::Function(_) => functions::call(self, object, name, arguments),
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
        if !self.spend_on(arguments.iter().map(Value::size).sum()) {
            return Value::Unknown;
        }
        let path = builtins::without_host(path);
        if let Some(value) = self.host().and_then(|host| host.call(path, arguments)) {
            return self.bounded(value);
        }
        let value = match path.rsplit_once('.') {
            Some((function, name)) if functions::NAMES.contains(&name) => {
                let function = Value::Global(Rc::from(function));
                functions::call(self, &function, name, arguments)
            }
            _ if constructors::METHODS.contains(&path) => constructors::method(path, arguments),
            _ => globals::call(self, path, arguments),
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
        let value = self.come_to(closure, node, &body.results(), arguments);
        let may_copy = match value {
            Value::Unknown => body.copies(),
            Value::Object(_) => body.changes_what_it_returns(),
            _ => false,
        };
        let copied = if may_copy { self.copied(arguments) } else { Value::Unknown };
        if matches!(copied, Value::Unknown) { value } else { copied }
    }

    /// What objects have together, or lists.
    fn copied(&mut self, arguments: &[Value<'a>]) -> Value<'a> {
        if arguments.iter().any(|argument| matches!(argument, Value::Object(_))) {
            return self.global("Object.assign", arguments);
        }
        let lists = arguments.iter().filter(|argument| matches!(argument, Value::Array(_)));
        let items: Vec<_> = lists.filter_map(Value::items).flatten().collect();
        if items.is_empty() { Value::Unknown } else { self.global("Array.of", &items) }
    }

    fn come_to(
        &mut self,
        closure: &Closure<'a>,
        node: usize,
        results: &[&'a ast::Expr],
        arguments: &[Value<'a>],
    ) -> Value<'a> {
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
            return self.with_frame(frame, captures, |this| this.one_of(results, scope));
        }
        // most calls are of this kind, and all of them of one function come to the same
        self.remembered(Part::Call(node, arguments.len()), false, |this| {
            let frame = frame(this);
            this.with_frame(frame, captures, |this| this.one_of(results, scope))
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

    /// A frame with values for the parameters.
    fn parameters(
        &mut self,
        params: &[&'a ast::Pat],
        arguments: &[Value<'a>],
        scope: ScopeId,
        mut frame: Frame<'a>,
    ) -> Frame<'a> {
        for (index, param) in params.iter().enumerate() {
            let given = arguments.get(index).cloned().unwrap_or(Value::Undefined);
            let (pattern, value) = match param {
                ast::Pat::Rest(rest) => {
                    let rest_of = arguments.get(index..).unwrap_or_default();
                    (&*rest.arg, Value::array(rest_of.to_vec()))
                }
                ast::Pat::Assign(assign) => match given {
                    // the default of a name is what its binding comes to
                    Value::Undefined if assign.left.is_ident() => continue,
                    Value::Undefined => (&*assign.left, self.expr(&assign.right, scope)),
                    given => (&*assign.left, given),
                },
                pattern => (*pattern, given),
            };
            for (name, at) in names_in(pattern) {
                if let Some(binding) = self.scopes().resolve(scope, name)
                    && self.scopes().bindings[binding].writes.is_empty()
                    && matches!(
                        self.scopes().bindings[binding].init,
                        Init::Opaque | Init::Default(_)
                    )
                {
                    let part = self.part(pattern, &value, at, scope);
                    frame.set(scope, binding, part.unwrap_or(Value::Unknown));
                }
            }
        }
        frame
    }
}
