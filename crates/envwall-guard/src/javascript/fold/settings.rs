//! What a configuration file sets: the values of keys in its objects.
//!
//! Where an object is written does not matter: as the default export, the argument of
//! `defineConfig`, what a function returns, or a variable. What matters are the keys around it.

use std::ops::Range;

use swc_common::Spanned;
use swc_ecma_visit::swc_ecma_ast::{self as ast, Program};

use super::body::without_parens;
use super::evaluate::{Budget, EXPR_BUDGET, Evaluator};
use super::host::Host;
use super::scope::{ScopeId, address};
use super::value::{Text, Value};
use super::walk::Walk;
use super::{BUDGET, DATA_BUDGET};
use crate::javascript::literals::Literals;
use crate::javascript::module_graph::Imports;
use crate::javascript::span::bytes_of;

/// Steps for a setting: one is rarely more than a few calls.
const SETTING_BUDGET: usize = EXPR_BUDGET * 16;

/// Names of functions that give back or merge the configuration that they are given.
const TRANSPARENT: &[&str] = &[
    "define", "merge", "with", "extend", "config", "assign", "freeze", "export", "wrap", "plugin",
];

/// A setting that is in a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Setting {
    /// Which of the keys that were asked for.
    pub(crate) key: usize,
    /// The expression.
    pub(crate) span: Range<usize>,
    /// Every value that it may have.
    pub(crate) values: Vec<SettingValue>,
    /// Whether what is around it is for the server: webpack's `target: "node"`, Vite's
    /// `build: { ssr: true }`.
    pub(crate) is_of_server: bool,
    /// Whether something unknown that is spread into an object may set it.
    pub(crate) is_spread: bool,
}

/// A value as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SettingValue {
    Text(String),
    List(Vec<String>),
    /// `undefined`, `null` or `false`: the default.
    Default,
    Unknown,
}

/// The settings of a program under keys such as `build.outDir`; `*` is any key, and `*()` the
/// argument of any call.
pub(crate) fn settings(
    program: &Program,
    text: &str,
    keys: &[&str],
    host: &Host,
    imports: Imports<'_>,
) -> Vec<Setting> {
    let walk = Walk::program(program, Literals::new(text, &[]));
    let budget = Budget { steps: BUDGET, data: DATA_BUDGET + text.len() };
    let evaluator = Evaluator::new(&walk.scopes, budget, imports).on(host);
    let keys = keys.iter().map(|key| key.split('.').collect()).collect();
    let mut reader =
        Reader { evaluator, keys, path: Vec::new(), is_of_server: false, found: Vec::new() };
    let top = walk.scopes.of_node(address(program)).unwrap_or_default();
    match program {
        Program::Script(script) => reader.statements(&script.body, top),
        Program::Module(module) => {
            module.body.iter().for_each(|item| reader.module_item(item, top));
        }
    }
    reader.found
}

struct Reader<'a, 's, 'k> {
    evaluator: Evaluator<'a, 's>,
    keys: Vec<Vec<&'k str>>,
    /// The keys around what is being read.
    path: Vec<String>,
    /// Whether what is being read is for the server.
    is_of_server: bool,
    found: Vec<Setting>,
}

impl<'a> Reader<'a, '_, '_> {
    fn module_item(&mut self, item: &'a ast::ModuleItem, scope: ScopeId) {
        use ast::{DefaultDecl, ModuleDecl, ModuleItem};
        match item {
            ModuleItem::Stmt(statement) => self.statement(statement, scope),
            ModuleItem::ModuleDecl(ModuleDecl::ExportDecl(export)) => {
                self.declaration(&export.decl, scope);
            }
            ModuleItem::ModuleDecl(ModuleDecl::ExportDefaultExpr(export)) => {
                self.expr(&export.expr, scope);
            }
            ModuleItem::ModuleDecl(ModuleDecl::ExportDefaultDecl(export)) => {
                if let DefaultDecl::Fn(function) = &export.decl {
                    self.function(&function.function);
                }
            }
            ModuleItem::ModuleDecl(ModuleDecl::TsExportAssignment(export)) => {
                self.expr(&export.expr, scope);
            }
            ModuleItem::ModuleDecl(_) => {}
        }
    }

    fn statements(&mut self, statements: &'a [ast::Stmt], scope: ScopeId) {
        for statement in statements {
            self.statement(statement, scope);
        }
    }

