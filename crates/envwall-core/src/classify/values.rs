//! What a value is: a kind of secret, made for browsers, a plain setting.

use super::issuers::{Audience, Check, identify, token_prefix};
use super::{address, names};
use crate::encoding::base64;
use crate::guessability::is_searchable;

/// Minimum length of a token that is known by its prefix.
const MIN_TOKEN_LENGTH: usize = 20;

/// What a value surely is, such as `a Stripe secret key`; `None` where its shape does not say.
pub(crate) fn secret_kind(value: &str) -> Option<&'static str> {
    let value = value.trim();
    if value.contains("-----BEGIN ") && value.contains("PRIVATE KEY-----") {
        return Some("a private key");
    }
    if address::has_password(value) {
        return Some("an address with a password");
    }
    if let Some(format) = identify(value) {
        let is_secret = matches!(format.audience, Audience::Servers(_));
        return is_secret.then_some(format.what);
    }
    if has_key(value) {
        return Some("an address with a key");
    }
    if has_password_setting(value) {
        return Some("a connection string with a password");
    }
    let is_token = value.len() >= MIN_TOKEN_LENGTH
        && is_of_token_characters(value)
        && value.bytes().any(|byte| byte.is_ascii_digit());
    match token_prefix(value).filter(|_| is_token)?.audience {
        Audience::Servers(kind) => Some(kind),
        _ => None,
    }
}

/// Whether a value is an address with a key in its query that is not made for browsers, as those of maps
/// and of Sentry are.
fn has_key(value: &str) -> bool {
    let is_secret = |(key, value): &(&str, &str)| {
        !key.eq_ignore_ascii_case("sentry_key") && !is_publishable_value(value)
    };
    address::keys(value).iter().any(is_secret)
}

/// Whether a value is an address that is secret by a key in its query alone.
pub(crate) fn is_address_with_key(value: &str) -> bool {
    has_key(value) && !address::has_password(value) && identify(value).is_none()
}

/// Whether a value is settings of which one is a password: `Server=db;Password=…`, `host=db
/// password=…`, `app:…@tcp(db:3306)/shop`.
fn has_password_setting(value: &str) -> bool {
    let setting = |pair: &str| {
        let (key, value) = pair.split_once('=')?;
        let is_password = names::names_credential(key) && !names::names_public_data(key);
        Some(is_password && !value.trim().is_empty())
    };
    let pairs = |separator: char| value.split(separator).filter_map(setting).collect::<Vec<_>>();
    let settings = [';', ' '].map(pairs).into_iter().find(|pairs| pairs.len() > 1);
    let login = value.split_once('@').filter(|(login, rest)| {
        login.contains(':') && !login.contains([' ', '/']) && rest.contains('(')
    });
    settings.is_some_and(|settings| settings.contains(&true)) || login.is_some()
}

/// What a value is, by its shape, that is made for browsers or harmless there: an identifier that
/// its issuer puts into pages, a key for browsers.
pub(crate) fn public_kind(value: &str) -> Option<&'static str> {
    if address::is_sentry_dsn(value) {
        return Some("a Sentry DSN");
    }
    if let Some(format) = identify(value) {
        let is_identifier = format.audience == Audience::Unknown
            && format.revoke.is_none()
            && !matches!(format.check, Check::Jwt(_));
        return (is_identifier || format.audience == Audience::Browsers).then_some(format.what);
    }
    let prefix = token_prefix(value).filter(|_| is_of_token_characters(value))?;
    (prefix.audience == Audience::Browsers).then_some("a key that its issuer makes for browsers")
}

/// Whether a value is a public key, a certificate or a list of them, and holds no private key.
pub(crate) fn is_public_pem(value: &str) -> bool {
    let labels = ["PUBLIC KEY-----", "CERTIFICATE-----", "CERTIFICATE REQUEST-----"];
    value.trim_start().starts_with("-----BEGIN ")
        && labels.iter().any(|label| value.contains(label))
        && !value.contains("PRIVATE KEY-----")
}

/// The text that a value is the base64 of.
pub(crate) fn decoded(value: &str) -> Option<String> {
    const MIN_LENGTH: usize = 24;
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=-_".contains(&byte);
    if value.len() < MIN_LENGTH || !value.bytes().all(is_base64) {
        return None;
    }
    base64::decode(value).and_then(|bytes| String::from_utf8(bytes).ok())
}

fn is_of_token_characters(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
}

/// Whether name or value say that it is made for browsers.
pub(crate) fn is_publishable(name: &str, value: &str) -> bool {
    names::names_publishable(name) || is_publishable_value(value)
}

/// Whether a value may be, by its shape, a key that its issuer makes for browsers.
///
/// ```
/// use envwall_core::classify::values::is_publishable_value;
/// assert!(is_publishable_value("pk_live_madeup7f3a9c51d2"));
/// assert!(!is_publishable_value("sk_live_madeup7f3a9c51d2"));
/// ```
pub fn is_publishable_value(value: &str) -> bool {
    let prefix = token_prefix(value.trim());
    prefix.is_some_and(|prefix| prefix.audience == Audience::Either) || is_for_browsers(value)
}

