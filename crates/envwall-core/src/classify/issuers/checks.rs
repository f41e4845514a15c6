//! What can be checked of a credential without its issuer: checksums, and what its parts decode to.

use serde::Deserialize;

use super::pattern::Found;
use crate::encoding::base64;
use crate::guessability::{is_random, is_searchable};

/// How a format is checked beyond its pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// Nothing can be checked: a short prefix, or a body of any length.
    Loose,
    /// The pattern says enough: a prefix that nothing else has and a body of known length, or fixed
    /// text within it.
    Exact,
    /// The last six characters are the CRC-32 of the thirty before them in base62 (GitHub, npm).
    Checksum,
    /// The address of an instance in base64, as in keys of Clerk.
    EncodedHost,
    /// The number of an account in base64, as in Discord's tokens.
    EncodedNumber,
    /// An address with a user and a password, which is one that nobody guesses.
    Login,
    /// A JSON Web Token for such a role.
    Jwt(Role),
}

/// What the payload of a JSON Web Token says of who holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It may do anything.
    Admin,
    /// It is for visitors.
    Anonymous,
    /// It does not say.
    Any,
}

/// How sure it is that a text is a credential of its format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verified {
    /// It is not: its checksum or its structure is wrong.
    No,
    /// It has the prefix and the length.
    Likely,
    /// Its checksum is right, or its structure is that of the format and of nothing else.
    Yes,
}

impl Check {
    /// Checks a text in which a pattern of the format was found.
    pub(super) fn of(self, text: &[u8], found: &Found) -> Verified {
        let Ok(whole) = std::str::from_utf8(&text[found.span.clone()]) else { return Verified::No };
        let runs = || found.runs.iter().filter_map(|(_, run)| text.get(run.clone()));
        let first = || runs().next().and_then(|run| std::str::from_utf8(run).ok());
        let right = match self {
            Self::Loose if is_random(&found.random_part(text)) => return Verified::Likely,
            Self::Loose => false,
            Self::Exact => true,
            Self::Checksum => has_checksum(whole),
            Self::EncodedHost => first().is_some_and(is_encoded_host),
            Self::EncodedNumber => first().is_some_and(is_encoded_number),
            Self::Login => is_login(text, found),
            Self::Jwt(role) => Payload::of_jwt(whole).is_some_and(|payload| payload.is_for(role)),
        };
        if right { Verified::Yes } else { Verified::No }
    }

    /// Whether a text for which it fails is something else, not a credential with a slip in it.
    pub(super) fn distinguishes(self) -> bool {
        !matches!(self, Self::Exact | Self::Checksum | Self::Login)
    }

    /// Whether it says more than the pattern: of two formats with one pattern it decides.
    pub(super) fn decides(self) -> bool {
        !matches!(self, Self::Loose | Self::Exact | Self::Jwt(Role::Any))
    }
}

impl Found {
    /// What a generator made of it: the password of an address, else all runs.
    pub fn random_part(&self, text: &[u8]) -> String {
        let password = self.runs.iter().rfind(|(class, _)| *class == b'p');
        let runs = self.runs.iter().filter(|(class, _)| !b"Un=".contains(class));
        let runs = runs.filter(|run| password.is_none_or(|password| *run == password));
        let bytes: Vec<u8> =
            runs.flat_map(|(_, run)| text.get(run.clone()).unwrap_or_default()).copied().collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// Whether an address opens something: what is written in documentation has a password that all
/// guess, or leads to the reader's own machine.
fn is_login(text: &[u8], found: &Found) -> bool {
    let host = found.runs.iter().rfind(|(class, _)| *class == b'n');
    let host = host.and_then(|(_, host)| std::str::from_utf8(text.get(host.clone())?).ok());
    let is_local = |host: &str| {
        let names = ["localhost", "127.0.0.1", "0.0.0.0", "host", "hostname", "domain.com"];
        names.contains(&host) || host.split('.').any(|label| label.starts_with("example"))
    };
    !host.is_some_and(is_local) && is_searchable(&found.random_part(text))
}

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Characters before the checksum, and of it.
const CHECKED: usize = 30;
const CHECKSUM: usize = 6;

fn has_checksum(token: &str) -> bool {
    let body = token.rsplit('_').next().unwrap_or_default();
    body.split_at_checked(CHECKED).is_some_and(|(checked, sum)| checksum(checked) == sum)
}

/// The CRC-32 of a text in base62, as GitHub writes it.
pub(super) fn checksum(text: &str) -> String {
    let (mut rest, mut digits) = (crc32(text.as_bytes()), [b'0'; CHECKSUM]);
    for digit in digits.iter_mut().rev() {
        *digit = BASE62[(rest % 62) as usize];
        rest /= 62;
    }
    digits.iter().map(|digit| char::from(*digit)).collect()
}

/// The checksum of gzip and PNG (ISO 3309), bit by bit: tokens are short.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |sum: u32| if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 };
    !bytes.iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| step(sum)))
}

fn is_encoded_host(text: &str) -> bool {
    let decoded = base64::decode(text).and_then(|bytes| String::from_utf8(bytes).ok());
    let host = decoded.as_deref().and_then(|text| text.strip_suffix('$'));
    host.is_some_and(|host| host.contains('.') && host.is_ascii())
}

