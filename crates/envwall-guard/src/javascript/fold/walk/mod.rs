//! Walks a program once: opens scopes, declares names, notes writes, and collects the expressions
//! that may come to a constant.
//!
//! Not swc's own visitor, because what is collected borrows from the tree.

mod expressions;
mod functions;
mod jsx;
mod patterns;
mod statements;

use swc_ecma_visit::swc_ecma_ast as ast;

use super::modules::{self, Modules};
use super::scope::{Init, ScopeId, Scopes, address};
use crate::javascript::literals::Literals;
use crate::javascript::module_graph::{ALL, Module};

/// An expression that may come to a constant, and the scope it is in.
pub(super) type Candidate<'a> = (&'a ast::Expr, ScopeId);

/// What a walk gathers.
pub(super) struct Walk<'a> {
    pub(super) scopes: Scopes<'a>,
    pub(super) candidates: Vec<Candidate<'a>>,
    pub(super) modules: Modules<'a>,
    pub(super) literals: Literals<'a>,
    /// The key of the bundled module that is being walked.
    bundled: Option<String>,
}

impl<'a> Walk<'a> {
    pub(super) fn program(program: &'a ast::Program, literals: Literals<'a>) -> Self {
        let (scopes, modules) = (Scopes::default(), Modules::default());
        let bundled = modules::evaluated(literals.text());
        let mut walk = Self { scopes, candidates: Vec::new(), modules, literals, bundled };
        let scope = walk.scopes.open(address(program), None, true);
        match program {
            ast::Program::Script(script) => walk.statements(&script.body, scope),
            ast::Program::Module(module) => {
                module.body.iter().for_each(|item| walk.module_item(item, scope));
            }
        }
        walk.scopes.finish();
        walk
    }

    fn module_item(&mut self, item: &'a ast::ModuleItem, scope: ScopeId) {
        use ast::{DefaultDecl, ModuleDecl, ModuleItem};
        match item {
            ModuleItem::Stmt(statement) => self.statement(statement, scope),
            ModuleItem::ModuleDecl(declaration) => match declaration {
                ModuleDecl::Import(import) => self.import(import, scope),
                ModuleDecl::ExportDecl(export) => {
                    self.declaration(&export.decl, scope);
                    self.modules.declared(&export.decl, scope);
                }
                ModuleDecl::ExportDefaultExpr(export) => {
                    self.expr(&export.expr, scope);
                    self.modules.exported_by_default(&export.expr, scope);
                }
                ModuleDecl::ExportNamed(export) => {
                    self.export(export, scope);
                    self.modules.named(export, scope);
                }
                ModuleDecl::ExportAll(export) => {
                    self.source(&export.src, export.with.as_deref(), scope);
                    self.modules.re_export(ALL.to_owned(), &export.src, ALL.to_owned());
                }
                ModuleDecl::ExportDefaultDecl(export) => match &export.decl {
                    DefaultDecl::Class(class) => self.class(&class.class, scope),
                    DefaultDecl::Fn(function) => self.function(&function.function, scope),
                    DefaultDecl::TsInterfaceDecl(_) => {}
                },
                _ => {}
            },
        }
    }

    fn import(&mut self, import: &'a ast::ImportDecl, scope: ScopeId) {
        self.source(&import.src, import.with.as_deref(), scope);
        for specifier in &import.specifiers {
            let (local, name) = match specifier {
                ast::ImportSpecifier::Named(named) => {
                    named.imported.iter().for_each(|name| self.export_name(name));
                    (&named.local, imported_name(named))
                }
                ast::ImportSpecifier::Default(default) => (&default.local, Some("default")),
                ast::ImportSpecifier::Namespace(namespace) => (&namespace.local, Some(ALL)),
            };
            let init = name.map_or(Init::Opaque, |name| Init::Import(&import.src, name));
            self.scopes.declare(scope, &local.sym, init, scope, local.span.lo.0);
        }
        self.modules.import(Module::At(import.src.value.to_string_lossy().into_owned()));
    }

    fn export(&mut self, export: &'a ast::NamedExport, scope: ScopeId) {
        if let Some(source) = &export.src {
            self.source(source, export.with.as_deref(), scope);
        }
        for specifier in &export.specifiers {
            match specifier {
                ast::ExportSpecifier::Named(named) => {
                    self.export_name(&named.orig);
                    named.exported.iter().for_each(|name| self.export_name(name));
                }
                ast::ExportSpecifier::Namespace(namespace) => self.export_name(&namespace.name),
                ast::ExportSpecifier::Default(_) => {}
            }
        }
    }

