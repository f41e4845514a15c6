//! Expressions to values.
//!
//! Nothing of the program is run: what is not known is [`Value::Unknown`], what may take long is
//! cut off, and where a condition is not known both ways are taken, one after the other.

mod bindings;
mod objects;
mod operators;

use std::rc::Rc;

use rustc_hash::FxHashMap;
use swc_ecma_visit::swc_ecma_ast as ast;

use super::host::Host;
use super::scope::{BindingId, ScopeId, Scopes, address};
pub(super) use super::value::MAX_LENGTH;
use super::value::{Closure, Code, Frame, Text, Value, of_constant};
use super::{arrays, regex};
use crate::javascript::module_graph::{Imports, Module};

/// Steps for one expression.
pub(super) const EXPR_BUDGET: usize = 4_000;

/// Maximum depth of calls and initializers.
const MAX_DEPTH: usize = 64;

/// Maximum number of unknown conditions of one expression that are taken both ways.
const MAX_CHOICES: usize = 4;

/// Evaluates expressions of one program.
pub(super) struct Evaluator<'a, 's> {
    scopes: &'s Scopes<'a>,
    /// What other scripts give.
    imports: Imports<'s>,
    /// What Node gives, where the program is a configuration file.
    host: Option<&'s Host>,
    /// Steps that are left for the whole program.
    budget: usize,
    /// Data that is left for the whole program: a long text is worked with in one step.
    data: usize,
    depth: usize,
    /// Values that lasted.
    memo: Memo<'a>,
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
    /// Whether something was too large to be worked out.
    overran: bool,
}

/// What a program may take.
pub(super) struct Budget {
    pub(super) steps: usize,
    /// As [`Value::size`] counts it.
    pub(super) data: usize,
}

/// What is worked out once.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    Binding(BindingId),
    /// A call, a sum or a template, by address: what encloses it asks for it again.
    Expr(usize),
    /// A function, by address, that is called with so many arguments, all of them unknown.
    Call(usize, usize),
}

struct Known<'a> {
    value: Value<'a>,
    /// It holds outside of calls only: in one, a parameter that it depends on may have a value.
    unbound: bool,
}

/// What was worked out, by what it is of.
#[derive(Default)]
struct Memo<'a> {
    bindings: Vec<Option<Known<'a>>>,
    /// By address and, for functions, the number of arguments and one more.
    others: FxHashMap<(usize, usize), Known<'a>>,
}

impl<'a> Memo<'a> {
    fn get(&self, part: Part) -> Option<&Known<'a>> {
        match part {
            Part::Binding(id) => self.bindings.get(id)?.as_ref(),
            Part::Expr(address) => self.others.get(&(address, 0)),
            Part::Call(address, arguments) => self.others.get(&(address, arguments + 1)),
        }
    }

    fn insert(&mut self, part: Part, known: Known<'a>) {
        match part {
            Part::Binding(id) => {
                if self.bindings.len() <= id {
                    self.bindings.resize_with(id + 1, || None);
                }
                self.bindings[id] = Some(known);
            }
            Part::Expr(address) => drop(self.others.insert((address, 0), known)),
            Part::Call(address, arguments) => {
                self.others.insert((address, arguments + 1), known);
            }
        }
    }
}

/// What keeps a value from being remembered.
#[expect(clippy::struct_excessive_bools, reason = "each is a reason of its own")]
#[derive(Debug, Clone, Copy, Default)]
struct Needs {
    /// The way taken at an unknown condition.
    choice: bool,
    /// The parameters of the call that is being worked out.
    frame: bool,
    /// Parameters that no call gives a value.
    unbound: bool,
    /// How deep it is: something in it was too deep to be worked out.
    depth: bool,
}

impl Needs {
    fn also(&mut self, other: Self) {
        self.choice |= other.choice;
        self.frame |= other.frame;
        self.unbound |= other.unbound;
        self.depth |= other.depth;
    }
}

impl<'a, 's> Evaluator<'a, 's> {
    pub(super) fn new(
        scopes: &'s Scopes<'a>,
        Budget { steps, data }: Budget,
        imports: Imports<'s>,
    ) -> Self {
        Self {
            scopes,
            imports,
            host: None,
            budget: steps,
            data,
            depth: 0,
            memo: Memo::default(),
            patterns: FxHashMap::default(),
            frames: Vec::new(),
            busy: Vec::new(),
            choices: Vec::new(),
            chosen: 0,
            needs: Needs::default(),
            overran: false,
        }
    }

    /// The same for a configuration file, to which Node gives more.
    pub(super) fn on(self, host: &'s Host) -> Self {
        Self { host: Some(host), ..self }
    }

    pub(super) fn host(&self) -> Option<&'s Host> {
        self.host
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

