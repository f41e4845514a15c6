//! Expressions to values.
//!
//! Nothing of the program is run: what is not known is [`Value::Unknown`], what may take long is
//! cut off, and where a condition is not known both ways are taken, one after the other.

use std::rc::Rc;

use rustc_hash::FxHashMap;
use swc_ecma_visit::swc_ecma_ast as ast;

use super::scope::{Binding, BindingId, Init, ScopeId, Scopes, Write, address};
use super::value::{Closure, Code, Frame, Text, Value, int32};
use super::{arrays, bytes, globals, modules, regex, strings};
use crate::links::{Imports, Module};

/// Most code units that one value may have.
pub(super) const LONGEST: usize = 1 << 20;

/// How deep calls and initialisers may lead.
const DEEPEST: usize = 64;

/// How many unknown conditions of one expression are taken both ways.
const MOST_CHOICES: usize = 4;

/// Evaluates expressions of one program.
pub(super) struct Evaluator<'a, 's> {
    scopes: &'s Scopes<'a>,
    /// What other scripts give.
    imports: Imports<'s>,
    /// Steps that are left for the whole program.
    budget: usize,
    depth: usize,
    /// Values of bindings that do not depend on a choice or a parameter.
    known: FxHashMap<BindingId, Value<'a>>,
    /// Values of calls and sums that do not depend on either, by address: what encloses them asks
    /// for them again. And of functions, by address and number of arguments, all of them unknown.
    parts: FxHashMap<(usize, usize), Value<'a>>,
    /// Patterns, compiled when they are first used, by the address of the literal.
    patterns: FxHashMap<usize, Option<::regex::Regex>>,
    /// Values of parameters, the innermost call last.
    frames: Vec<Rc<Frame<'a>>>,
    /// Bindings that are being evaluated: a circle is not known.
    busy: Vec<BindingId>,
    choices: Vec<bool>,
    chosen: usize,
    /// What the value that is being worked out depends on.
    needs: Needs,
}

/// What keeps a value from being remembered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Needs {
    /// The way taken at an unknown condition.
    choice: bool,
    /// The parameters of the call that is being worked out.
    frame: bool,
}

impl Needs {
    fn also(&mut self, other: Self) {
        self.choice |= other.choice;
        self.frame |= other.frame;
    }
}

impl<'a, 's> Evaluator<'a, 's> {
    pub(super) fn new(scopes: &'s Scopes<'a>, budget: usize, imports: Imports<'s>) -> Self {
        Self {
            scopes,
            imports,
            budget,
            depth: 0,
            known: FxHashMap::default(),
            parts: FxHashMap::default(),
            patterns: FxHashMap::default(),
            frames: Vec::new(),
            busy: Vec::new(),
            choices: Vec::new(),
            chosen: 0,
            needs: Needs::default(),
        }
    }

