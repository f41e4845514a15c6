//! Names: what a variable holds in the end.

use std::rc::Rc;

use swc_ecma_visit::swc_ecma_ast as ast;

use super::super::builtins;
use super::super::host::Host;
use super::super::scope::{Binding, BindingId, Init, ScopeId, Write};
use super::super::value::{Code, Value};
use super::{Evaluator, Part};
use crate::javascript::module_graph::Module;

/// An object to which more is written is a table.
const MAX_PROPERTIES: usize = 256;

/// Maximum number of variables of which each is needed for the one before.
const MAX_BUSY: usize = 256;

impl<'a> Evaluator<'a, '_> {
    pub(in super::super) fn name(&mut self, name: &str, scope: ScopeId) -> Value<'a> {
        let Some(id) = self.scopes.resolve(scope, name) else {
            if let Some(value) = self.host().and_then(|host| host.name(name)) {
                return value;
            }
            return match name {
                "undefined" => Value::Undefined,
                "NaN" => Value::Number(f64::NAN),
                "Infinity" => Value::Number(f64::INFINITY),
                name if builtins::is_root(name) => Value::Global(Rc::from(name)),
                _ => Value::Unknown,
            };
        };
        if let Some(value) = self.frames.last().and_then(|frame| frame.get(id)) {
            self.needs.frame = true;
            return value.clone();
        }
        self.binding(id)
    }

    pub(in super::super) fn binding(&mut self, id: BindingId) -> Value<'a> {
        self.needs.depth |= self.busy.len() >= MAX_BUSY;
        if self.busy.len() >= MAX_BUSY || self.busy.contains(&id) {
            return Value::Unknown;
        }
        let in_call = self.sees_parameters(self.scopes.bindings[id].scope);
        self.remembered(Part::Binding(id), in_call, |this| {
            this.busy.push(id);
            let scopes = this.scopes;
            let value = this.final_value(&scopes.bindings[id]);
            this.busy.pop();
            value
        })
    }

    /// What a variable holds in the end: its first value and all that is appended, in order.
    fn final_value(&mut self, binding: &Binding<'a>) -> Value<'a> {
        let mut value = self.first_value(binding);
        for write in &binding.writes {
            value = match (write, binding.init) {
                (Write::Append(expr, scope), _) => {
                    let tail = self.expr(expr, *scope);
                    self.add(&value, &tail)
                }
                // `let x; x = "…"`: one value, given late
                (Write::Set(expr, scope), Init::Nothing) if binding.writes.len() == 1 => {
                    self.expr(expr, *scope)
                }
                (Write::Property(..), _) => continue,
                _ => return Value::Unknown,
            };
        }
        self.with_properties(value, binding)
    }

    /// An object with what is written to its properties, the last of each.
    fn with_properties(&mut self, value: Value<'a>, binding: &Binding<'a>) -> Value<'a> {
        let mut written = Vec::new();
        for write in &binding.writes {
            let Write::Property(property, expr, scope) = write else { continue };
            let key = self.key(property, *scope).and_then(|key| key.known_text());
            let (Some(key), true) = (key, written.len() < MAX_PROPERTIES) else {
                return Value::Unknown;
            };
            written.push((key, self.expr(expr, *scope)));
        }
        match value {
            value if written.is_empty() => value,
            Value::Object(entries) => {
                Value::object(entries.iter().cloned().chain(written).collect())
            }
            _ => Value::Unknown,
        }
    }

    fn first_value(&mut self, binding: &Binding<'a>) -> Value<'a> {
        match binding.init {
            Init::Nothing => Value::Undefined,
            Init::Expr(expr) => self.expr(expr, binding.scope),
            Init::Function(function) => self.closure(Code::Function(function), binding.scope),
            Init::Pattern(pattern, expr) => {
                let whole = self.expr(expr, binding.scope);
                self.part(pattern, &whole, binding.at, binding.scope).unwrap_or(Value::Unknown)
            }
            Init::Default(expr) => {
                self.needs.unbound = true;
                self.expr(expr, binding.scope)
            }
            Init::Import(address, name) if self.host().is_some() => {
                let address = address.value.to_string_lossy();
                let known = Host::import(&address, name);
                known.unwrap_or_else(|| self.import(&Module::At(address.into_owned()), name))
            }
            Init::Import(address, name) => {
                self.import(&Module::At(address.value.to_string_lossy().into_owned()), name)
            }
            Init::Opaque => {
                self.needs.unbound = true;
                Value::Unknown
            }
        }
    }

    /// What the name declared at `at` gets when a pattern takes `value` apart.
    pub(in super::super) fn part(
        &mut self,
        pattern: &'a ast::Pat,
        value: &Value<'a>,
        at: u32,
        scope: ScopeId,
    ) -> Option<Value<'a>> {
        match pattern {
            ast::Pat::Ident(name) => (name.id.span.lo.0 == at).then(|| value.clone()),
            ast::Pat::Assign(assign) => {
                let value = match value {
                    Value::Undefined => self.expr(&assign.right, scope),
                    value => value.clone(),
                };
                self.part(&assign.left, &value, at, scope)
            }
            ast::Pat::Array(array) => {
                let items = value.items();
                array.elems.iter().enumerate().find_map(|(index, element)| {
                    let item = match &items {
                        Some(items) => items.get(index).cloned().unwrap_or(Value::Undefined),
                        None => Value::Unknown,
                    };
                    self.part(element.as_ref()?, &item, at, scope)
                })
            }
            ast::Pat::Object(object) => object
                .props
                .iter()
                .find_map(|property| self.part_of_object(property, value, at, scope)),
            ast::Pat::Rest(_) | ast::Pat::Invalid(_) | ast::Pat::Expr(_) => None,
        }
    }

    fn part_of_object(
        &mut self,
        property: &'a ast::ObjectPatProp,
        value: &Value<'a>,
        at: u32,
        scope: ScopeId,
    ) -> Option<Value<'a>> {
        match property {
            ast::ObjectPatProp::KeyValue(pair) => {
                let key = self.property_name(&pair.key, scope)?;
                let item = Self::get(value, &key);
                self.part(&pair.value, &item, at, scope)
            }
            ast::ObjectPatProp::Assign(short) if short.key.id.span.lo.0 == at => {
                let item = Self::get(value, &Value::literal(&short.key.id.sym));
                match (&item, &short.value) {
                    (Value::Undefined, Some(default)) => Some(self.expr(default, scope)),
                    _ => Some(item),
                }
            }
            _ => None,
        }
    }
}
