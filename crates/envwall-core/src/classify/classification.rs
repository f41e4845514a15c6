//! What a variable is that nobody declared, by its name and its value.

use std::fmt;

use super::head::{Head, Says, head, says_credential, says_secret_in_public};
use super::names::words;
use super::shape::{Shape, shape};
use super::text::is_words;
use super::values;

/// What a variable is, and why.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Classification {
    /// What it is.
    pub kind: Kind,
    /// What says so.
    #[serde(serialize_with = "as_text")]
    pub reason: Reason,
}

/// What a variable is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// It must never be in a browser.
    Secret,
    /// Its value was made by a generator, and nothing says what for.
    Random,
    /// Made for browsers, or harmless there.
    PublicId,
    /// A URL, a host or an e-mail address without a login.
    Address,
    /// Words.
    Text,
    /// A switch, a number, a path.
    Setting,
    /// The value is elsewhere, or encrypted.
    Reference,
}

/// What says what a variable is. Shown, it completes "because …".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The last words of its name.
    Name(String),
    /// What its value is: `a Stripe secret key`.
    Value(&'static str),
    /// A public variable with the same value.
    PublishedAs(String),
    /// A framework or platform that sets it.
    SetBy(&'static str),
    /// A JSON value with a secret in it.
    SecretField,
}

fn as_text<S: serde::Serializer>(reason: &Reason, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(reason)
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(word) => write!(f, "its name ends in {word}"),
            Self::Value(what) => write!(f, "its value is {what}"),
            Self::PublishedAs(name) => write!(f, "`{name}` has the same value"),
            Self::SetBy(who) => write!(f, "{who} sets it"),
            Self::SecretField => f.write_str("its value is JSON with a secret in it"),
        }
    }
}

impl Classification {
    const fn of_value(kind: Kind, what: &'static str) -> Self {
        Self { kind, reason: Reason::Value(what) }
    }

    fn of_name(kind: Kind, head: Head) -> Self {
        Self { kind, reason: Reason::Name(head.word) }
    }

    /// What a public variable of the same value is.
    pub(crate) fn published_as(name: &str) -> Self {
        Self { kind: Kind::PublicId, reason: Reason::PublishedAs(name.to_owned()) }
    }

    /// What a framework or platform sets by itself.
    pub(crate) fn set_by(who: &'static str) -> Self {
        Self { kind: Kind::Setting, reason: Reason::SetBy(who) }
    }

    /// What a platform gives to every build, such as `GITHUB_TOKEN`.
    pub(crate) const fn credential() -> Self {
        Self::of_value(Kind::Secret, "a credential of the platform")
    }

    /// Whether it is a secret.
    pub fn is_secret(&self) -> bool {
        self.kind == Kind::Secret
    }

    /// Whether it is a secret by its value, and not by its name alone.
    pub fn is_secret_by_value(&self) -> bool {
        self.kind == Kind::Secret && !matches!(self.reason, Reason::Name(_))
    }
}

/// What a variable is. `name` has no public prefix.
///
/// ```
/// use envwall_core::classify::{Kind, classify};
/// assert_eq!(classify("STRIPE_SECRET_KEY", "made-up-7f3a").kind, Kind::Secret);
/// assert_eq!(classify("SITE_NAME", "Northwind Traders").kind, Kind::Text);
/// let reason = classify("CACHE_TOKEN", "q7WzXe81Kp0v").reason;
/// assert_eq!(reason.to_string(), "its name ends in TOKEN");
/// ```
pub fn classify(name: &str, value: &str) -> Classification {
    let value = value.trim();
    if let Some(fields) = json(value) {
        return of_fields(name, &fields, classify);
    }
    let head = head(name);
    match shape(value) {
        Shape::Reference(what) => Classification::of_value(Kind::Reference, what),
        Shape::Secret(what) => secret_unless_public(head, value, what),
        Shape::Public(what) => Classification::of_value(Kind::PublicId, what),
        Shape::Setting => setting(head, value),
        Shape::Address => Classification::of_value(Kind::Address, "a plain address"),
        Shape::AddressWithRandomPart => address(name, head),
        Shape::Text => text(name, head, value),
        Shape::Random => random(head),
    }
}

