//! Values as far as they are known without running the program.

use std::ops::Deref;
use std::rc::Rc;

use swc_ecma_visit::swc_ecma_ast::{ArrowExpr, Function, Pat, Regex};

use super::scope::{BindingId, ScopeId};
use crate::javascript::module_graph::Constant;

/// A string of UTF-16 code units, as JavaScript has them, possibly with gaps.
#[derive(Clone, Eq, Default)]
pub(super) struct Text {
    units: Rc<Vec<u16>>,
    /// Whether it is in some source as it is: then it was searched there.
    written: bool,
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.units == other.units
    }
}

/// A gap: text that is not known stands here. The code unit is no character (Unicode 23.7).
const GAP: u16 = 0xFFFF;

impl Text {
    pub(super) fn new(units: Vec<u16>) -> Self {
        Self { units: Rc::new(units), written: false }
    }

    /// The value of a literal or a name.
    pub(super) fn literal(text: &str) -> Self {
        Self { units: Rc::new(text.encode_utf16().collect()), written: true }
    }

    /// The same text, known to be in a source.
    pub(super) fn written(self) -> Self {
        Self { written: true, ..self }
    }

    pub(super) fn is_written(&self) -> bool {
        self.written
    }

    /// Text of which nothing is known.
    pub(super) fn gap() -> Self {
        Self::new(vec![GAP])
    }

    pub(super) fn units(&self) -> &[u16] {
        &self.units
    }

    pub(super) fn has_gap(&self) -> bool {
        self.units.contains(&GAP)
    }

    /// This text and another behind it.
    pub(super) fn join(&self, other: &Self) -> Self {
        let mut units = Vec::with_capacity(self.units.len() + other.units.len());
        units.extend_from_slice(&self.units);
        units.extend_from_slice(&other.units);
        Self::new(units)
    }

    /// The known runs between gaps.
    pub(super) fn runs(&self) -> impl Iterator<Item = String> + '_ {
        self.units.split(|unit| *unit == GAP).map(String::from_utf16_lossy)
    }

    pub(super) fn to_rust(&self) -> String {
        String::from_utf16_lossy(&self.units)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::new(text.encode_utf16().collect())
    }
}

/// A function of the program, with the parameters of the functions around it.
#[derive(Clone)]
pub(super) struct Closure<'a> {
    pub(super) code: Code<'a>,
    pub(super) captured: Option<Rc<Frame<'a>>>,
}

/// What a function does when it is called.
#[derive(Debug, Clone, Copy)]
pub(super) enum Code<'a> {
    Function(&'a Function),
    Arrow(&'a ArrowExpr),
}

impl<'a> Code<'a> {
    pub(super) fn parameters(self) -> Vec<&'a Pat> {
        match self {
            Self::Function(function) => function.params.iter().map(|param| &param.pat).collect(),
            Self::Arrow(arrow) => arrow.params.iter().collect(),
        }
    }
}

/// Values of the parameters of a call, and of the calls around the function.
#[derive(Clone, Default)]
pub(super) struct Frame<'a> {
    values: Vec<(BindingId, Value<'a>)>,
    /// The scopes whose parameters these are.
    scopes: Vec<ScopeId>,
}

impl<'a> Frame<'a> {
    pub(super) fn get(&self, id: BindingId) -> Option<&Value<'a>> {
        self.values.iter().rev().find(|(known, _)| *known == id).map(|(_, value)| value)
    }

    /// Sets the value of a parameter of the function that opened a scope.
    pub(super) fn set(&mut self, scope: ScopeId, id: BindingId, value: Value<'a>) {
        self.values.push((id, value));
        if self.scopes.last() != Some(&scope) {
            self.scopes.push(scope);
        }
    }

    pub(super) fn scopes(&self) -> &[ScopeId] {
        &self.scopes
    }
}

/// Most of what one text or list may hold: code units, or items with all that is in them.
pub(super) const MAX_LENGTH: usize = 1 << 20;

/// An array that holds more is not turned into a text in passing: as a key, or in an array.
const MAX_SHARED: usize = 1 << 12;

