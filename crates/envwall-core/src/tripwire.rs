//! The marker of generated server modules.

/// A string next to a `throw` in every server module that Envwall generates. Client output that
/// contains it contains such a module, whichever bundler put it there.
///
/// ```
/// let module = format!("throw new Error({:?});", envwall_core::TRIPWIRE);
/// assert!(module.contains("envwall:server-only:"));
/// ```
pub const TRIPWIRE: &str = "envwall:server-only:5d0c6a1e93b2";
