//! How the tables of built-ins are written: a name, and what a call of it comes to.

/// Defines a function that evaluates a built-in by its name, and `NAMES`, every name that it knows:
/// what can be evaluated is what is tried.
macro_rules! builtins {
    (
        $(#[$doc:meta])*
        fn $function:ident($evaluator:ident, $arguments:ident $(, $receiver:ident: $type:ty)?) {
            $($($name:literal)|+ => $value:expr,)*
        }
    ) => {
        /// Every name in the table below.
        pub(super) const NAMES: &[&str] = &[$($($name,)+)*];

        $(#[$doc])*
        pub(super) fn $function<'a>(
            $evaluator: &mut Evaluator<'a, '_>,
            $($receiver: $type,)?
            name: &str,
            $arguments: &[Value<'a>],
        ) -> Value<'a> {
            match name {
                $($($name)|+ => $value,)*
                _ => Value::Unknown,
            }
        }
    };
}
pub(super) use builtins;
