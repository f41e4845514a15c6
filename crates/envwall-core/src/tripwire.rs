//! The marker of generated server modules.

/// Stands as a string beside a `throw` in every server module that Envwall generates. Client output
/// that holds it has such a module in it, whichever bundler put it there.
///
/// ```
/// let module = format!("throw new Error({:?});", envwall_core::TRIPWIRE);
/// assert!(module.contains("envwall:server-only:"));
/// ```
pub const TRIPWIRE: &str = "envwall:server-only:5d0c6a1e93b2";