    fn export_name(&mut self, name: &'a ast::ModuleExportName) {
        if let ast::ModuleExportName::Str(name) = name {
            self.literals.string(name);
        }
    }

    /// `from "…" with { … }`
    fn source(&mut self, source: &'a ast::Str, with: Option<&'a ast::ObjectLit>, scope: ScopeId) {
        self.literals.string(source);
        let attributes = with.iter().flat_map(|with| &with.props);
        attributes.for_each(|attribute| self.property(attribute, scope));
    }
}

/// `a` of `import { a as b }`.
fn imported_name(named: &ast::ImportNamedSpecifier) -> Option<&str> {
    match &named.imported {
        None => Some(&named.local.sym),
        Some(ast::ModuleExportName::Ident(name)) => Some(&name.sym),
        Some(ast::ModuleExportName::Str(_)) => None,
    }
}

#[cfg(test)]
mod tests {
    use swc_ecma_visit::{Visit, VisitWith};

    use super::*;
    use crate::javascript::parse::{Language, parse_unchecked};

    /// Counts the literals that swc's own visitor meets, but for empty ones.
    #[derive(Default)]
    struct Count(usize);

    impl Visit for Count {
        fn visit_str(&mut self, _: &ast::Str) {
            self.0 += 1;
        }

        fn visit_tpl_element(&mut self, part: &ast::TplElement) {
            self.0 += usize::from(!part.raw.is_empty());
        }
    }

    /// Every literal of these has an escape in it, so that it is of interest.
    const PROGRAMS: &[&str] = &[
        r"import a, {'\x61' as b} from '\x61'; import * as c from '\x61' with {type: '\x61'};",
        r"export {a as '\x61'} from '\x61'; export * from '\x61'; export * as d from '\x61';",
        r"'\x61'; f('\x61', `\x61${'\x61'}\x61`, t`\x61${x}`, ['\x61', ...['\x61']]);",
        r"const {'\x61': a, ['\x61']: b = '\x61', ...c} = {'\x61': '\x61', ['\x61']() {}};",
        r"({'\x61': a.b, ['\x61']: c['\x61'] = '\x61'} = d); [a['\x61']] = d; a['\x61'] += '\x61';",
        r"class A extends f('\x61') { '\x61' = '\x61'; ['\x61']() { super['\x61'] = '\x61' } }",
        r"class B { static '\x61'() {} #a = '\x61'; static { f('\x61') } accessor '\x61' = '\x61' }",
        r"@f('\x61') class C { @f('\x61') a = 1; @f('\x61') b() {} get '\x61'() { return '\x61' } }",
        r"for (const a of ['\x61']) {} for (a['\x61'] in '\x61') {} for (let i = '\x61'; '\x61'; '\x61') {}",
        r"switch ('\x61') { case '\x61': f('\x61') } try { '\x61' } catch ({a = '\x61'}) { '\x61' } finally { '\x61' }",
        r"if ('\x61') '\x61'; else '\x61'; while ('\x61') '\x61'; do '\x61'; while ('\x61'); l: '\x61';",
        r"async function* g(a = '\x61', {b = '\x61'}) { yield '\x61'; await '\x61'; throw '\x61' }",
        r"a?.['\x61']?.('\x61'); new A('\x61'); (a, '\x61'); a ? '\x61' : '\x61'; !'\x61'; a ||= '\x61';",
        r"export default '\x61'; export const x = '\x61';",
        r"x = <A b='\x61' c={'\x61'} d=<b e='\x61'/> {...f('\x61')}>{'\x61'}<>{`\x61`}</></A>;",
        r"x = import('\x61'); y = import.meta['\x61']; z = (() => '\x61')(); w = async a => { '\x61' };",
    ];

    #[test]
    fn every_literal_of_a_program_is_seen() {
        for text in PROGRAMS {
            let program = parse_unchecked(text, 0, Language::JavaScript).unwrap().program;
            let mut count = Count::default();
            program.visit_with(&mut count);
            let walk = Walk::program(&program, Literals::new(text, &[]));
            assert_eq!(walk.literals.len(), count.0, "{text}");
        }
    }
}
