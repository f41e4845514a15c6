//! Who may have a credential.

/// Who may have a token, as its issuer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Servers only; the text says what it is: `a Stripe secret key`.
    Servers(&'static str),
    /// Browsers: it is made for them and for nothing else.
    Browsers,
    /// Either: the issuer has tokens of both kinds that look alike.
    Either,
    /// Unknown: it is an identifier, or may be anything.
    Unknown,
}