    fn statement(&mut self, statement: &'a ast::Stmt, scope: ScopeId) {
        use ast::Stmt;
        match statement {
            Stmt::Block(block) => {
                self.statements(&block.stmts, self.inside(address(block), scope));
            }
            Stmt::Return(it) => it.arg.iter().for_each(|value| self.expr(value, scope)),
            Stmt::If(it) => {
                self.statement(&it.cons, scope);
                it.alt.iter().for_each(|other| self.statement(other, scope));
            }
            Stmt::Try(it) => {
                self.statements(&it.block.stmts, self.inside(address(&it.block), scope));
            }
            Stmt::Switch(it) => {
                let inner = self.inside(address(it), scope);
                it.cases.iter().for_each(|case| self.statements(&case.cons, inner));
            }
            Stmt::Decl(declaration) => self.declaration(declaration, scope),
            Stmt::Expr(it) => self.expr(&it.expr, scope),
            _ => {}
        }
    }

    fn inside(&self, node: usize, scope: ScopeId) -> ScopeId {
        self.evaluator.scopes().of_node(node).unwrap_or(scope)
    }

    fn declaration(&mut self, declaration: &'a ast::Decl, scope: ScopeId) {
        match declaration {
            ast::Decl::Fn(function) => self.function(&function.function),
            ast::Decl::Var(variables) => {
                for variable in &variables.decls {
                    if let Some(init) = &variable.init {
                        self.expr(init, scope);
                    }
                }
            }
            _ => {}
        }
    }

    fn function(&mut self, function: &'a ast::Function) {
        if let (Some(body), Some(scope)) =
            (&function.body, self.evaluator.scopes().of_node(address(function)))
        {
            self.statements(&body.stmts, scope);
        }
    }

    /// Looks for objects in an expression.
    fn expr(&mut self, expr: &'a ast::Expr, scope: ScopeId) {
        use ast::Expr;
        match without_parens(expr) {
            Expr::Object(object) => {
                let outer = self.is_of_server;
                self.is_of_server |= is_of_server(&self.path, object);
                object.props.iter().for_each(|property| self.property(property, scope));
                self.is_of_server = outer;
            }
            Expr::Array(array) => {
                array.elems.iter().flatten().for_each(|item| self.expr(&item.expr, scope));
            }
            Expr::Arrow(arrow) => {
                let inner = self.inside(address(arrow), scope);
                match &*arrow.body {
                    ast::ArrowFunctionBody::Expr(body) => self.expr(body, inner),
                    ast::ArrowFunctionBody::FunctionBody(body) => {
                        self.statements(&body.stmts, inner);
                    }
                }
            }
            Expr::Fn(function) => self.function(&function.function),
            Expr::Call(call) => self.call(call, scope),
            Expr::Await(it) => self.expr(&it.arg, scope),
            Expr::Cond(it) => [&it.cons, &it.alt].iter().for_each(|way| self.expr(way, scope)),
            Expr::Bin(it) => [&it.left, &it.right].iter().for_each(|side| self.expr(side, scope)),
            Expr::Seq(it) => it.exprs.iter().for_each(|part| self.expr(part, scope)),
            Expr::TsAs(it) => self.expr(&it.expr, scope),
            Expr::TsNonNull(it) => self.expr(&it.expr, scope),
            Expr::TsConstAssertion(it) => self.expr(&it.expr, scope),
            Expr::TsSatisfies(it) => self.expr(&it.expr, scope),
            Expr::TsTypeAssertion(it) => self.expr(&it.expr, scope),
            Expr::Assign(assign) => self.assignment(assign, scope),
            _ => {}
        }
    }

    fn call(&mut self, call: &'a ast::CallExpr, scope: ScopeId) {
        let name = match &call.callee {
            ast::Callee::Expr(callee) => last_name(callee),
            _ => return,
        };
        let lower = name.unwrap_or_default().to_ascii_lowercase();
        // an immediately invoked function has no name, and the plugins that merge begin with a verb
        let is_transparent = name.is_none()
            || is_promise(&call.callee)
            || TRANSPARENT.iter().any(|part| lower.starts_with(part) || lower.ends_with("config"));
        if let ast::Callee::Expr(callee) = &call.callee {
            match without_parens(callee) {
                ast::Expr::Arrow(_) | ast::Expr::Fn(_) | ast::Expr::Call(_) => {
                    self.expr(callee, scope);
                }
                _ => {}
            }
        }
        if !is_transparent {
            self.path.push(format!("{}()", name.unwrap_or_default()));
        }
        call.args.iter().for_each(|argument| self.expr(&argument.expr, scope));
        if !is_transparent {
            self.path.pop();
        }
    }

    /// `config.build = …`, `module.exports = …`
    fn assignment(&mut self, assign: &'a ast::AssignExpr, scope: ScopeId) {
        let ast::AssignTarget::Simple(ast::SimpleAssignTarget::Member(member)) = &assign.left
        else {
            self.expr(&assign.right, scope);
            return;
        };
        let mut keys = Vec::new();
        if !member_keys(member, &mut keys) {
            return;
        }
        // the first is the name of the object
        let keys: Vec<String> = match keys.as_slice() {
            [first, second, rest @ ..] if first == "module" && second == "exports" => rest.to_vec(),
            [_, rest @ ..] => rest.to_vec(),
            [] => return,
        };
        let count = keys.len();
        self.path.extend(keys);
        self.value(&assign.right, scope);
        self.path.truncate(self.path.len() - count);
    }