/// What a variable is whose prefix makes it public. `name` is without the prefix.
pub(crate) fn classify_public(name: &str, value: &str) -> Classification {
    if let Some(fields) = json(value.trim()) {
        return of_fields(name, &fields, classify_public);
    }
    let classification = classify(name, value);
    // tiles and scripts of maps are fetched with a key
    if values::is_address_with_key(value) {
        return Classification::of_value(
            Kind::PublicId,
            "an address with a key that may be for browsers",
        );
    }
    if classification.kind == Kind::Secret
        && !classification.is_secret_by_value()
        && !says_secret_in_public(name)
    {
        return Classification::of_value(Kind::PublicId, "a key that may be for browsers");
    }
    classification
}

/// A JSON object or list; a number or a word is a value like any other.
fn json(value: &str) -> Option<serde_json::Value> {
    let is_inside = value.starts_with(['{', '[']);
    is_inside.then(|| serde_json::from_str(value).ok()).flatten()
}

/// What the fields of a JSON value are: a secret in one makes a secret of it all.
fn of_fields(
    name: &str,
    fields: &serde_json::Value,
    of_field: fn(&str, &str) -> Classification,
) -> Classification {
    let mut kinds = Vec::new();
    collect(name, fields, of_field, &mut kinds);
    let worst = kinds.iter().min();
    // the bytes of a key, or one in a field that does not say so: `d` of a JSON Web Key
    let may_be_key = is_byte_list(fields) || worst == Some(&Kind::Random);
    let is_secret = |head: &Head| matches!(head.says, Says::Secret | Says::Password);
    if let Some(head) = head(name).filter(|head| may_be_key && is_secret(head)) {
        return Classification::of_name(Kind::Secret, head);
    }
    match worst {
        Some(Kind::Secret) => Classification { kind: Kind::Secret, reason: Reason::SecretField },
        Some(Kind::Random) => Classification::of_value(Kind::Random, "JSON with a random part"),
        Some(Kind::PublicId) => {
            Classification::of_value(Kind::PublicId, "JSON with what is made for browsers")
        }
        _ => Classification::of_value(Kind::Text, "JSON without secrets"),
    }
}

/// Whether JSON is a list of at least 16 bytes.
fn is_byte_list(value: &serde_json::Value) -> bool {
    const FEWEST: usize = 16;
    let is_byte = |item: &serde_json::Value| item.as_u64().is_some_and(|it| it <= 255);
    value.as_array().is_some_and(|items| items.len() >= FEWEST && items.iter().all(is_byte))
}

/// Items of a list are named like the list.
fn collect(
    name: &str,
    value: &serde_json::Value,
    of_field: fn(&str, &str) -> Classification,
    kinds: &mut Vec<Kind>,
) {
    match value {
        // a key that may be for browsers is one of Firebase's or of a map's, among fields that say so
        serde_json::Value::String(text) if values::is_publishable_value(text) => {
            kinds.push(Kind::PublicId);
        }
        serde_json::Value::String(text) => kinds.push(of_field(name, text).kind),
        serde_json::Value::Array(items) => {
            for item in items {
                collect(name, item, of_field, kinds);
            }
        }
        serde_json::Value::Object(fields) => {
            for (name, field) in fields {
                collect(name, field, of_field, kinds);
            }
        }
        _ => {}
    }
}

/// Some issuers' keys for browsers look like their secret ones: there the name decides.
fn secret_unless_public(head: Option<Head>, value: &str, what: &'static str) -> Classification {
    match head.filter(|head| head.says == Says::Public && values::is_publishable_value(value)) {
        Some(head) => Classification::of_name(Kind::PublicId, head),
        None => Classification::of_value(Kind::Secret, what),
    }
}

/// A PIN may be a number, a password `true`, and a secret a long number.
fn setting(head: Option<Head>, value: &str) -> Classification {
    const FEWEST_DIGITS: usize = 8;
    let may_be_password = value.bytes().any(|byte| byte.is_ascii_digit()) && !value.contains('/');
    let is_long = value.len() >= FEWEST_DIGITS && value.bytes().all(|byte| byte.is_ascii_digit());
    let may_be = |head: &Head| match head.says {
        Says::Password => may_be_password,
        Says::Secret => is_long,
        _ => false,
    };
    match head.filter(may_be) {
        Some(head) => Classification::of_name(Kind::Secret, head),
        None => Classification::of_value(Kind::Setting, "a setting"),
    }
}

/// An address with something random in it: of a hook that is its key, else nobody knows.
fn address(name: &str, head: Option<Head>) -> Classification {
    let is_hook = words(name).iter().any(|word| ["WEBHOOK", "HOOK"].contains(&word.as_str()));
    match head {
        Some(head) if matches!(head.says, Says::Secret | Says::Password) => {
            Classification::of_name(Kind::Secret, head)
        }
        _ if is_hook => {
            Classification::of_value(Kind::Secret, "the address of a hook, with its key")
        }
        _ => Classification::of_value(Kind::Random, "an address with a random part"),
    }
}

