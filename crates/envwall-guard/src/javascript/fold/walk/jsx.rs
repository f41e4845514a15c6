//! JSX: expressions and strings in it.

use swc_ecma_visit::swc_ecma_ast as ast;

use super::super::scope::ScopeId;
use super::Walk;

impl<'a> Walk<'a> {
    pub(super) fn jsx_element(&mut self, element: &'a ast::JSXElement, scope: ScopeId) {
        for attribute in &element.opening.attrs {
            match attribute {
                ast::JSXAttrOrSpread::SpreadElement(spread) => self.expr(&spread.expr, scope),
                ast::JSXAttrOrSpread::JSXAttr(attribute) => {
                    self.jsx_attribute(attribute.value.as_ref(), scope);
                }
            }
        }
        self.jsx_children(&element.children, scope);
    }

    fn jsx_attribute(&mut self, value: Option<&'a ast::JSXAttrValue>, scope: ScopeId) {
        match value {
            Some(ast::JSXAttrValue::Str(string)) => self.literals.string(string),
            Some(ast::JSXAttrValue::JSXExprContainer(it)) => self.jsx_expr(&it.expr, scope),
            Some(ast::JSXAttrValue::JSXElement(element)) => self.jsx_element(element, scope),
            Some(ast::JSXAttrValue::JSXFragment(it)) => self.jsx_children(&it.children, scope),
            None => {}
        }
    }

    pub(super) fn jsx_children(&mut self, children: &'a [ast::JSXElementChild], scope: ScopeId) {
        for child in children {
            match child {
                ast::JSXElementChild::JSXExprContainer(container) => {
                    self.jsx_expr(&container.expr, scope);
                }
                ast::JSXElementChild::JSXSpreadChild(spread) => self.expr(&spread.expr, scope),
                ast::JSXElementChild::JSXElement(element) => self.jsx_element(element, scope),
                ast::JSXElementChild::JSXFragment(inner) => {
                    self.jsx_children(&inner.children, scope);
                }
                ast::JSXElementChild::JSXText(_) => {}
            }
        }
    }

    fn jsx_expr(&mut self, expr: &'a ast::JSXExpr, scope: ScopeId) {
        if let ast::JSXExpr::Expr(expr) = expr {
            self.expr(expr, scope);
        }
    }
}
