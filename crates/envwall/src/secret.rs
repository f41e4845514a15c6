//! A secret value with a single way to read it.

use std::fmt;
use std::panic::Location;

use secrecy::{ExposeSecret, SecretBox};
use zeroize::Zeroize;

use crate::audit;

/// The value of a sensitive variable.
///
/// It is zeroized when it is dropped, and only [`expose`](Self::expose) returns it: it cannot be
/// printed, serialized or cloned.
///
/// ```
/// use envwall::Secret;
/// let key = Secret::new("WEATHER_API_KEY", "wk-made-up-0123".to_owned());
/// assert_eq!(format!("{key:?}"), "Secret(WEATHER_API_KEY)");
/// assert_eq!(key.expose(), "wk-made-up-0123");
/// ```
///
/// ```compile_fail
/// let key = envwall::Secret::new("KEY", String::new());
/// println!("{key}"); // no Display
/// ```
///
/// ```compile_fail
/// let key = envwall::Secret::new("KEY", String::new());
/// let other = key.clone(); // no Clone
/// ```
///
/// ```compile_fail
/// let key = envwall::Secret::new("KEY", String::new());
/// envwall::serde_json::to_string(&key); // no Serialize
/// ```
pub struct Secret<T: Zeroize> {
    name: &'static str,
    value: SecretBox<T>,
}

impl<T: Zeroize> Secret<T> {
    /// Wraps the value of a variable.
    pub fn new(name: &'static str, value: T) -> Self {
        Self { name, value: SecretBox::new(Box::new(value)) }
    }

    /// Returns the value. With the feature `tracing`, each call emits an event; with `metrics`, it is
    /// counted. Both contain the variable's name and the location of the call.
    #[track_caller]
    pub fn expose(&self) -> &T {
        audit::exposed(self.name, Location::caller());
        self.value.expose_secret()
    }

    /// Returns the variable's name, which is not secret.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

/// Prints the name, not the value.
impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({})", self.name)
    }
}