    fn property(&mut self, property: &'a ast::PropOrSpread, scope: ScopeId) {
        let property = match property {
            ast::PropOrSpread::Spread(spread) => return self.spread(&spread.expr, scope),
            ast::PropOrSpread::Prop(property) => &**property,
        };
        match property {
            ast::Prop::KeyValue(pair) => {
                let Some(key) = self.key(&pair.key, scope) else { return };
                self.path.push(key);
                self.value(&pair.value, scope);
            }
            ast::Prop::Shorthand(name) => {
                self.path.push(name.sym.to_string());
                let value = self.evaluator.name(&name.sym, scope);
                self.take(bytes_of(name.span), &[value]);
            }
            ast::Prop::Method(method) => {
                let Some(key) = self.key(&method.key, scope) else { return };
                self.path.push(key);
                self.function(&method.function);
            }
            ast::Prop::Getter(getter) => {
                let Some(key) = self.key(&getter.key, scope) else { return };
                self.path.push(key);
                self.function(&getter.function);
            }
            _ => return,
        }
        self.path.pop();
    }

    /// The key of a property, also in brackets.
    fn key(&mut self, key: &'a ast::PropName, scope: ScopeId) -> Option<String> {
        let ast::PropName::Computed(computed) = key else { return key_of(key) };
        let mut found = None;
        self.evaluator.all(&computed.expr, scope, SETTING_BUDGET, |_, value| {
            if let SettingValue::Text(text) = of_value(&value) {
                found = Some(text);
            }
        });
        found
    }

    /// `{ ...shared }`: what an object that is elsewhere has, or nobody knows what it has. At the top
    /// nearly every configuration is put together, and rarely of folders.
    fn spread(&mut self, expr: &'a ast::Expr, scope: ScopeId) {
        let is_written_here = matches!(without_parens(expr), ast::Expr::Object(_));
        if !is_written_here && !self.path.is_empty() && self.is_of_interest() {
            let mut values = Vec::new();
            self.evaluator.all(expr, scope, SETTING_BUDGET, |_, value| values.push(value));
            let span = bytes_of(expr.span());
            if values.iter().any(|value| matches!(value, Value::Object(_))) {
                self.take(span, &values);
            } else {
                self.take_unknown(&span);
            }
        }
        self.expr(expr, scope);
    }

    /// Notes that the keys below the current path may have any value.
    fn take_unknown(&mut self, span: &Range<usize>) {
        let below = self
            .keys
            .iter()
            .enumerate()
            .filter(|(_, key)| key.len() > self.path.len() && starts_with(key, &self.path));
        let below: Vec<usize> = below.map(|(index, _)| index).collect();
        for key in below {
            let (span, is_of_server) = (span.clone(), self.is_of_server);
            let values = vec![SettingValue::Unknown];
            self.found.push(Setting { key, span, values, is_of_server, is_spread: true });
        }
    }

    /// The value under the current path.
    fn value(&mut self, expr: &'a ast::Expr, scope: ScopeId) {
        let is_object = matches!(
            without_parens(expr),
            ast::Expr::Object(_) | ast::Expr::Arrow(_) | ast::Expr::Fn(_)
        );
        if is_object || self.path.is_empty() || !self.is_of_interest() {
            return self.expr(expr, scope);
        }
        let mut values = Vec::new();
        self.evaluator.all(expr, scope, SETTING_BUDGET, |_, value| values.push(value));
        self.take(bytes_of(expr.span()), &values);
        // calls and lists hold objects of their own
        if !self.is_a_key() {
            self.expr(expr, scope);
        }
    }

    /// Whether the current path is one of the keys, or leads to one.
    fn is_of_interest(&self) -> bool {
        self.keys.iter().any(|key| starts_with(key, &self.path))
    }

    fn is_a_key(&self) -> bool {
        self.keys.iter().any(|key| key.len() == self.path.len() && starts_with(key, &self.path))
    }