    /// Whether a text, an array or an object was larger than what is worked out.
    pub(super) fn overran(&self) -> bool {
        self.overran
    }

    /// A value as far as it is known: one that is too large is not, and that is noted.
    pub(super) fn bounded(&mut self, value: Value<'a>) -> Value<'a> {
        match value {
            Value::Text(text) if text.units().len() > MAX_LENGTH => self.too_large(),
            Value::Bytes(bytes) if bytes.len() > MAX_LENGTH => self.too_large(),
            Value::TooLarge => self.too_large(),
            value => value,
        }
    }

    pub(super) fn too_large(&mut self) -> Value<'a> {
        self.overran = true;
        Value::Unknown
    }

    /// Adds items to a list, unless it becomes too large or takes too long; says whether it did.
    pub(super) fn spread<T>(
        &mut self,
        into: &mut Vec<T>,
        items: impl IntoIterator<Item = T, IntoIter: ExactSizeIterator>,
    ) -> bool {
        let items = items.into_iter();
        self.overran |= into.len() + items.len() > MAX_LENGTH;
        let fits = into.len() + items.len() <= MAX_LENGTH && self.spend_on(items.len());
        if fits {
            into.extend(items);
        }
        fits
    }

    /// One of two ways where it is not known which.
    pub(super) fn choose(&mut self) -> bool {
        self.needs.choice = true;
        if self.chosen == self.choices.len() {
            let most = if self.frames.is_empty() { MAX_CHOICES } else { MAX_CHOICES / 2 };
            if self.choices.len() >= most {
                return false;
            }
            self.choices.push(false);
        }
        self.chosen += 1;
        self.choices[self.chosen - 1]
    }

    /// Takes a step from the budget; says whether there was one.
    fn step(&mut self) -> bool {
        let enough = self.budget > 0;
        self.budget = self.budget.saturating_sub(1);
        enough
    }

    /// Takes a step, and so much of the data; says whether there was enough.
    pub(super) fn spend_on(&mut self, size: usize) -> bool {
        self.step() && self.take(size)
    }

    /// Takes so much of the data that may be walked over; says whether there was enough.
    fn take(&mut self, size: usize) -> bool {
        let enough = self.data >= size;
        self.data = self.data.saturating_sub(size);
        self.overran |= !enough;
        enough
    }

    /// The value of an expression, one way through its conditions.
    pub(super) fn expr(&mut self, expr: &'a ast::Expr, scope: ScopeId) -> Value<'a> {
        if let ast::Expr::Lit(literal) = expr {
            return self.literal(literal);
        }
        self.needs.depth |= self.depth >= MAX_DEPTH;
        if self.depth >= MAX_DEPTH || !self.step() {
            return Value::Unknown;
        }
        // a name leads to something deeper, and is no deeper itself
        if let ast::Expr::Ident(name) = expr {
            return self.name(&name.sym, scope);
        }
        if !is_part(expr) {
            return self.deeper(expr, scope);
        }
        let in_call = self.sees_parameters(scope);
        self.remembered(Part::Expr(address(expr)), in_call, |this| this.deeper(expr, scope))
    }

    /// Whether parameters that have a value can be seen from a scope.
    pub(super) fn sees_parameters(&self, scope: ScopeId) -> bool {
        self.frames.last().is_some_and(|frame| self.scopes.is_within(scope, frame.scopes()))
    }

    /// A value that is worked out once, if it depends on nothing else. `in_call` says whether it sees
    /// parameters that have a value.
    pub(super) fn remembered(
        &mut self,
        part: Part,
        in_call: bool,
        work_out: impl FnOnce(&mut Self) -> Value<'a>,
    ) -> Value<'a> {
        if let Some(known) = self.memo.get(part).filter(|known| !(known.unbound && in_call)) {
            self.needs.unbound |= known.unbound;
            return known.value.clone();
        }
        let outer = std::mem::take(&mut self.needs);
        let value = work_out(self);
        let Needs { choice, frame, unbound, depth } = self.needs;
        let is_of_this_call = choice || frame || unbound && in_call;
        // who asks from less deep, or with more steps left, may get more
        let is_cut_off = depth && self.depth >= MAX_DEPTH / 2 || self.budget == 0;
        if !is_of_this_call && !is_cut_off {
            self.memo.insert(part, Known { value: value.clone(), unbound });
        }
        self.needs.also(outer);
        value
    }

