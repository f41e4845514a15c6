//! What a script exports, as far as it is constant, and from where it imports.
//!
//! Modules of the language, and those of webpack's bundles: functions that are the values of an
//! object, by number or path, which define their exports by `r.d(exports, { a: () => x })` and
//! import by `r(123)`.

use rustc_hash::FxHashSet;
use swc_ecma_visit::swc_ecma_ast as ast;

use super::body::{Body, without_parens};
use super::evaluate::{EXPR_BUDGET, Evaluator};
use super::scope::ScopeId;
use super::value::{Text, Value};
use crate::javascript::module_graph::{ALL, Constant, Links, Module};

/// A longer text is no piece.
const MAX_TEXT: usize = 4096;

/// Objects and arrays with more in them are tables.
const MAX_ITEMS: usize = 512;

/// What is exported.
#[derive(Clone, Copy)]
pub(super) enum Exported<'a> {
    /// A name of a scope.
    Name(&'a str, ScopeId),
    /// What an expression comes to.
    Expr(&'a ast::Expr, ScopeId),
}

/// What a walk saw of modules.
#[derive(Default)]
pub(super) struct Modules<'a> {
    pub(super) exports: Vec<(Module, String, Exported<'a>)>,
    pub(super) re_exports: Vec<(String, Module, String)>,
    imports: Vec<Module>,
    required: FxHashSet<String>,
}

impl<'a> Modules<'a> {
    pub(super) fn import(&mut self, module: Module) {
        if self.imports.last() != Some(&module) {
            self.imports.push(module);
        }
    }

    /// `export { a as b }`, `export { a } from "./x.js"`, `export * as a from "./x.js"`
    pub(super) fn named(&mut self, export: &'a ast::NamedExport, scope: ScopeId) {
        for specifier in &export.specifiers {
            let (local, exported) = match specifier {
                ast::ExportSpecifier::Named(named) => {
                    (&named.orig, named.exported.as_ref().unwrap_or(&named.orig))
                }
                ast::ExportSpecifier::Namespace(namespace) => {
                    if let Some(source) = &export.src {
                        let name = export_name(&namespace.name);
                        self.re_export(name, source, ALL.to_owned());
                    }
                    continue;
                }
                ast::ExportSpecifier::Default(_) => continue,
            };
            let name = export_name(exported);
            match (&export.src, local) {
                (Some(source), local) => self.re_export(name, source, export_name(local)),
                (None, ast::ModuleExportName::Ident(local)) => {
                    self.exports.push((Module::This, name, Exported::Name(&local.sym, scope)));
                }
                (None, ast::ModuleExportName::Str(_)) => {}
            }
        }
    }

    pub(super) fn re_export(&mut self, name: String, source: &ast::Str, there: String) {
        let module = Module::At(source.value.to_string_lossy().into_owned());
        self.re_exports.push((name, module, there));
    }

    /// `export const a = …`, `export function a() {…}`
    pub(super) fn declared(&mut self, declaration: &'a ast::Decl, scope: ScopeId) {
        let mut add = |name: &'a ast::Ident| {
            let exported = Exported::Name(&name.sym, scope);
            self.exports.push((Module::This, name.sym.to_string(), exported));
        };
        match declaration {
            ast::Decl::Fn(function) => add(&function.ident),
            ast::Decl::Var(variables) => {
                let names = variables.decls.iter().filter_map(|one| one.name.as_ident());
                names.for_each(|name| add(&name.id));
            }
            _ => {}
        }
    }

    pub(super) fn exported_by_default(&mut self, expr: &'a ast::Expr, scope: ScopeId) {
        let exported = Exported::Expr(expr, scope);
        self.exports.push((Module::This, "default".to_owned(), exported));
    }

    /// A call that may define exports of a bundle's module, or import one.
    pub(super) fn call(&mut self, call: &'a ast::CallExpr, inside: Option<&str>, scope: ScopeId) {
        self.defined(call, inside, scope);
        match required(call) {
            // calls with a number are many, so this comes first
            Some(Module::Bundled(key)) if !self.required.contains(&key) => {
                self.required.insert(key);
            }
            _ => self.imports.extend(imported(call)),
        }
    }

    /// `r.d(exports, { a: () => x })`, and of older bundles `r.d(exports, "a", function () {…})`.
    fn defined(&mut self, call: &'a ast::CallExpr, module: Option<&str>, scope: ScopeId) {
        let Some(module) = module.filter(|_| is_define(call)) else { return };
        let module = Module::Bundled(module.to_owned());
        let arguments: Vec<&ast::Expr> = call.args.iter().map(|argument| &*argument.expr).collect();
        match arguments.as_slice() {
            [_, ast::Expr::Object(object)] => {
                for property in &object.props {
                    if let ast::PropOrSpread::Prop(property) = property
                        && let ast::Prop::KeyValue(pair) = &**property
                        && let (Some(name), Some(value)) =
                            (key_name(&pair.key), getter(&pair.value))
                    {
                        self.exports.push((module.clone(), name, Exported::Expr(value, scope)));
                    }
                }
            }
            [_, ast::Expr::Lit(ast::Lit::Str(name)), getter_of_value] => {
                if let Some(value) = getter(getter_of_value) {
                    let name = name.value.to_string_lossy().into_owned();
                    self.exports.push((module, name, Exported::Expr(value, scope)));
                }
            }
            _ => {}
        }
    }

    /// Works out what is exported.
    pub(super) fn links(self, evaluator: &mut Evaluator<'a, '_>) -> Links {
        let constant = |(module, name, exported)| {
            let value = evaluator.exported(exported);
            Some((module, name, constant(evaluator, &value, 0)?))
        };
        let exports = self.exports.into_iter().filter_map(constant).collect();
        let mut imports = self.imports;
        imports.extend(self.required.into_iter().map(Module::Bundled));
        imports.sort();
        imports.dedup();
        Links { exports, re_exports: self.re_exports, imports }
    }
}

