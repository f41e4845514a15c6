//! The environment into types.

use envwall_value::{FromValue, ValueType};
use zeroize::Zeroize;

use crate::source::Value;
use crate::{EnvError, Problem, Reason, Secret, Source};

/// Reads variable after variable and keeps everything that is wrong.
///
/// Each method gives `None` for a variable with a problem; [`into_error`](Self::into_error) has them
/// all. Generated code is the usual caller.
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

/// What a variable can be read as: whatever a value can be, and a [`Secret`] of it.
pub trait FromVariable: Sized {
    /// Reads a variable. `None` for a value that does not fit.
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
    /// Reads from a source.
    pub fn new(source: &'a S) -> Self {
        Self { source, problems: Vec::new() }
    }

    /// A variable that has to have a value.
    pub fn required<T: FromVariable>(
        &mut self,
        name: &'static str,
        value_type: &ValueType,
    ) -> Option<T> {
        let value = match self.value(name)? {
            None => return self.problem(name, Reason::Missing),
            Some(value) if is_nothing(&value, value_type) => {
                return self.problem(name, Reason::Empty);
            }
            Some(value) => value,
        };
        self.parse(name, &value, value_type)
    }

    /// A variable that need not have a value; an empty one is none.
    pub fn optional<T: FromVariable>(
        &mut self,
        name: &'static str,
        value_type: &ValueType,
    ) -> Option<Option<T>> {
        match self.value(name)? {
            Some(value) if !is_nothing(&value, value_type) => {
                self.parse(name, &value, value_type).map(Some)
            }
            _ => Some(None),
        }
    }

    /// A variable with a value for when nothing sets it.
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

    /// The same with a value for when nothing sets it.
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

    /// What was read, unless something was wrong.
    ///
    /// # Errors
    /// Everything that was wrong.
    pub fn result<T>(self, read: T) -> Result<T, EnvError> {
        if self.problems.is_empty() { Ok(read) } else { Err(self.into_error()) }
    }

    /// Everything that was wrong.
    pub fn into_error(self) -> EnvError {
        EnvError::new(self.problems)
    }

    #[expect(clippy::option_option, reason = "a problem is something else than no value")]
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

/// An empty text, where the type asks for more.
fn is_nothing(value: &str, value_type: &ValueType) -> bool {
    value.is_empty() && value_type.check("").is_err()
}
