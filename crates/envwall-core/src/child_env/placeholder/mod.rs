//! Placeholders for sensitive values, in the format that code checks when it starts.
//!
//! | module | draws |
//! |---|---|
//! | `draw` | random characters, with a record of the marks that identify the placeholder |
//! | `of_type` | a value of each type |
//! | `text` | a text like the real one, whatever its kind |
//! | `similar` | other characters of the same alphabet, for what has no other structure |
//! | `encoded` | base64, of text or of anything |
//! | `json`, `by_schema` | JSON with the same keys; JSON that matches a schema |
//! | `token` | JSON Web Tokens |
//! | `url` | URLs |
//! | `pairs` | connection strings, lists |
//! | `pem`, `keys`, `rsa` | PEM blocks; private keys that a library accepts |
//! | `structured` | addresses without `://`, UUIDs |
//! | `runs` | what a placeholder must not have in common with a value |
//! | `pieces` | texts of which some pieces stay |
//! | `settings` | what of a value stays because it is no secret |

mod by_schema;
mod draw;
mod encoded;
mod json;
mod keys;
mod of_type;
mod pairs;
mod pem;
mod pieces;
mod rsa;
mod runs;
mod settings;
mod similar;
mod structured;
mod text;
mod token;
mod url;

use std::io;

use self::draw::Draw;
pub(crate) use self::settings::is_switch_or_number;
use crate::{SecretValue, ValueType};

/// Maximum number of draws: a placeholder may contain by chance what it must not.
const ATTEMPTS: u8 = 16;

/// Makes placeholders. The same seed, variable and format always give the same placeholder.
pub struct Placeholders {
    seed: [u8; 32],
}

/// A placeholder for a sensitive value. Nothing about it is secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder {
    /// The text that is used instead of the value.
    pub value: String,
    /// The random texts in it, and in what it encodes, of twelve characters or more: output that
    /// contains one of them used the variable. One with letters of both cases is also there in
    /// lower case.
    pub marks: Vec<String>,
}

impl Placeholders {
    /// Placeholders from a random seed.
    ///
    /// # Errors
    /// If the system provides no random bytes.
    pub fn random() -> io::Result<Self> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|error| io::Error::other(error.to_string()))?;
        Ok(Self::from_seed(seed))
    }

    /// Placeholders that depend only on the seed, for builds that are compared.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self { seed }
    }

    /// A placeholder for a variable, or `None` if its type has no room for one: `bool`, `enum`,
    /// `port`, a narrow range, a short text.
    ///
    /// It matches the type. `values` are the real value, which comes first, and every other reading
    /// of it. The placeholder contains no eight consecutive characters of any of them, except for
    /// its fixed parts (a known prefix or the manifest's, a scheme, PEM armour, the keys of JSON,
    /// settings such as `sslmode=require`).
    ///
    /// ```
    /// use envwall_core::{Placeholders, SecretValue, ValueType};
    /// let real = SecretValue::from("postgres://shop:q7WzXe81@db.example.com:5432/shop");
    /// let url = ValueType::Url { schemes: vec!["postgres".into()] };
    /// let placeholder = Placeholders::random()?.placeholder("DATABASE_URL", &url, &[&real]).unwrap();
    /// assert!(placeholder.value.starts_with("postgres://") && placeholder.value.contains(".invalid:5432/"));
    /// assert!(Placeholders::random()?.placeholder("DEBUG", &ValueType::Bool, &[]).is_none());
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn placeholder(
        &self,
        name: &str,
        value_type: &ValueType,
        values: &[&SecretValue],
    ) -> Option<Placeholder> {
        let real = values.first().map(|value| value.expose()).filter(|text| !text.is_empty());
        (0..ATTEMPTS).find_map(|attempt| {
            let mut draw = Draw::new(&self.seed, name, attempt, text::KINDS);
            // if a text like the value cannot be made, one that matches the type is enough
            let real = real.filter(|_| attempt < ATTEMPTS / 2);
            let value = of_type::draw(value_type, real, &mut draw)?;
            let fits = value_type.check(&value).is_ok();
            let good = fits && draw.is_unmistakable() && !shares(&value, &draw, values);
            good.then(|| Placeholder { value, marks: draw.into_marks() })
        })
    }
}

/// Whether a placeholder contains eight consecutive characters of a real value outside its fixed
/// parts.
fn shares(placeholder: &str, draw: &Draw, values: &[&SecretValue]) -> bool {
    values.iter().any(|value| draw.shares(placeholder, value.expose()))
}

impl std::fmt::Debug for Placeholders {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Placeholders(…)")
    }
}

#[cfg(test)]
mod tests;