    /// Notes what the keys have that the current path leads to.
    fn take(&mut self, span: Range<usize>, values: &[Value<'a>]) {
        for (index, key) in self.keys.iter().enumerate() {
            if !starts_with(key, &self.path) {
                continue;
            }
            let rest = &key[self.path.len()..];
            let mut found: Vec<SettingValue> = Vec::new();
            for value in values {
                let inner =
                    if rest.is_empty() { Some(of_value(value)) } else { inside(value, rest) };
                found.extend(inner.filter(|value| !found.contains(value)));
            }
            if !found.is_empty() {
                let (span, is_of_server) = (span.clone(), self.is_of_server);
                let (key, values, is_spread) = (index, found, false);
                self.found.push(Setting { key, span, values, is_of_server, is_spread });
            }
        }
    }
}

/// Whether an object, under the keys around it, says that it is about the server: webpack's `target`
/// at the top (Rsbuild has it in `output`), and `ssr` in Vite's `build`. Elsewhere `ssr: true` is a way
/// to render pages, and `build.target` the syntax that is written.
fn is_of_server(path: &[String], object: &ast::ObjectLit) -> bool {
    let around = path.last().map(String::as_str);
    object.props.iter().any(|property| {
        let ast::PropOrSpread::Prop(property) = property else { return false };
        let ast::Prop::KeyValue(pair) = &**property else { return false };
        match (around, key_of(&pair.key).as_deref(), without_parens(&pair.value)) {
            (None | Some("output"), Some("target"), ast::Expr::Lit(ast::Lit::Str(target))) => {
                is_node(&target.value.to_string_lossy())
            }
            (Some("build"), Some("ssr"), ast::Expr::Lit(ast::Lit::Bool(is_on))) => is_on.value,
            (Some("build"), Some("ssr"), ast::Expr::Lit(ast::Lit::Str(_))) => true,
            _ => false,
        }
    })
}

/// `node`, `node18.2`, `async-node`; `node-webkit` is a browser.
fn is_node(target: &str) -> bool {
    let version = target.strip_prefix("async-").unwrap_or(target).strip_prefix("node");
    version.is_some_and(|version| version.chars().all(|it| it.is_ascii_digit() || it == '.'))
}

/// What an object that was worked out has under keys; `None` where that is nothing.
fn inside(value: &Value<'_>, keys: &[&str]) -> Option<SettingValue> {
    let Some((first, rest)) = keys.split_first() else { return Some(of_value(value)) };
    let Value::Object(entries) = value else { return None };
    let (_, value) = entries.iter().rev().find(|(key, _)| *key == Text::from(*first))?;
    inside(value, rest)
}

fn of_value(value: &Value<'_>) -> SettingValue {
    match value {
        Value::Undefined | Value::Null | Value::Bool(false) => SettingValue::Default,
        Value::Text(text) if !text.has_gap() => SettingValue::Text(text.to_rust()),
        Value::Array(items) => {
            let text = |item: &Value<'_>| match of_value(item) {
                SettingValue::Text(text) => Some(text),
                _ => None,
            };
            let items = items.iter().map(text).collect::<Option<_>>();
            items.map_or(SettingValue::Unknown, SettingValue::List)
        }
        // a `URL`: its path
        Value::Object(_) => inside(value, &["pathname"]).unwrap_or(SettingValue::Default),
        _ => SettingValue::Unknown,
    }
}

/// Whether a key begins with a path.
fn starts_with(key: &[&str], path: &[String]) -> bool {
    let fits = |(key, part): (&&str, &String)| match *key {
        "*" => !part.ends_with("()"),
        "*()" => part.ends_with("()"),
        key => key == part,
    };
    path.len() <= key.len() && key.iter().zip(path).all(fits)
}

fn key_of(key: &ast::PropName) -> Option<String> {
    match key {
        ast::PropName::Ident(name) => Some(name.sym.to_string()),
        ast::PropName::Str(text) => Some(text.value.to_string_lossy().into_owned()),
        _ => None,
    }
}

/// `Promise.resolve`.
fn is_promise(callee: &ast::Callee) -> bool {
    let ast::Callee::Expr(callee) = callee else { return false };
    let mut keys = Vec::new();
    matches!(without_parens(callee), ast::Expr::Member(it) if member_keys(it, &mut keys))
        && keys == ["Promise", "resolve"]
}

/// `resolve` of `path.resolve`.
fn last_name(callee: &ast::Expr) -> Option<&str> {
    match without_parens(callee) {
        ast::Expr::Ident(name) => Some(&name.sym),
        ast::Expr::Member(member) => match &member.prop {
            ast::MemberProp::Ident(name) => Some(&name.sym),
            _ => Some(""),
        },
        _ => None,
    }
}

/// `config`, `build`, `outDir` of `config.build.outDir`.
fn member_keys(member: &ast::MemberExpr, keys: &mut Vec<String>) -> bool {
    match without_parens(&member.obj) {
        ast::Expr::Ident(name) => keys.push(name.sym.to_string()),
        ast::Expr::Member(inner) if member_keys(inner, keys) => {}
        _ => return false,
    }
    match &member.prop {
        ast::MemberProp::Ident(name) => keys.push(name.sym.to_string()),
        ast::MemberProp::Computed(computed) => match &*computed.expr {
            ast::Expr::Lit(ast::Lit::Str(text)) => {
                keys.push(text.value.to_string_lossy().into_owned());
            }
            _ => return false,
        },
        ast::MemberProp::PrivateName(_) => return false,
    }
    true
}
