//! Hexadecimal digits.

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE, HEXUPPER};

/// In which case digits are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// `0a`
    Lower,
    /// `0A`
    Upper,
}

impl Case {
    /// Both, the more frequent first.
    pub const BOTH: [Self; 2] = [Self::Lower, Self::Upper];

    /// The sixteen digits.
    pub fn digits(self) -> &'static [u8; 16] {
        match self {
            Self::Lower => b"0123456789abcdef",
            Self::Upper => b"0123456789ABCDEF",
        }
    }

    /// The two digits of a byte.
    pub fn pair(self, byte: u8) -> [u8; 2] {
        let digits = self.digits();
        [digits[usize::from(byte >> 4)], digits[usize::from(byte & 15)]]
    }
}

/// Some bytes in both cases.
pub fn encode(bytes: &[u8]) -> [String; 2] {
    [HEXLOWER.encode(bytes), HEXUPPER.encode(bytes)]
}

/// What a text is the hex of, in any case.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()
}
