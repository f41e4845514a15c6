//! Reads environment variables into Rust types.

use envwall_value::{FromValue, ValueType};
use zeroize::Zeroize;

use crate::source::Value;
use crate::{EnvError, Problem, Reason, Secret, Source};

/// Reads variables and collects all problems.
///
/// Each method returns `None` for a missing or invalid variable; [`into_error`](Self::into_error)
/// returns all of them. Usually called by generated code.
///
/// ```
/// use envwall::{Reader, Secret, ValueType};
/// let mut reader = Reader::new(&[("WEATHER_API_KEY", "wk-made-up-0123")]);
/// let key = reader.required::<Secret<String>>("WEATHER_API_KEY", &ValueType::ANY);
/// let port = reader.or::<u16>("PORT", &ValueType::Port, "8080");
/// let (Some(key), Some(port)) = (key, port) else { panic!("{}", reader.into_error()) };
/// assert_eq!((key.expose().as_str(), port), ("wk-made-up-0123", 8080));
/// ```
pub struct Reader<'a, S: Source + ?Sized> {
    source: &'a S,
    problems: Vec<Problem>,
}

/// A type that a variable can be read into: any [`FromValue`] type, or a [`Secret`] of one.
pub trait FromVariable: Sized {
    /// Parses the value of a variable. `None` if it is invalid.
    fn from_variable(name: &'static str, value: &str, value_type: &ValueType) -> Option<Self>;
}

impl<T: FromValue> FromVariable for T {
    fn from_variable(_: &'static str, value: &str, value_type: &ValueType) -> Option<Self> {
        T::from_value(value, value_type)
    }
}

impl<T: FromValue + Zeroize> FromVariable for Secret<T> {
    fn from_variable(name: &'static str, value: &str, value_type: &ValueType) -> Option<Self> {
        T::from_value(value, value_type).map(|value| Self::new(name, value))
    }
}

impl<'a, S: Source + ?Sized> Reader<'a, S> {
    /// Creates a reader of a source.
    pub fn new(source: &'a S) -> Self {
        Self { source, problems: Vec::new() }
    }

    /// Reads a required variable.
    pub fn required<T: FromVariable>(
        &mut self,
        name: &'static str,
        value_type: &ValueType,
    ) -> Option<T> {
        let value = match self.value(name)? {
            None => return self.problem(name, Reason::Missing),
            Some(value) if is_unset(&value, value_type) => {
                return self.problem(name, Reason::Empty);
            }
            Some(value) => value,
        };
        self.parse(name, &value, value_type)
    }

    /// Reads an optional variable. An empty value counts as not set.
    pub fn optional<T: FromVariable>(
        &mut self,
        name: &'static str,
        value_type: &ValueType,
    ) -> Option<Option<T>> {
        match self.value(name)? {
            Some(value) if !is_unset(&value, value_type) => {
                self.parse(name, &value, value_type).map(Some)
            }
            _ => Some(None),
        }
    }

    /// Reads a variable with a default for when it is not set.
    pub fn or<T: FromVariable>(
        &mut self,
        name: &'static str,
        value_type: &ValueType,
        default: &str,
    ) -> Option<T> {
        match self.value(name)? {
            None => self.parse(name, default, value_type),
            Some(_) => self.required(name, value_type),
        }
    }

    /// Reads an optional variable with a default for when it is not set. An empty value unsets it.
    pub fn optional_or<T: FromVariable>(
        &mut self,
        name: &'static str,
        value_type: &ValueType,
        default: &str,
    ) -> Option<Option<T>> {
        match self.value(name)? {
            None => self.parse(name, default, value_type).map(Some),
            Some(_) => self.optional(name, value_type),
        }
    }

    /// Returns the given result if there were no problems.
    ///
    /// # Errors
    /// All problems.
    pub fn result<T>(self, read: T) -> Result<T, EnvError> {
        if self.problems.is_empty() { Ok(read) } else { Err(self.into_error()) }
    }

    /// Returns all problems.
    pub fn into_error(self) -> EnvError {
        EnvError::new(self.problems)
    }

    #[expect(clippy::option_option, reason = "outer: a problem, inner: not set")]
    fn value(&mut self, name: &'static str) -> Option<Option<Value>> {
        match self.source.get(name) {
            Ok(value) => Some(value),
            Err(error) => self.problem(name, Reason::Unreadable(error)),
        }
    }

    fn parse<T: FromVariable>(
        &mut self,
        name: &'static str,
        value: &str,
        value_type: &ValueType,
    ) -> Option<T> {
        if let Err(mismatch) = value_type.check(value) {
            return self.problem(name, Reason::Invalid(mismatch));
        }
        let read = T::from_variable(name, value, value_type);
        read.or_else(|| self.problem(name, Reason::Invalid(value_type.mismatch())))
    }

    fn problem<T>(&mut self, variable: &'static str, reason: Reason) -> Option<T> {
        self.problems.push(Problem { variable, reason });
        None
    }
}

/// Whether a value is empty, and the type does not allow that.
fn is_unset(value: &str, value_type: &ValueType) -> bool {
    value.is_empty() && value_type.check("").is_err()
}