/// Items of an array or entries of an object. The same items may be in many lists, so what a list
/// holds is counted as if it were written out: walks over it end, and so does what is made of it.
#[derive(Clone)]
pub(super) struct List<T> {
    items: Vec<T>,
    size: usize,
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

/// A value. `Unknown` is any value at all.
#[derive(Clone)]
pub(super) enum Value<'a> {
    Unknown,
    /// What nobody works out: for the evaluator to note, and not known to anyone else.
    TooLarge,
    Undefined,
    Null,
    Bool(bool),
    Number(f64),
    Text(Text),
    Array(Rc<List<Value<'a>>>),
    Object(Rc<List<(Text, Value<'a>)>>),
    /// `Uint8Array`, `Buffer` and their like.
    Bytes(Rc<Vec<u8>>),
    Function(Closure<'a>),
    /// Something that the language or the host gives, by its path: `String.fromCharCode`.
    Global(Rc<str>),
    Regex(&'a Regex),
    /// A function of another script that always returns the same.
    Returns(Rc<Value<'a>>),
}

impl Value<'_> {
    pub(super) fn text(text: impl AsRef<str>) -> Self {
        Self::Text(Text::from(text.as_ref()))
    }

    /// The value of a literal or a name.
    pub(super) fn literal(text: impl AsRef<str>) -> Self {
        Self::Text(Text::literal(text.as_ref()))
    }

    pub(super) fn array(items: Vec<Self>) -> Self {
        let size = items.iter().map(Self::size).fold(0, usize::saturating_add);
        if size > MAX_LENGTH { Self::TooLarge } else { Self::Array(Rc::new(List { items, size })) }
    }

    pub(super) fn object(items: Vec<(Text, Self)>) -> Self {
        let size = |(key, value): &(Text, Self)| key.units().len() / 16 + value.size();
        let size = items.iter().map(size).fold(0, usize::saturating_add);
        if size > MAX_LENGTH { Self::TooLarge } else { Self::Object(Rc::new(List { items, size })) }
    }

    /// How much there is to walk over: items, and code units or bytes by the sixteen.
    pub(super) fn size(&self) -> usize {
        1 + match self {
            Self::Text(text) => text.units().len() / 16,
            Self::Bytes(bytes) => bytes.len() / 16,
            Self::Array(items) => items.size,
            Self::Object(entries) => entries.size,
            Self::Returns(value) => value.size(),
            _ => 0,
        }
    }

    /// `ToString`; a gap where it is not known.
    pub(super) fn to_text(&self) -> Text {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => Text::from(number_to_string(*number).as_str()),
            Self::Bool(truth) => Text::from(if *truth { "true" } else { "false" }),
            Self::Undefined => Text::from("undefined"),
            Self::Null => Text::from("null"),
            Self::Array(items) if items.size <= MAX_SHARED => {
                join(items, &Text::from(",")).unwrap_or_else(Text::gap)
            }
            _ => Text::gap(),
        }
    }

    /// Text without a gap.
    pub(super) fn known_text(&self) -> Option<Text> {
        Some(self.to_text()).filter(|text| !text.has_gap())
    }

    /// `ToNumber`, where the value is known.
    pub(super) fn to_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Bool(truth) => Some(f64::from(*truth)),
            Self::Null => Some(0.0),
            Self::Undefined => Some(f64::NAN),
            Self::Text(text) if !text.has_gap() => Some(string_to_number(&text.to_rust())),
            _ => None,
        }
    }

    /// `ToBoolean`, where the value is known.
    pub(super) fn truth(&self) -> Option<bool> {
        match self {
            Self::Unknown | Self::TooLarge | Self::Global(_) => None,
            Self::Undefined | Self::Null => Some(false),
            Self::Bool(truth) => Some(*truth),
            Self::Number(number) => Some(*number != 0.0 && !number.is_nan()),
            Self::Text(text) if text.has_gap() => None,
            Self::Text(text) => Some(!text.units().is_empty()),
            _ => Some(true),
        }
    }

    /// The items of something that can be spread or iterated.
    pub(super) fn items(&self) -> Option<Vec<Self>> {
        match self {
            Self::Array(items) => Some(items.to_vec()),
            Self::Bytes(bytes) => {
                Some(bytes.iter().map(|byte| Self::Number(f64::from(*byte))).collect())
            }
            Self::Text(text) if !text.has_gap() => {
                let chars = text.to_rust();
                Some(chars.chars().map(|char| Self::text(char.to_string())).collect())
            }
            _ => None,
        }
    }
}

/// `Array.prototype.join`: `null` and `undefined` are nothing. `None` where it is too long.
pub(super) fn join(items: &[Value<'_>], separator: &Text) -> Option<Text> {
    let mut units = Vec::new();
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            units.extend_from_slice(separator.units());
        }
        if !matches!(item, Value::Null | Value::Undefined) {
            units.extend_from_slice(item.to_text().units());
        }
        if units.len() > MAX_LENGTH {
            return None;
        }
    }
    Some(Text::new(units))
}

/// Integers as JavaScript writes them; other numbers as Rust does, which agrees below 1e21.
fn number_to_string(number: f64) -> String {
    if number.is_nan() {
        "NaN".to_owned()
    } else if number.is_infinite() {
        if number > 0.0 { "Infinity".to_owned() } else { "-Infinity".to_owned() }
    } else if number == 0.0 {
        "0".to_owned()
    } else {
        number.to_string()
    }
}

fn string_to_number(text: &str) -> f64 {
    let text = text.trim();
    let radix = |prefix: &str, radix| {
        let digits = text.strip_prefix(prefix)?;
        u64::from_str_radix(digits, radix).ok()
    };
    let prefixed = radix("0x", 16).or(radix("0X", 16)).or(radix("0o", 8)).or(radix("0b", 2));
    match prefixed {
        #[expect(clippy::cast_precision_loss, reason = "a number of JavaScript")]
        Some(number) => number as f64,
        None if text.is_empty() => 0.0,
        None => text.parse().unwrap_or(f64::NAN),
    }
}

/// An index or length from a number, as `ToIntegerOrInfinity` and then cut to what fits.
#[expect(clippy::cast_possible_truncation, reason = "`as` saturates, which is what is wanted")]
pub(super) fn integer(number: f64) -> i64 {
    if number.is_nan() { 0 } else { number.trunc() as i64 }
}

/// `ToInt32`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "modulo 2^32")]
pub(super) fn int32(number: f64) -> i32 {
    if !number.is_finite() {
        return 0;
    }
    (number.trunc().rem_euclid(4_294_967_296.0) as u64 as u32).cast_signed()
}

/// A constant of another script as a value of this one.
pub(super) fn of_constant<'a>(constant: Constant) -> Value<'a> {
    match constant {
        Constant::Text(units) => Value::Text(Text::new(units).written()),
        Constant::Number(number) => Value::Number(number),
        Constant::Array(items) => Value::array(items.into_iter().map(of_constant).collect()),
        Constant::Object(entries) => {
            let entry = |(key, constant)| (Text::new(key), of_constant(constant));
            Value::object(entries.into_iter().map(entry).collect())
        }
        Constant::Returns(constant) => Value::Returns(Rc::new(of_constant(*constant))),
    }
}