/// `THEME_KEY=theme-preference`: words are the value of a password, and rarely that of a key.
fn text(name: &str, head: Option<Head>, value: &str) -> Classification {
    let is_key = |head: &Head| ["KEY", "TOKEN", "APIKEY", "JWT"].contains(&&*head.word);
    let has_digit = || value.bytes().any(|byte| byte.is_ascii_digit());
    let may_be_key = || has_digit() || says_credential(name) || !is_words(value);
    match head {
        Some(head)
            if matches!(head.says, Says::Secret | Says::Password)
                && (!is_key(&head) || may_be_key()) =>
        {
            Classification::of_name(Kind::Secret, head)
        }
        _ => Classification::of_value(Kind::Text, "a text"),
    }
}

fn random(head: Option<Head>) -> Classification {
    let Some(head) = head else { return Classification::of_value(Kind::Random, "random") };
    match head.says {
        Says::Password | Says::Secret | Says::SecretIfRandom => {
            Classification::of_name(Kind::Secret, head)
        }
        Says::Public => Classification::of_name(Kind::PublicId, head),
        Says::Plain => Classification::of_name(Kind::Text, head),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_and_value_decide_together() {
        let random = "qX7vB2mN9kLpR4tYw8Zc";
        for (name, value, expected) in [
            ("SESSION_SECRET", random, Kind::Secret),
            ("DB_PASSWORD", "letmein", Kind::Secret),
            ("THEME_KEY", "theme-preference", Kind::Text),
            ("CHAIN_TOKEN", "ethereum", Kind::Text),
            ("API_TOKEN", "letmein", Kind::Secret),
            ("CHAIN_TOKEN", "GeDMmltgbhUM", Kind::Secret),
            ("OTP_SECRET", "8472619305", Kind::Secret),
            ("API_KEY", "4711", Kind::Setting),
            ("SESSION_SECRET", "correct horse battery", Kind::Secret),
            (
                "FIREBASE_CONFIG",
                r#"{"apiKey":"AIzaSymadeup7f3a9c51d2","projectId":"acme"}"#,
                Kind::PublicId,
            ),
            ("ADMIN_PIN", "4711", Kind::Secret),
            ("DB_PASSWORD", "true", Kind::Setting),
            ("REDIS_AUTH", random, Kind::Secret),
            ("SMTP_AUTH", "plain", Kind::Text),
            ("MAX_TOKENS", "4096", Kind::Setting),
            ("GOOGLE_CLIENT_ID", random, Kind::PublicId),
            ("BUILD_VERSION", random, Kind::Text),
            ("UPSTREAM_ACCESS", random, Kind::Random),
            ("DATABASE_URL", "postgres://app:pw@db.example/x", Kind::Secret),
            ("API_URL", "https://api.example.com/v1", Kind::Address),
            ("CRM_WEBHOOK_URL", "https://crm.example/in/qX7vB2mN9kLpR4tY", Kind::Secret),
            ("FORM_URL", "https://forms.example/in/qX7vB2mN9kLpR4tY", Kind::Random),
            ("SOL_PRIVATE_KEY", "[155,7,3,4,5,6,7,8,9,10,11,12,13,14,15,16]", Kind::Secret),
            ("RETRY_DELAYS", "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]", Kind::Text),
            ("JWK_PRIVATE_KEY", r#"{"kty":"EC","d":"qX7vB2mN9kLpR4tYw8Zc"}"#, Kind::Secret),
            ("STRIPE_KEY", "encrypted:BNexEwjKwt87k9aEgaSng1JY6uW8", Kind::Reference),
            ("GOOGLE_MAPS_API_KEY", "AIzaSymadeup7f3a9c51d2", Kind::PublicId),
            (
                "AI_CONFIG",
                r#"{"region":"us-east-1","secretAccessKey":"qX7vB2mN9kLpR4tYw8Zc"}"#,
                Kind::Secret,
            ),
            ("CACHE_CONFIG", r#"{"store":"cache-manager-fs-hash","ttl":86400}"#, Kind::Text),
            ("GEMINI_API_KEY", "AIzaSymadeup7f3a9c51d2", Kind::Secret),
        ] {
            assert_eq!(classify(name, value).kind, expected, "{name}={value}");
        }
    }
}
