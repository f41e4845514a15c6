//! Which name means what: scopes, what they declare, and what is written to it.

use rustc_hash::FxHashMap;
use swc_ecma_visit::swc_ecma_ast::{Expr, Function, MemberProp, Pat, Str};

/// A scope of the program.
pub(super) type ScopeId = usize;
/// A declaration.
pub(super) type BindingId = usize;

/// Where a binding gets its value.
#[derive(Debug, Clone, Copy)]
pub(super) enum Init<'a> {
    /// `let x;`
    Nothing,
    /// `const x = …`
    Expr(&'a Expr),
    /// `function x() {…}`
    Function(&'a Function),
    /// Part of a pattern: `const {a: {b}} = …`. The pattern is the whole one.
    Pattern(&'a Pat, &'a Expr),
    /// A parameter with a default.
    Default(&'a Expr),
    /// `import { name } from "…"`: the address and the name there.
    Import(&'a Str, &'a str),
    /// A parameter, a caught error: not known.
    Opaque,
}

/// A write to a binding other than its declaration.
#[derive(Debug, Clone, Copy)]
pub(super) enum Write<'a> {
    /// `x = …`
    Set(&'a Expr, ScopeId),
    /// `x += …`
    Append(&'a Expr, ScopeId),
    /// `x.name = …`
    Property(&'a MemberProp, &'a Expr, ScopeId),
    /// Anything else.
    Opaque,
}

/// A declared name.
#[derive(Debug)]
pub(super) struct Binding<'a> {
    pub(super) init: Init<'a>,
    /// The scope in which the initialiser is evaluated.
    pub(super) scope: ScopeId,
    pub(super) writes: Vec<Write<'a>>,
    /// Where the declaration is: bytes of swc's count.
    pub(super) at: u32,
}

#[derive(Debug)]
struct Scope {
    parent: Option<ScopeId>,
    /// Whether `var` and functions of inner blocks are declared here.
    holds_vars: bool,
    /// A bit for each of its names: most scopes on the way up are passed without a look.
    some: u64,
}

/// All scopes of a program.
#[derive(Debug, Default)]
pub(super) struct Scopes<'a> {
    all: Vec<Scope>,
    names: FxHashMap<(ScopeId, &'a str), BindingId>,
    pub(super) bindings: Vec<Binding<'a>>,
    /// The scope that a function or block opens, by its address.
    opened: FxHashMap<usize, ScopeId>,
    /// Writes by name, to be attributed when everything is declared.
    pending: Vec<(ScopeId, &'a str, Write<'a>)>,
}

impl<'a> Scopes<'a> {
    pub(super) fn open(
        &mut self,
        node: usize,
        parent: Option<ScopeId>,
        holds_vars: bool,
    ) -> ScopeId {
        let id = self.all.len();
        self.all.push(Scope { parent, holds_vars, some: 0 });
        self.opened.insert(node, id);
        id
    }

    /// The scope that a node opened.
    pub(super) fn of_node(&self, node: usize) -> Option<ScopeId> {
        self.opened.get(&node).copied()
    }

    /// The nearest scope that holds `var` declarations.
    pub(super) fn for_vars(&self, mut scope: ScopeId) -> ScopeId {
        while !self.all[scope].holds_vars {
            let Some(parent) = self.all[scope].parent else { break };
            scope = parent;
        }
        scope
    }

    /// Whether a scope is inside a function.
    pub(super) fn is_in_function(&self, scope: ScopeId) -> bool {
        self.all[self.for_vars(scope)].parent.is_some()
    }

    /// Whether a scope is one of some, or inside of one.
    pub(super) fn is_within(&self, scope: ScopeId, some: &[ScopeId]) -> bool {
        let up = |scope: &ScopeId| self.all[*scope].parent;
        !some.is_empty() && std::iter::successors(Some(scope), up).any(|it| some.contains(&it))
    }

    /// Declares a name in `home`; its initialiser is evaluated in `scope`.
    pub(super) fn declare(
        &mut self,
        home: ScopeId,
        name: &'a str,
        init: Init<'a>,
        scope: ScopeId,
        at: u32,
    ) {
        let id = self.bindings.len();
        self.all[home].some |= bit(name);
        let earlier = self.names.insert((home, name), id);
        let mut binding = Binding { init, scope, writes: Vec::new(), at };
        // `var x = 1; var x = 2;` is one variable
        if let Some(earlier) = earlier {
            let first = &self.bindings[earlier];
            match (first.init, init) {
                (Init::Nothing, _) => {}
                (_, Init::Nothing) => (binding.init, binding.scope) = (first.init, first.scope),
                _ => binding.writes.push(Write::Opaque),
            }
        }
        self.bindings.push(binding);
    }

    pub(super) fn write(&mut self, scope: ScopeId, name: &'a str, write: Write<'a>) {
        self.pending.push((scope, name, write));
    }

    /// Attributes the writes. To be called once, when everything is declared.
    pub(super) fn finish(&mut self) {
        for (scope, name, write) in std::mem::take(&mut self.pending) {
            if let Some(binding) = self.resolve(scope, name) {
                self.bindings[binding].writes.push(write);
            }
        }
    }

    /// Variables to which something is appended, each with what comes last.
    pub(super) fn appended(&self) -> impl Iterator<Item = (BindingId, &'a Expr)> + '_ {
        self.bindings.iter().enumerate().filter_map(|(id, binding)| match binding.writes.last() {
            Some(Write::Append(expr, _)) => Some((id, *expr)),
            _ => None,
        })
    }

    /// What a name means in a scope; `None` is a global.
    pub(super) fn resolve(&self, scope: ScopeId, name: &str) -> Option<BindingId> {
        let (mut at, bit) = (Some(scope), bit(name));
        while let Some(id) = at {
            let scope = &self.all[id];
            if scope.some & bit != 0
                && let Some(binding) = self.names.get(&(id, name))
            {
                return Some(*binding);
            }
            at = scope.parent;
        }
        None
    }
}

/// One of 64, by what tells short names apart.
fn bit(name: &str) -> u64 {
    let (first, last) = match name.as_bytes() {
        [] => (0, 0),
        bytes => (bytes[0], bytes[bytes.len() - 1]),
    };
    let mixed = first.wrapping_mul(5) ^ last.wrapping_mul(11) ^ name.len().to_le_bytes()[0];
    1 << (mixed % 64)
}

/// The address of a node, as its name.
pub(super) fn address<T>(node: &T) -> usize {
    std::ptr::from_ref(node).addr()
}