/// Whether a value is, by its shape, what its issuer makes for browsers and for nothing else.
pub(crate) fn is_for_browsers(value: &str) -> bool {
    let value = value.trim();
    let prefix = token_prefix(value).filter(|_| is_of_token_characters(value));
    address::is_sentry_dsn(value)
        || prefix.is_some_and(|prefix| prefix.audience == Audience::Browsers)
}

/// Whether a value switches something on or off, or is empty.
pub(crate) fn is_switch(value: &str) -> bool {
    let word = value.to_ascii_lowercase();
    ["", "true", "false", "yes", "no", "on", "off"].contains(&word.as_str())
}

/// Whether nothing about a value says that it is secret: it is guessable, made for browsers, or a
/// plain address.
pub(crate) fn is_harmless(name: &str, value: &str) -> bool {
    secret_kind(value).is_none()
        && (is_publishable(name, value) || !is_searchable(value.trim()) || address::is_plain(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_have_a_kind_by_their_shape() {
        for value in [
            "sk_live_madeup7f3a9c51d2",
            "sk-proj-madeup7f3a9c51d2",
            "sk-ant-api03-madeup7f3a9c51d2",
            "ghp_madeup7f3a9c51d200",
            "ghs_madeup7f3a9c51d200",
            "hf_madeup7f3a9c51d2000",
            "sb_secret_madeup7f3a9c51d2",
            "whsec_madeup7f3a9c51d2",
            "postgres://app:pw@db/x",
            "Server=db.example;User Id=sa;Password=Winter-2024",
            "host=db.example user=app password=letmein",
            "app:letmein@tcp(db.example:3306)/shop",
            "https://a.example/s?sig=qX7vB2mN9kLpR4tYw8Zc&se=2026",
            "libsql://shop.turso.example?authToken=qX7vB2mN9kLpR4tYw8Zc",
            "-----BEGIN RSA PRIVATE KEY-----\nMIIx\n-----END RSA PRIVATE KEY-----",
        ] {
            assert!(secret_kind(value).is_some(), "{value}");
        }
        for value in [
            "pk_live_madeup7f3a9c51d2",
            "max-age=3600; token=",
            "https://a.example/?page=2&token_type=bearer",
            "AIzaSymadeup7f3a9c51d2",
            "sk-button-primary-large",
            "npm_run_build",
            "re_export_all_modules_v2",
            "AKIA0000000000MADEUP",
            "https://user@host.example/",
            "-----BEGIN PUBLIC KEY-----\nMIIx\n-----END PUBLIC KEY-----",
        ] {
            assert_eq!(secret_kind(value), None, "{value}");
        }
    }

    #[test]
    fn browser_tokens_are_known_by_their_shape() {
        let key = "0f8fad5bd9cb469fa16570867728950e";
        for value in [
            "pk_live_madeup7f3a9c51d2",
            "phc_madeup7f3a9c51d2",
            "pk.eyJ1IjoibWFkZXVwIn0.q7WzXe81",
            &format!("https://{key}@o44.ingest.de.sentry.io/4505"),
        ] {
            assert!(is_for_browsers(value), "{value}");
        }
        for value in [
            "sk_live_madeup7f3a9c51d2",
            "AIzaSymadeup7f3a9c51d2",
            "pk_live_x:sk_live_madeup7f3a9c51d2",
            &format!("https://{key}:q7WzXe81@o44.ingest.sentry.io/4505"),
            &format!("https://{key}@o44.sentry.io.example/4505"),
            &format!("https://{key}@o44.ingest.sentry.io/4505?token=q7WzXe81"),
        ] {
            assert!(!is_for_browsers(value), "{value}");
        }
    }

    #[test]
    fn name_or_value_say_that_it_is_publishable() {
        assert!(is_publishable("RECAPTCHA_SITE_KEY", "x") && is_publishable("X", "pk_live_x"));
        assert!(!is_publishable("STRIPE_SECRET_KEY", "sk_live_x"));
        assert!(is_harmless("SENTRY_DSN", "https://0f8fad5bd9cb469f@errors.example/1"));
        assert!(!is_harmless("DATABASE_DSN", "postgres://app:0f8fad5bd9cb@db.example/1"));
    }

    #[test]
    fn a_switch_is_on_or_off() {
        assert!(["", "on", "Off", "TRUE", "no"].iter().all(|value| is_switch(value)));
        assert!(!is_switch("one") && !is_switch("12"));
    }

    #[test]
    fn settings_and_addresses_are_harmless() {
        for value in
            ["true", "8", "/reset-password", "https://api.example.com/v1/users", "http://localhost"]
        {
            assert!(is_harmless("API_URL", value), "{value}");
        }
        // the part of the host that a provider makes up is no secret
        assert!(is_harmless("URL", "https://xvqpzkljhgmnbtrwscdf.supabase.co"));
        for value in [
            "q7WzXe81-made-up",
            "https://hooks.example/T000/q7WzXe81Kp0v",
            "https://api.example/?key=q7Wz-Xe81-Kp0v",
            "redis://:pw@cache.example/0",
            "https://0f8fad5bd9cb469f@errors.example/1",
        ] {
            assert!(!is_harmless("VALUE", value), "{value}");
        }
    }
}