    /// Every value that an expression may come to, one for each way through its conditions, within
    /// so many steps: functions that call each other would take all that the program has.
    pub(super) fn all(
        &mut self,
        expr: &'a ast::Expr,
        scope: ScopeId,
        most: usize,
        each: impl FnMut(&mut Self, Value<'a>),
    ) {
        self.within(most, |this| this.each_way(expr, scope, each));
    }

    /// Works something out within so many steps.
    pub(super) fn within(&mut self, most: usize, work: impl FnOnce(&mut Self)) {
        let own = self.budget.min(most);
        let others = self.budget - own;
        self.budget = own;
        (self.chosen, self.needs) = (0, Needs::default());
        self.choices.clear();
        work(self);
        self.budget += others;
    }

    fn each_way(
        &mut self,
        expr: &'a ast::Expr,
        scope: ScopeId,
        mut each: impl FnMut(&mut Self, Value<'a>),
    ) {
        while self.budget > 0 {
            (self.chosen, self.needs) = (0, Needs::default());
            let value = self.expr(expr, scope);
            each(self, value);
            self.choices.truncate(self.chosen);
            // the next way: the last choice that was not taken the other way yet
            while self.choices.pop_if(|taken| *taken).is_some() {}
            match self.choices.last_mut() {
                Some(last) => *last = true,
                None => return,
            }
        }
    }

    /// Whether all that was asked for could be worked out so far.
    pub(super) fn is_exhausted(&self) -> bool {
        self.budget == 0
    }

    /// One of two ways where it is not known which.
    fn choose(&mut self) -> bool {
        self.needs.choice = true;
        if self.chosen == self.choices.len() {
            let most = if self.frames.is_empty() { MOST_CHOICES } else { MOST_CHOICES / 2 };
            if self.choices.len() >= most {
                return false;
            }
            self.choices.push(false);
        }
        self.chosen += 1;
        self.choices[self.chosen - 1]
    }

    /// Takes steps from the budget; says whether there were enough.
    pub(super) fn spend(&mut self, steps: usize) -> bool {
        let enough = self.budget >= steps;
        self.budget = self.budget.saturating_sub(steps);
        enough
    }

    /// The value of an expression, one way through its conditions.
    pub(super) fn expr(&mut self, expr: &'a ast::Expr, scope: ScopeId) -> Value<'a> {
        if self.depth >= DEEPEST || !self.spend(1) {
            return Value::Unknown;
        }
        if !is_part(expr) {
            return self.deeper(expr, scope);
        }
        self.remembered((address(expr), 0), |this| this.deeper(expr, scope))
    }

    /// A value that is worked out once, if it depends on nothing else.
    pub(super) fn remembered(
        &mut self,
        key: (usize, usize),
        work_out: impl FnOnce(&mut Self) -> Value<'a>,
    ) -> Value<'a> {
        if let Some(value) = self.parts.get(&key) {
            return value.clone();
        }
        let outer = std::mem::take(&mut self.needs);
        let value = work_out(self);
        if self.needs == Needs::default() && self.depth < DEEPEST / 2 {
            self.parts.insert(key, value.clone());
        }
        self.needs.also(outer);
        value
    }

    fn deeper(&mut self, expr: &'a ast::Expr, scope: ScopeId) -> Value<'a> {
        self.depth += 1;
        let value = self.shallow(expr, scope);
        self.depth -= 1;
        value
    }

    fn shallow(&mut self, expr: &'a ast::Expr, scope: ScopeId) -> Value<'a> {
        use ast::Expr;
        match expr {
            Expr::Lit(literal) => self.literal(literal),
            Expr::Tpl(template) => self.template(template, scope),
            Expr::Paren(paren) => self.expr(&paren.expr, scope),
            Expr::Seq(seq) => {
                seq.exprs.last().map_or(Value::Unknown, |last| self.expr(last, scope))
            }
            Expr::Bin(binary) => self.binary(binary, scope),
            Expr::Unary(unary) => self.unary(unary, scope),
            Expr::Cond(cond) => self.conditional(cond, scope),
            Expr::Ident(name) => self.name(&name.sym, scope),
            Expr::Array(array) => self.array(array, scope),
            Expr::Object(object) => self.object(object, scope),
            Expr::Member(member) => self.member(member, scope),
            Expr::Call(call) => self.call(call, scope),
            Expr::New(new) => self.construct(new, scope),
            Expr::Fn(function) => self.closure(Code::Function(&function.function)),
            Expr::Arrow(arrow) => self.closure(Code::Arrow(arrow)),
            Expr::TaggedTpl(tagged) => self.tagged(tagged, scope),
            Expr::OptChain(chain) => self.chain(chain, scope),
            Expr::Assign(assign) => self.assignment(assign, scope),
            Expr::Await(it) => self.expr(&it.arg, scope),
            Expr::TsAs(it) => self.expr(&it.expr, scope),
            Expr::TsNonNull(it) => self.expr(&it.expr, scope),
            Expr::TsConstAssertion(it) => self.expr(&it.expr, scope),
            Expr::TsSatisfies(it) => self.expr(&it.expr, scope),
            Expr::TsTypeAssertion(it) => self.expr(&it.expr, scope),
            _ => Value::Unknown,
        }
    }

    /// `x = …` is what is assigned, and `x += …` all that `x` ever holds.
    fn assignment(&mut self, assign: &'a ast::AssignExpr, scope: ScopeId) -> Value<'a> {
        match (assign.op, &assign.left) {
            (ast::AssignOp::Assign, _) => self.expr(&assign.right, scope),
            (
                ast::AssignOp::AddAssign,
                ast::AssignTarget::Simple(ast::SimpleAssignTarget::Ident(name)),
            ) => self.name(&name.id.sym, scope),
            _ => Value::Unknown,
        }
    }

    fn literal(&mut self, literal: &'a ast::Lit) -> Value<'a> {
        match literal {
            ast::Lit::Str(string) if string.value.len() <= LONGEST => {
                self.spend(string.value.len() / 16);
                Value::literal(string.value.to_string_lossy())
            }
            ast::Lit::Bool(truth) => Value::Bool(truth.value),
            ast::Lit::Null(_) => Value::Null,
            ast::Lit::Num(number) => Value::Number(number.value),
            ast::Lit::Regex(regex) => Value::Regex(regex),
            _ => Value::Unknown,
        }
    }

    fn template(&mut self, template: &'a ast::Tpl, scope: ScopeId) -> Value<'a> {
        let mut units = Vec::new();
        for (index, part) in template.quasis.iter().enumerate() {
            match &part.cooked {
                Some(cooked) => units.extend(cooked.to_string_lossy().encode_utf16()),
                None => return Value::Unknown,
            }
            if let Some(expr) = template.exprs.get(index) {
                units.extend_from_slice(self.expr(expr, scope).to_text().units());
            }
        }
        self.text(units)
    }

    /// Text within bounds.
    pub(super) fn text(&mut self, units: Vec<u16>) -> Value<'a> {
        if units.len() > LONGEST || !self.spend(units.len() / 16) {
            return Value::Unknown;
        }
        Value::Text(Text::new(units))
    }

    fn binary(&mut self, binary: &'a ast::BinExpr, scope: ScopeId) -> Value<'a> {
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

    pub(super) fn add(&mut self, left: &Value<'a>, right: &Value<'a>) -> Value<'a> {
        match (left, right) {
            (Value::Number(left), Value::Number(right)) => Value::Number(left + right),
            // two unknown values may be numbers, but then there is no text to lose
            (left, right) => {
                let text = left.to_text().join(&right.to_text());
                self.text(text.units().to_vec())
            }
        }
    }

    fn unary(&mut self, unary: &'a ast::UnaryExpr, scope: ScopeId) -> Value<'a> {
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

    fn conditional(&mut self, cond: &'a ast::CondExpr, scope: ScopeId) -> Value<'a> {
        let test = self.expr(&cond.test, scope).truth();
        let first = test.unwrap_or_else(|| !self.choose());
        self.expr(if first { &cond.cons } else { &cond.alt }, scope)
    }

    pub(super) fn name(&mut self, name: &str, scope: ScopeId) -> Value<'a> {
        let Some(id) = self.scopes.resolve(scope, name) else {
            return match name {
                "undefined" => Value::Undefined,
                "NaN" => Value::Number(f64::NAN),
                "Infinity" => Value::Number(f64::INFINITY),
                name if globals::is_root(name) => Value::Global(Rc::from(name)),
                _ => Value::Unknown,
            };
        };
        if let Some(value) = self.frames.last().and_then(|frame| frame.get(id)) {
            self.needs.frame = true;
            return value.clone();
        }
        self.binding(id)
    }

    pub(super) fn binding(&mut self, id: BindingId) -> Value<'a> {
        if let Some(value) = self.known.get(&id) {
            return value.clone();
        }
        if self.busy.contains(&id) {
            return Value::Unknown;
        }
        let outer = std::mem::take(&mut self.needs);
        self.busy.push(id);
        let scopes = self.scopes;
        let value = self.final_value(&scopes.bindings[id]);
        self.busy.pop();
        if self.needs == Needs::default() && self.depth < DEEPEST {
            self.known.insert(id, value.clone());
        }
        self.needs.also(outer);
        value
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
                _ => return Value::Unknown,
            };
        }
        value
    }

    fn first_value(&mut self, binding: &Binding<'a>) -> Value<'a> {
        match binding.init {
            Init::Nothing => Value::Undefined,
            Init::Expr(expr) => self.expr(expr, binding.scope),
            Init::Function(function) => self.closure(Code::Function(function)),
            Init::Pattern(pattern, expr) => {
                let whole = self.expr(expr, binding.scope);
                self.part(pattern, &whole, binding.at, binding.scope).unwrap_or(Value::Unknown)
            }
            Init::Default(expr) => {
                self.needs.frame = true;
                self.expr(expr, binding.scope)
            }
            Init::Import(address, name) => {
                self.import(&Module::At(address.value.to_string_lossy().into_owned()), name)
            }
            Init::Opaque => Value::Unknown,
        }
    }

    /// A literal pattern, as far as it means the same to us.
    pub(super) fn pattern(&mut self, literal: &'a ast::Regex) -> Option<::regex::Regex> {
        let compiled = self.patterns.entry(address(literal));
        compiled.or_insert_with(|| regex::compile(literal)).clone()
    }

    /// What another script gives.
    pub(super) fn import(&self, module: &Module, name: &str) -> Value<'a> {
        self.imports.get(module, name).map_or(Value::Unknown, modules::value)
    }

    pub(super) fn imports(&self) -> &Imports<'s> {
        &self.imports
    }

    /// What the name declared at `at` gets when a pattern takes `value` apart.
    fn part(
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

    fn property_name(&mut self, name: &'a ast::PropName, scope: ScopeId) -> Option<Value<'a>> {
        Some(match name {
            ast::PropName::Ident(name) => Value::literal(&name.sym),
            ast::PropName::Str(string) => Value::literal(string.value.to_string_lossy()),
            ast::PropName::Num(number) => Value::Number(number.value),
            ast::PropName::Computed(computed) => self.expr(&computed.expr, scope),
            ast::PropName::BigInt(_) => return None,
        })
    }

    fn array(&mut self, array: &'a ast::ArrayLit, scope: ScopeId) -> Value<'a> {
        let mut items = Vec::with_capacity(array.elems.len());
        for element in &array.elems {
            let Some(element) = element else {
                items.push(Value::Undefined);
                continue;
            };
            let value = self.expr(&element.expr, scope);
            match element.spread {
                None => items.push(value),
                Some(_) => match value.items() {
                    Some(spread) => items.extend(spread),
                    None => items.push(Value::Unknown),
                },
            }
        }
        Value::array(items)
    }

    fn object(&mut self, object: &'a ast::ObjectLit, scope: ScopeId) -> Value<'a> {
        let mut entries: Vec<(Text, Value<'a>)> = Vec::with_capacity(object.props.len());
        for property in &object.props {
            match property {
                ast::PropOrSpread::Spread(spread) => {
                    if let Value::Object(inner) = self.expr(&spread.expr, scope) {
                        entries.extend(inner.iter().cloned());
                    }
                }
                ast::PropOrSpread::Prop(property) => entries.extend(self.entry(property, scope)),
            }
        }
        Value::Object(Rc::new(entries))
    }

    fn entry(&mut self, property: &'a ast::Prop, scope: ScopeId) -> Option<(Text, Value<'a>)> {
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
                Some((key, self.closure(Code::Function(&method.function))))
            }
            _ => None,
        }
    }

    fn member(&mut self, member: &'a ast::MemberExpr, scope: ScopeId) -> Value<'a> {
        let object = self.expr(&member.obj, scope);
        match self.key(&member.prop, scope) {
            Some(key) => Self::get(&object, &key),
            None => Value::Unknown,
        }
    }

    pub(super) fn key(
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
    pub(super) fn get(object: &Value<'a>, key: &Value<'a>) -> Value<'a> {
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

    fn tagged(&mut self, tagged: &'a ast::TaggedTpl, scope: ScopeId) -> Value<'a> {
        let raw = match self.expr(&tagged.tag, scope) {
            Value::Global(path) => &*path == "String.raw",
            _ => return Value::Unknown,
        };
        if !raw {
            return Value::Unknown;
        }
        let mut units = Vec::new();
        for (index, part) in tagged.tpl.quasis.iter().enumerate() {
            units.extend(part.raw.encode_utf16());
            if let Some(expr) = tagged.tpl.exprs.get(index) {
                units.extend_from_slice(self.expr(expr, scope).to_text().units());
            }
        }
        self.text(units)
    }

    fn chain(&mut self, chain: &'a ast::OptChainExpr, scope: ScopeId) -> Value<'a> {
        match &*chain.base {
            ast::OptChainBase::Member(member) => self.member(member, scope),
            ast::OptChainBase::Call(call) => self.call_of(&call.callee, &call.args, scope),
        }
    }

    fn construct(&mut self, new: &'a ast::NewExpr, scope: ScopeId) -> Value<'a> {
        let Value::Global(path) = self.expr(&new.callee, scope) else { return Value::Unknown };
        let arguments = self.arguments(new.args.as_deref().unwrap_or_default(), scope);
        globals::construct(&path, &arguments)
    }

    pub(super) fn arguments(
        &mut self,
        list: &'a [ast::ExprOrSpread],
        scope: ScopeId,
    ) -> Vec<Value<'a>> {
        let mut values = Vec::with_capacity(list.len());
        for argument in list {
            let value = self.expr(&argument.expr, scope);
            match argument.spread {
                None => values.push(value),
                Some(_) => values.extend(value.items().unwrap_or_else(|| vec![Value::Unknown])),
            }
        }
        values
    }

    /// A function that sees the parameters around it.
    fn closure(&mut self, code: Code<'a>) -> Value<'a> {
        let captured = self.frames.last().filter(|frame| !frame.is_empty()).cloned();
        // what it captures is of this call alone
        self.needs.frame |= captured.is_some();
        Value::Function(Closure { code, captured })
    }

    pub(super) fn scopes(&self) -> &'s Scopes<'a> {
        self.scopes
    }

    /// Runs `body` with values for parameters; `captures` says whether some are of a call around it.
    pub(super) fn with_frame(
        &mut self,
        frame: Frame<'a>,
        captures: bool,
        body: impl FnOnce(&mut Self) -> Value<'a>,
    ) -> Value<'a> {
        self.frames.push(Rc::new(frame));
        let outside = self.needs.frame;
        let value = body(self);
        // the parameters are these, whoever calls
        self.needs.frame = outside || captures;
        self.frames.pop();
        value
    }
}

/// What is worth remembering: what is a candidate of its own, too.
fn is_part(expr: &ast::Expr) -> bool {
    matches!(expr, ast::Expr::Call(_) | ast::Expr::Bin(_) | ast::Expr::Tpl(_))
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