fn is_encoded_number(text: &str) -> bool {
    let decoded = base64::decode(text).unwrap_or_default();
    (17..=20).contains(&decoded.len()) && decoded.iter().all(u8::is_ascii_digit)
}

/// What the payload of a JSON Web Token says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Payload {
    /// The role, such as `anon` or `service_role`.
    #[serde(default)]
    pub role: Option<String>,
    /// What it may be used for, separated by blanks.
    #[serde(default)]
    pub scope: Option<String>,
    /// The second since 1970 from which on it is not valid.
    #[serde(default)]
    pub exp: Option<u64>,
}

impl Payload {
    /// The payload of a token of three parts whose header names an algorithm; `None` if it is none.
    ///
    /// ```
    /// use envwall_core::classify::issuers::Payload;
    /// let token = ["eyJhbGciOiJIUzI1NiJ9", "eyJyb2xlIjoiYW5vbiJ9", "bWFkZS11cA"].join(".");
    /// assert_eq!(Payload::of_jwt(&token).unwrap().role.as_deref(), Some("anon"));
    /// ```
    pub fn of_jwt(token: &str) -> Option<Self> {
        /// What every header has.
        #[derive(Deserialize)]
        struct Header {
            alg: String,
        }
        let mut parts = token.trim().split('.');
        let (header, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
        let header: Header = serde_json::from_slice(&base64::decode(header)?).ok()?;
        let is_whole = parts.next().is_none() && !header.alg.is_empty();
        let payload =
            serde_json::from_slice::<serde_json::Value>(&base64::decode(payload)?).ok()?;
        is_whole.then(|| Self::of(&payload))
    }

    /// Other tools write these claims as other types, too: what is no text says nothing.
    fn of(claims: &serde_json::Value) -> Self {
        let text = |name: &str| claims.get(name).and_then(|claim| claim.as_str());
        let scopes = || claims.get("scope").and_then(|claim| claim.as_array());
        let listed =
            scopes().map(|all| all.iter().filter_map(|one| one.as_str()).collect::<Vec<_>>());
        Self {
            role: text("role").map(str::to_owned),
            scope: text("scope").map(str::to_owned).or(listed.map(|all| all.join(" "))),
            exp: claims.get("exp").and_then(|claim| claim.as_u64().or(claim.as_f64().map(whole))),
        }
    }

    fn is_for(&self, role: Role) -> bool {
        role == Role::Any || role == self.says()
    }

    /// For whom a token is.
    pub fn says(&self) -> Role {
        let is_admin = |word: &str| ["service_role", "supabase_admin", "admin"].contains(&word);
        match self.role.as_deref() {
            Some("anon") => Role::Anonymous,
            Some(role) if is_admin(role) => Role::Admin,
            _ if self.scope.iter().any(|scope| scope.split(' ').any(is_admin)) => Role::Admin,
            _ => Role::Any,
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a time in seconds")]
fn whole(seconds: f64) -> u64 {
    seconds.max(0.0) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_zip_files_in_base62() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(checksum("123456789"), "3jZRME");
        assert_eq!(checksum("").len(), CHECKSUM);
        let body = "q7WzXe81Kp0v4TzVd83kPqz71xTwGq";
        assert!(has_checksum(&format!("ghp_{body}{}", checksum(body))));
        assert!(!has_checksum(&format!("ghp_{body}000000")));
        assert!(!has_checksum("ghp_short"));
    }

    #[test]
    fn a_payload_says_for_whom_a_token_is() {
        let token = |payload: &str| {
            let parts = [r#"{"alg":"HS256"}"#, payload, "signature"];
            parts.map(|part| base64::encode(part.as_bytes())[1].clone()).join(".")
        };
        for (payload, role) in [
            (r#"{"role":"anon","exp":1983812996}"#, Role::Anonymous),
            (r#"{"role":"service_role"}"#, Role::Admin),
            (r#"{"scope":"read admin"}"#, Role::Admin),
            (r#"{"scope":["admin"]}"#, Role::Admin),
            (r#"{"scope":"administer"}"#, Role::Any),
            (r#"{"role":7,"sub":"1"}"#, Role::Any),
        ] {
            assert_eq!(Payload::of_jwt(&token(payload)).unwrap().says(), role, "{payload}");
        }
        let expires = Payload::of_jwt(&token(r#"{"exp":1983812996.5}"#)).unwrap().exp;
        assert_eq!(expires, Some(1_983_812_996));
        for text in ["a.b.c", "e30.e30.e30", &token("no json"), &token("{}")[4..]] {
            assert_eq!(Payload::of_jwt(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_encoded_is_decoded() {
        assert!(is_encoded_host(&base64::encode(b"made-up.clerk.accounts.dev$")[0]));
        assert!(!is_encoded_host("q7WzXe81Kp0v4TzVd83k"));
        assert!(is_encoded_number(&base64::encode(b"123456789012345678")[0]));
        assert!(!is_encoded_number(&base64::encode(b"1234567890")[0]));
    }
}
