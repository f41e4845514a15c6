//! The longer text behind each code, for `envwall explain`.

use super::Code;

impl Code {
    /// What it is, why it matters and how to mend it.
    pub fn explanation(self) -> &'static str {
        self.title()
    }
}