impl<'a> Evaluator<'a, '_> {
    fn exported(&mut self, exported: Exported<'a>) -> Value<'a> {
        let mut result = Value::Unknown;
        match exported {
            Exported::Expr(expr, scope) => {
                self.all(expr, scope, EXPR_BUDGET, |_, value| {
                    if matches!(result, Value::Unknown) {
                        result = value;
                    }
                });
            }
            Exported::Name(name, scope) => {
                self.within(EXPR_BUDGET, |this| result = this.name(name, scope));
            }
        }
        result
    }
}

/// A module that a call imports: `r(123)`, `r("./src/a.js")`.
pub(super) fn required(call: &ast::CallExpr) -> Option<Module> {
    let ast::Callee::Expr(callee) = &call.callee else { return None };
    let [argument] = call.args.as_slice() else { return None };
    if !matches!(without_parens(callee), ast::Expr::Ident(_)) {
        return None;
    }
    match &*argument.expr {
        ast::Expr::Lit(ast::Lit::Num(number)) => Some(Module::Bundled(number.value.to_string())),
        ast::Expr::Lit(ast::Lit::Str(path)) => {
            let path = path.value.to_string_lossy();
            let is_path = path.starts_with(['.', '/', '(']) || path.starts_with("webpack");
            is_path.then(|| Module::Bundled(path.into_owned()))
        }
        _ => None,
    }
}

/// The key of the module that a development build of webpack evaluates as a string: it ends with
/// `//# sourceURL=webpack://name/./src/a.js?`.
pub(super) fn evaluated(text: &str) -> Option<String> {
    const MAX_DISTANCE: usize = 1024;
    let mark = "//# sourceURL=webpack";
    let tail = text.len().saturating_sub(MAX_DISTANCE);
    let at = memchr::memmem::rfind(&text.as_bytes()[tail..], mark.as_bytes())?;
    let (_, address) = text.get(tail + at + mark.len()..)?.split_once("://")?;
    let (_, path) = address.split_once('/')?;
    path.split(['?', '\n', '\\']).next().map(str::to_owned)
}

