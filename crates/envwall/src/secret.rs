//! A value that is read at one place.

use std::fmt;
use std::panic::Location;

use secrecy::{ExposeSecret, SecretBox};
use zeroize::Zeroize;

use crate::audit;

/// The value of a sensitive variable.
///
/// It is wiped when it is dropped, and there is no way to it but [`expose`](Self::expose): it cannot
/// be shown, serialised or cloned.
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
    /// Takes a variable's value.
    pub fn new(name: &'static str, value: T) -> Self {
        Self { name, value: SecretBox::new(Box::new(value)) }
    }

    /// The value. Each call is an exposure: with the feature `tracing` it is an event, with
    /// `metrics` it is counted, both with the variable's name and the line that called.
    #[track_caller]
    pub fn expose(&self) -> &T {
        audit::exposed(self.name, Location::caller());
        self.value.expose_secret()
    }

    /// The variable's name, which may be shown.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

/// The name, not the value.
impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({})", self.name)
    }
}
