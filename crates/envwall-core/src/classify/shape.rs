//! What a value is by itself, whatever its name.

use super::{address, samples, text, values};
use crate::guessability::{is_random, is_searchable};

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A secret; the text says which: `a Stripe secret key`.
    Secret(&'static str),
    /// Made for browsers, or harmless there: `a Google client id`.
    Public(&'static str),
    /// Not the value, but where it is: `a 1Password reference`.
    Reference(&'static str),
    /// An address, a host, an e-mail address, or several, without anything random but hosts.
    Address,
    /// An address with something random in it, which may be a key.
    AddressWithRandomPart,
    /// A switch, a number, a duration, a date, a path.
    Setting,
    /// Words.
    Text,
    /// Made by a generator.
    Random,
}

/// What a value is.
pub(crate) fn shape(value: &str) -> Shape {
    let value = value.trim();
    if let Some(what) = reference(value) {
        return Shape::Reference(what);
    }
    if let Some(what) = samples::sample(value) {
        return Shape::Public(what);
    }
    if address::is_usual(value) {
        return Shape::Public("an address that everyone's own machine has");
    }
    if let Some(what) = secret(value) {
        return Shape::Secret(what);
    }
    if let Some(what) = public(value) {
        return Shape::Public(what);
    }
    if address::is_address(value) {
        return if address::is_plain_list(value) {
            Shape::Address
        } else {
            Shape::AddressWithRandomPart
        };
    }
    if text::is_setting(value) {
        return Shape::Setting;
    }
    if (is_random(value) || is_searchable(value)) && !text::is_words(value) {
        return Shape::Random;
    }
    Shape::Text
}

/// What names a secret that is elsewhere, or holds it in a form that only a key opens.
const REFERENCES: &[(&str, &str)] = &[
    // developer.1password.com/docs/cli/secret-reference-syntax
    ("op://", "a 1Password reference"),
    // dotenvx.com/docs: `encrypted:` and the base64 of an ECIES message
    ("encrypted:", "encrypted by dotenvx"),
    // bank-vaults.dev; external-secrets.io
    ("vault:", "a Vault reference"),
    // docs.aws.amazon.com, "Secrets Manager ARN"
    ("arn:aws:secretsmanager:", "the ARN of a secret"),
    ("arn:aws:ssm:", "the ARN of a parameter"),
    ("aws-ssm:", "an AWS parameter reference"),
    ("gcp-sm:", "a Secret Manager reference"),
    ("awssm://", "an AWS secret reference"),
    ("gcpsm://", "a Secret Manager reference"),
    ("doppler://", "a Doppler reference"),
    ("infisical://", "an Infisical reference"),
    ("akv://", "a Key Vault reference"),
    // learn.microsoft.com, "Use Key Vault references"
    ("@Microsoft.KeyVault(", "a Key Vault reference"),
    ("ENC[", "encrypted by sops"),
];

/// Which kind of reference a value is, if it is one.
pub(crate) fn reference(value: &str) -> Option<&'static str> {
    let known = REFERENCES.iter().find(|(start, _)| value.starts_with(start));
    if let Some((_, what)) = known {
        return Some(what);
    }
    let is_expression = value.starts_with("${{") && value.ends_with("}}");
    let is_resource = value.starts_with("projects/") && value.contains("/secrets/");
    match (is_expression, is_resource) {
        (true, _) => Some("an expression of a CI service"),
        (_, true) => Some("the name of a secret in Secret Manager"),
        _ => None,
    }
}

fn secret(value: &str) -> Option<&'static str> {
    values::secret_kind(value)
        .or_else(|| values::decoded(value).as_deref().and_then(values::secret_kind))
        .or_else(|| is_header(value).then_some("a header with a credential"))
}

fn public(value: &str) -> Option<&'static str> {
    let decoded = values::decoded(value);
    let pem = [Some(value), decoded.as_deref()].into_iter().flatten().any(values::is_public_pem);
    if pem {
        return Some("a public key or certificate");
    }
    values::public_kind(value)
}

/// `Authorization: Bearer …`, or `Bearer …` alone.
fn is_header(value: &str) -> bool {
    ["Bearer ", "Basic ", "Bearer%20", "Basic%20"].iter().any(|scheme| {
        value.split(scheme).skip(1).any(|rest| {
            let end = rest.find([' ', ',', '"', '\'', '}', '\n']).unwrap_or(rest.len());
            is_random(&rest[..end])
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JWT with a payload, signed by nobody.
    fn jwt(payload: &str) -> String {
        let encode = |text: &str| data_encoding::BASE64URL_NOPAD.encode(text.as_bytes());
        format!(
            "{}.{}.Vd83kPqz71xTwGq7Vd83kPqz71xTwGq7Vd83kPqz71x",
            encode(r#"{"alg":"HS256","typ":"JWT"}"#),
            encode(payload)
        )
    }

    #[test]
    fn values_have_a_shape() {
        for (value, expected) in [
            ("true", Shape::Setting),
            ("15m", Shape::Setting),
            ("YYYY-MM-DD HH:mm:ss", Shape::Text),
            ("/var/lib/app/data", Shape::Setting),
            ("./config/app.yaml", Shape::Setting),
            ("https://api.acme.example/v1", Shape::Address),
            ("acme.example,app.acme.example", Shape::Address),
            ("noreply@acme.example", Shape::Address),
            ("Acme Billing <noreply@acme.example>", Shape::Address),
            ("http://localhost:3000", Shape::Address),
            ("10.0.3.98", Shape::Address),
            ("Fine foods and fresh produce for everyone", Shape::Text),
            ("12 Harbour Road, 5003 Bergen", Shape::Text),
            ("default-src 'self'; img-src 'self' data:; font-src *", Shape::Text),
            ("openid profile email offline_access", Shape::Text),
            ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36", Shape::Text),
            ("en-US,de-DE,fr-FR,es-ES", Shape::Text),
            ("claude-3-5-sonnet-20241022", Shape::Text),
            ("qX7vB2mN9kLpR4tY", Shape::Random),
            ("0f8fad5b-d9cb-469f-a165-70867728950e", Shape::Random),
            ("https://hooks.acme.example/T0/qX7vB2mN9kLpR4tY", Shape::AddressWithRandomPart),
            ("op://vault/item/field", Shape::Reference("a 1Password reference")),
            ("Bearer qX7vB2mN9kLpR4tY", Shape::Secret("a header with a credential")),
            ("-----BEGIN PUBLIC KEY-----\nMIIx", Shape::Public("a public key or certificate")),
        ] {
            assert_eq!(shape(value), expected, "{value}");
        }
    }

    #[test]
    fn the_role_of_a_jwt_decides() {
        assert!(matches!(shape(&jwt(r#"{"role":"anon"}"#)), Shape::Public(_)));
        assert!(matches!(shape(&jwt(r#"{"role":"service_role"}"#)), Shape::Secret(_)));
        assert_eq!(shape(&jwt(r#"{"sub":"1"}"#)), Shape::Random);
    }
}
