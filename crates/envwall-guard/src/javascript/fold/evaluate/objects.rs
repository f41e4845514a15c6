//! Arrays, objects and their members.

use std::rc::Rc;

use swc_ecma_visit::swc_ecma_ast as ast;

use super::super::host::Host;
use super::super::scope::ScopeId;
use super::super::value::{Code, Text, Value};
use super::super::{arrays, builtins, bytes, constructors, strings};
use super::Evaluator;

impl<'a> Evaluator<'a, '_> {
    pub(super) fn property_name(
        &mut self,
        name: &'a ast::PropName,
        scope: ScopeId,
    ) -> Option<Value<'a>> {
        Some(match name {
            ast::PropName::Ident(name) => Value::literal(&name.sym),
            ast::PropName::Str(string) => Value::literal(string.value.to_string_lossy()),
            ast::PropName::Num(number) => Value::Number(number.value),
            ast::PropName::Computed(computed) => self.expr(&computed.expr, scope),
            ast::PropName::BigInt(_) => return None,
        })
    }

    pub(super) fn array(&mut self, array: &'a ast::ArrayLit, scope: ScopeId) -> Value<'a> {
        let mut items = Vec::with_capacity(array.elems.len());
        for element in &array.elems {
            let Some(element) = element else {
                items.push(Value::Undefined);
                continue;
            };
            let value = self.expr(&element.expr, scope);
            match element.spread {
                None => items.push(value),
                Some(_) if self.spread_items(&mut items, &value) => {}
                Some(_) => return Value::Unknown,
            }
        }
        Value::array(items)
    }

    /// Adds all items of a value to a list; says whether it did.
    pub(super) fn spread_items(&mut self, into: &mut Vec<Value<'a>>, value: &Value<'a>) -> bool {
        match value {
            Value::Array(items) => self.spread(into, items.iter().cloned()),
            // no more than what was paid for when the text was made
            other => match other.items() {
                Some(items) => self.spread(into, items),
                None => self.spread(into, [Value::Unknown]),
            },
        }
    }

    pub(super) fn object(&mut self, object: &'a ast::ObjectLit, scope: ScopeId) -> Value<'a> {
        let mut entries: Vec<(Text, Value<'a>)> = Vec::with_capacity(object.props.len());
        for property in &object.props {
            match property {
                ast::PropOrSpread::Spread(spread) => {
                    if let Value::Object(inner) = self.expr(&spread.expr, scope)
                        && !self.spread(&mut entries, inner.iter().cloned())
                    {
                        return Value::Unknown;
                    }
                }
                ast::PropOrSpread::Prop(property) => entries.extend(self.entry(property, scope)),
            }
        }
        Value::object(entries)
    }

    pub(super) fn entry(
        &mut self,
        property: &'a ast::Prop,
        scope: ScopeId,
    ) -> Option<(Text, Value<'a>)> {
        match property {
            ast::Prop::KeyValue(pair) => {
                let key = self.property_name(&pair.key, scope)?.known_text()?;
                Some((key, self.expr(&pair.value, scope)))
            }
            ast::Prop::Shorthand(name) => {
                Some((Text::literal(&name.sym), self.name(&name.sym, scope)))
            }
            ast::Prop::Method(method) => {
                let key = self.property_name(&method.key, scope)?.known_text()?;
                Some((key, self.closure(Code::Function(&method.function), scope)))
            }
            _ => None,
        }
    }

    pub(super) fn member(&mut self, member: &'a ast::MemberExpr, scope: ScopeId) -> Value<'a> {
        let object = self.expr(&member.obj, scope);
        match self.key(&member.prop, scope) {
            Some(key) => self.known_to_host(Self::get(&object, &key)),
            None => Value::Unknown,
        }
    }

    /// What Node says that a path of members is.
    fn known_to_host(&self, value: Value<'a>) -> Value<'a> {
        match (&value, self.host()) {
            (Value::Global(path), Some(host)) => host.member(path).unwrap_or(value),
            _ => value,
        }
    }

    pub(in super::super) fn key(
        &mut self,
        property: &'a ast::MemberProp,
        scope: ScopeId,
    ) -> Option<Value<'a>> {
        match property {
            ast::MemberProp::Ident(name) => Some(Value::literal(&name.sym)),
            ast::MemberProp::Computed(computed) => Some(self.expr(&computed.expr, scope)),
            ast::MemberProp::PrivateName(_) => None,
        }
    }

    /// `object[key]`
    pub(in super::super) fn get(object: &Value<'a>, key: &Value<'a>) -> Value<'a> {
        let Some(name) = key.known_text() else { return Value::Unknown };
        match object {
            Value::Object(entries) => {
                let found = entries.iter().rev().find(|(key, _)| *key == name);
                found.map_or(Value::Undefined, |(_, value)| value.clone())
            }
            Value::Array(items) => arrays::get(items, &name),
            Value::Bytes(content) => bytes::get(content, &name),
            Value::Text(text) if !text.has_gap() => strings::get(text, &name),
            Value::Global(path) => Value::Global(Rc::from(format!("{path}.{}", name.to_rust()))),
            _ => Value::Unknown,
        }
    }

    pub(super) fn chain(&mut self, chain: &'a ast::OptChainExpr, scope: ScopeId) -> Value<'a> {
        match &*chain.base {
            ast::OptChainBase::Member(member) => self.member(member, scope),
            ast::OptChainBase::Call(call) => self.call_of(&call.callee, &call.args, scope),
        }
    }

    pub(super) fn construct(&mut self, new: &'a ast::NewExpr, scope: ScopeId) -> Value<'a> {
        let Value::Global(path) = self.expr(&new.callee, scope) else { return Value::Unknown };
        let arguments = self.arguments(new.args.as_deref().unwrap_or_default(), scope);
        match (&*path, self.host()) {
            ("URL", Some(_)) => Host::url(&arguments),
            _ => constructors::construct(builtins::without_host(&path), &arguments),
        }
    }
}