    fn deeper(&mut self, expr: &'a ast::Expr, scope: ScopeId) -> Value<'a> {
        self.depth += 1;
        let value = self.shallow(expr, scope);
        self.depth -= 1;
        self.bounded(value)
    }

    fn shallow(&mut self, expr: &'a ast::Expr, scope: ScopeId) -> Value<'a> {
        use ast::Expr;
        match expr {
            Expr::Tpl(template) => self.template(template, scope),
            Expr::Paren(paren) => self.expr(&paren.expr, scope),
            Expr::Seq(seq) => {
                seq.exprs.last().map_or(Value::Unknown, |last| self.expr(last, scope))
            }
            Expr::Bin(binary) => self.binary(binary, scope),
            Expr::Unary(unary) => self.unary(unary, scope),
            Expr::Cond(cond) => self.conditional(cond, scope),
            Expr::Array(array) => self.array(array, scope),
            Expr::Object(object) => self.object(object, scope),
            Expr::Member(member) => self.member(member, scope),
            Expr::Call(call) => self.call(call, scope),
            Expr::New(new) => self.construct(new, scope),
            Expr::Fn(function) => self.closure(Code::Function(&function.function), scope),
            Expr::Arrow(arrow) => self.closure(Code::Arrow(arrow), scope),
            Expr::TaggedTpl(tagged) => self.tagged(tagged, scope),
            Expr::OptChain(chain) => self.chain(chain, scope),
            Expr::Assign(assign) => self.assignment(assign, scope),
            Expr::Await(it) => self.expr(&it.arg, scope),
            Expr::MetaProp(_) if self.host.is_some() => Value::Global(Rc::from("import.meta")),
            Expr::TsAs(it) => self.expr(&it.expr, scope),
            Expr::TsNonNull(it) => self.expr(&it.expr, scope),
            Expr::TsConstAssertion(it) => self.expr(&it.expr, scope),
            Expr::TsSatisfies(it) => self.expr(&it.expr, scope),
            Expr::TsTypeAssertion(it) => self.expr(&it.expr, scope),
            _ => Value::Unknown,
        }
    }

    /// What stands there is data: a list may have thousands.
    fn literal(&mut self, literal: &'a ast::Lit) -> Value<'a> {
        match literal {
            ast::Lit::Str(string) if string.value.len() > MAX_LENGTH => self.too_large(),
            ast::Lit::Str(string) => {
                if !self.take(1 + string.value.len() / 16) {
                    return Value::Unknown;
                }
                Value::literal(string.value.to_string_lossy())
            }
            _ if !self.take(1) => Value::Unknown,
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
                let value = self.expr(expr, scope);
                units.extend_from_slice(self.text_of(&value).units());
            }
            if units.len() > MAX_LENGTH {
                return Value::TooLarge;
            }
        }
        self.text(units)
    }

    /// Text within bounds.
    pub(super) fn text(&mut self, units: Vec<u16>) -> Value<'a> {
        if units.len() > MAX_LENGTH {
            return self.too_large();
        }
        if !self.spend_on(units.len() / 16) {
            return Value::Unknown;
        }
        Value::Text(Text::new(units))
    }

    /// `ToString`, for which an array is walked over; a gap where it is not known.
    pub(super) fn text_of(&mut self, value: &Value<'a>) -> Text {
        let Value::Array(items) = value else { return value.to_text() };
        if !self.spend_on(value.size()) {
            return Text::gap();
        }
        match arrays::joined(self, items, &Text::from(",")) {
            Value::Text(text) => text,
            other => {
                self.bounded(other);
                Text::gap()
            }
        }
    }

    /// A literal pattern, as far as it means the same to us.
    pub(super) fn pattern(&mut self, literal: &'a ast::Regex) -> Option<::regex::Regex> {
        let compiled = self.patterns.entry(address(literal));
        compiled.or_insert_with(|| regex::compile(literal)).clone()
    }

    /// What another script gives.
    pub(super) fn import(&self, module: &Module, name: &str) -> Value<'a> {
        self.imports.get(module, name).map_or(Value::Unknown, of_constant)
    }

    pub(super) fn imports(&self) -> &Imports<'s> {
        &self.imports
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
                let value = self.expr(expr, scope);
                units.extend_from_slice(self.text_of(&value).units());
            }
            if units.len() > MAX_LENGTH {
                return Value::TooLarge;
            }
        }
        self.text(units)
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
                Some(_) if self.spread_items(&mut values, &value) => {}
                Some(_) => return vec![Value::Unknown],
            }
        }
        values
    }

    /// A function that sees the parameters around it.
    fn closure(&mut self, code: Code<'a>, scope: ScopeId) -> Value<'a> {
        let captured = self.frames.last().filter(|_| self.sees_parameters(scope)).cloned();
        // what it captures is of this call alone, and in a call it may capture something
        self.needs.frame |= captured.is_some();
        self.needs.unbound |= captured.is_none() && self.scopes.is_in_function(scope);
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

/// What is remembered: what is a candidate of its own, too.
fn is_part(expr: &ast::Expr) -> bool {
    matches!(expr, ast::Expr::Call(_) | ast::Expr::Bin(_) | ast::Expr::Tpl(_))
}
