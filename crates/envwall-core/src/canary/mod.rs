//! Canaries: stand-ins for sensitive values, with the shape that code checks when it starts.
//!
//! | module | draws |
//! |---|---|
//! | `draw` | random characters, with a note of what makes the canary unmistakable |
//! | `of_type` | a value of each type |
//! | `text` | a text that looks like another: its prefix, length, alphabet |
//! | `by_schema` | JSON that fits a schema |
//! | `structured` | URLs, PEM blocks, tokens, JSON, addresses |

mod by_schema;
mod draw;
mod of_type;
mod structured;
mod text;

use std::collections::HashSet;
use std::io;

use self::draw::Draw;
pub(crate) use self::of_type::is_setting;
use crate::{SecretValue, ValueType};

/// So many characters of a value in a row are never in its canary.
const RUN: usize = 8;

/// Draws before it is given up: a canary may by chance hold what it must not.
const ATTEMPTS: u8 = 16;

/// Makes canaries. The same seed gives the same variable of the same shape the same canary.
pub struct Canaries {
    seed: [u8; 32],
}

/// A stand-in for a sensitive value. Nothing about it is secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canary {
    /// What is given instead of the value.
    pub value: String,
    /// The random texts in it, twelve characters or more each: where one is met, the variable was
    /// used. In lower case wherever the value's own alphabet has lower case.
    pub marks: Vec<String>,
}

impl Canaries {
    /// Canaries that nobody can foresee.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn random() -> io::Result<Self> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|error| io::Error::other(error.to_string()))?;
        Ok(Self::from_seed(seed))
    }

    /// Canaries that depend on the seed alone, for builds that are to be compared.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self { seed }
    }

    /// A canary for a variable, or `None` where its type has no room for one: `bool`, `enum`,
    /// `port`, a narrow range, a short text.
    ///
    /// It fits the type. `values` are the real value and every other reading of it, the value
    /// first: of none of them eight characters in a row are in the canary, apart from what gives
    /// it its shape (a known prefix or the manifest's, a scheme, armour, the keys of JSON).
    ///
    /// ```
    /// use envwall_core::{Canaries, SecretValue, ValueType};
    /// let real = SecretValue::from("postgres://shop:q7WzXe81@db.example.com:5432/shop");
    /// let url = ValueType::Url { schemes: vec!["postgres".into()] };
    /// let canary = Canaries::random()?.canary("DATABASE_URL", &url, &[&real]).unwrap();
    /// assert!(canary.value.starts_with("postgres://") && canary.value.contains(".invalid:5432/"));
    /// assert!(Canaries::random()?.canary("DEBUG", &ValueType::Bool, &[]).is_none());
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn canary(
        &self,
        name: &str,
        value_type: &ValueType,
        values: &[&SecretValue],
    ) -> Option<Canary> {
        let real = values.first().map(|value| value.expose()).filter(|text| !text.is_empty());
        (0..ATTEMPTS).find_map(|attempt| {
            let mut draw = Draw::new(&self.seed, name, attempt);
            // what cannot be made to look like the value only has to fit its type
            let real = real.filter(|_| attempt < ATTEMPTS / 2);
            let value = of_type::draw(value_type, real, &mut draw)?;
            let fits = value_type.check(&value).is_ok();
            let good = fits && draw.is_unmistakable() && !shares(&value, &draw, values);
            good.then(|| Canary { value, marks: draw.into_marks() })
        })
    }
}

/// Whether eight characters of a real value are in a canary, beyond what gives it its shape.
fn shares(canary: &str, draw: &Draw, values: &[&SecretValue]) -> bool {
    let drawn = draw.without_shape(canary);
    let drawn: HashSet<&str> = runs(&drawn).collect();
    values.iter().any(|value| runs(value.expose()).any(|run| drawn.contains(run)))
}

/// Every eight characters in a row.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.char_indices().map(|(at, _)| at);
    let ends = starts.clone().skip(RUN).chain([text.len()]);
    starts.zip(ends).map(|(start, end)| &text[start..end]).filter(|run| run.len() >= RUN)
}

impl std::fmt::Debug for Canaries {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Canaries(…)")
    }
}

#[cfg(test)]
mod tests;