/// The module of `import("./x.js")`.
pub(super) fn imported(call: &ast::CallExpr) -> Option<Module> {
    match (&call.callee, &*call.args.first()?.expr) {
        (ast::Callee::Import(_), ast::Expr::Lit(ast::Lit::Str(address))) => {
            Some(Module::At(address.value.to_string_lossy().into_owned()))
        }
        _ => None,
    }
}

/// The module of `require("…")` and `import("…")`.
pub(super) fn named(call: &ast::CallExpr) -> Option<&str> {
    let asks = match &call.callee {
        ast::Callee::Import(_) => true,
        ast::Callee::Expr(callee) => {
            matches!(without_parens(callee), ast::Expr::Ident(name) if &*name.sym == "require")
        }
        ast::Callee::Super(_) => false,
    };
    match &*call.args.first().filter(|_| asks)?.expr {
        ast::Expr::Lit(ast::Lit::Str(address)) => address.value.as_str(),
        _ => None,
    }
}

/// The name of a property, where it can be the key of a module.
pub(super) fn key_name(key: &ast::PropName) -> Option<String> {
    match key {
        ast::PropName::Ident(name) => Some(name.sym.to_string()),
        ast::PropName::Str(name) => Some(name.value.to_string_lossy().into_owned()),
        ast::PropName::Num(number) => Some(number.value.to_string()),
        _ => None,
    }
}

/// Whether a function may be a module of a bundle.
pub(super) fn is_module(expr: &ast::Expr) -> bool {
    match expr {
        ast::Expr::Arrow(arrow) => takes_exports(arrow.params.len()),
        ast::Expr::Fn(function) => takes_exports(function.function.params.len()),
        _ => false,
    }
}

/// Modules have the parameters `module`, `exports` and `require`, as far as they need them.
pub(super) fn takes_exports(parameters: usize) -> bool {
    (1..=3).contains(&parameters)
}

fn is_define(call: &ast::CallExpr) -> bool {
    let ast::Callee::Expr(callee) = &call.callee else { return false };
    matches!(&**callee, ast::Expr::Member(member)
        if matches!(&member.prop, ast::MemberProp::Ident(name) if &*name.sym == "d"))
}

fn single<'a>(body: &Body<'a>) -> Option<&'a ast::Expr> {
    match body.results().as_slice() {
        [result] => Some(result),
        _ => None,
    }
}

/// What `() => x` and `function () { return x }` return.
fn getter(expr: &ast::Expr) -> Option<&ast::Expr> {
    match expr {
        ast::Expr::Arrow(arrow) => single(&Body::of_arrow(arrow)),
        ast::Expr::Fn(function) => single(&Body::of_function(&function.function)?),
        _ => None,
    }
}

fn export_name(name: &ast::ModuleExportName) -> String {
    match name {
        ast::ModuleExportName::Ident(name) => name.sym.to_string(),
        ast::ModuleExportName::Str(name) => name.value.to_string_lossy().into_owned(),
    }
}

fn constant<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    value: &Value<'a>,
    depth: usize,
) -> Option<Constant> {
    const MAX_DEPTH: usize = 4;
    if depth == MAX_DEPTH {
        return None;
    }
    let mut inner = |value: &Value<'a>| constant(evaluator, value, depth + 1);
    match value {
        Value::Text(text) if !text.has_gap() && text.units().len() <= MAX_TEXT => {
            Some(Constant::Text(text.units().to_vec()))
        }
        Value::Number(number) => Some(Constant::Number(*number)),
        Value::Array(items) if items.len() <= MAX_ITEMS => {
            items.iter().map(inner).collect::<Option<_>>().map(Constant::Array)
        }
        Value::Object(entries) if entries.len() <= MAX_ITEMS => {
            let entry =
                |(key, value): &(Text, Value<'a>)| Some((key.units().to_vec(), inner(value)?));
            Some(Constant::Object(entries.iter().filter_map(entry).collect()))
        }
        Value::Function(_) => {
            let mut returned = Value::Unknown;
            evaluator.within(EXPR_BUDGET, |this| returned = this.apply(value, &[]));
            match returned {
                Value::Function(_) => None,
                returned => {
                    constant(evaluator, &returned, depth + 1).map(|it| Constant::Returns(it.into()))
                }
            }
        }
        _ => None,
    }
}
