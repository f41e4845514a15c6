//! What a variable looks like by its name and its value, whoever declared it.

use crate::is_searchable;

/// How the tokens begin that their issuers say to keep secret (docs.stripe.com/keys,
/// platform.openai.com, docs.anthropic.com, docs.github.com "token formats", docs.slack.dev
/// "tokens", docs.sendgrid.com, docs.gitlab.com "token prefixes", docs.npmjs.com "access tokens").
const SECRET_TOKENS: &[(&str, &str)] = &[
    ("sk_live_", "a secret key of Stripe"),
    ("sk_test_", "a secret key of Stripe"),
    ("rk_live_", "a restricted key of Stripe"),
    ("rk_test_", "a restricted key of Stripe"),
    ("sk-ant-", "a key of Anthropic"),
    ("sk-", "a key of OpenAI"),
    ("ghp_", "a token of GitHub"),
    ("gho_", "a token of GitHub"),
    ("github_pat_", "a token of GitHub"),
    ("xoxb-", "a token of Slack"),
    ("xoxp-", "a token of Slack"),
    ("SG.", "a key of SendGrid"),
    ("glpat-", "a token of GitLab"),
    ("npm_", "a token of npm"),
];

/// The shortest of these have so many characters.
const SHORTEST_TOKEN: usize = 20;

/// How the tokens begin that their issuers make for browsers and for nothing else
/// (docs.stripe.com/keys, clerk.com/docs "publishable key",
/// supabase.com/docs/guides/api/api-keys, docs.mapbox.com "public tokens", posthog.com/docs/api
/// "project API key").
const BROWSER_TOKENS: &[&str] = &["pk_live_", "pk_test_", "sb_publishable_", "pk.eyJ", "phc_"];

/// The same, where the issuer has secret keys that begin alike
/// (cloud.google.com/docs/authentication/api-keys).
const GOOGLE: &str = "AIza";

/// Words of names that say so.
const SECRET_WORDS: &[&str] = &["SECRET", "SECRETS", "PASSWORD", "PASSWORDS", "PASSWD"];

/// Words of names of what is made for browsers (docs.sentry.io, "DSN explainer", for `DSN`).
const PUBLISHABLE_WORDS: &[&str] = &["PUBLISHABLE", "ANON", "SITEKEY", "MAPS", "DSN"];

/// The same for two words (RFC 6749, 2.2: "the client identifier is not a secret";
/// firebase.google.com/docs/projects/api-keys for the rest of its browser config).
const PUBLISHABLE_PAIRS: &[[&str; 2]] = &[
    ["SITE", "KEY"],
    ["PUBLIC", "KEY"],
    ["CLIENT", "ID"],
    ["APP", "ID"],
    ["PROJECT", "ID"],
    ["MEASUREMENT", "ID"],
];

/// What a value surely is, such as `a secret key of Stripe`; `None` where its shape does not tell.
pub(crate) fn secret_kind(value: &str) -> Option<&'static str> {
    let value = value.trim();
    if value.contains("-----BEGIN ") && value.contains("PRIVATE KEY-----") {
        return Some("a private key");
    }
    if has_password(value) {
        return Some("an address with a password");
    }
    let is_token = value.len() >= SHORTEST_TOKEN
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
        && value.bytes().any(|byte| byte.is_ascii_digit());
    let kind = SECRET_TOKENS.iter().find(|(beginning, _)| value.starts_with(beginning));
    kind.filter(|_| is_token).map(|(_, kind)| *kind)
}

/// Whether a name says that the value is secret. The framework's prefix is no part of it.
pub(crate) fn names_secret(name: &str) -> bool {
    let words = words(name);
    let private_key = words.windows(2).any(|pair| pair == ["PRIVATE", "KEY"]);
    private_key || words.iter().any(|word| SECRET_WORDS.contains(&word.as_str()))
}

/// Whether name or value say that it is made for browsers.
pub(crate) fn is_publishable(name: &str, value: &str) -> bool {
    let words = words(name);
    words.iter().any(|word| PUBLISHABLE_WORDS.contains(&word.as_str()))
        || words.windows(2).any(|pair| PUBLISHABLE_PAIRS.iter().any(|known| pair == known))
        || is_publishable_value(value)
}

/// Whether a value may be, by its shape, a key that its issuer makes for browsers.
///
/// ```
/// assert!(envwall_core::is_publishable_value("pk_live_madeup7f3a9c51d2"));
/// assert!(!envwall_core::is_publishable_value("sk_live_madeup7f3a9c51d2"));
/// ```
pub fn is_publishable_value(value: &str) -> bool {
    value.trim().starts_with(GOOGLE) || is_for_browsers(value)
}

/// Whether a value is, by its shape, what its issuer makes for browsers.
pub(crate) fn is_for_browsers(value: &str) -> bool {
    let value = value.trim();
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    is_sentry_dsn(value)
        || value.bytes().all(fits) && BROWSER_TOKENS.iter().any(|it| value.starts_with(it))
}

/// Whether a value is Sentry's address for events, without the secret part that it had until 2018
/// (docs.sentry.io, "DSN explainer").
fn is_sentry_dsn(value: &str) -> bool {
    let parts = value.strip_prefix("https://").and_then(|rest| rest.split_once('@'));
    let Some((key, (host, project))) =
        parts.and_then(|(key, rest)| Some((key, rest.split_once('/')?)))
    else {
        return false;
    };
    let is_key = key.len() == 32 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_project = !project.is_empty() && project.bytes().all(|byte| byte.is_ascii_digit());
    is_key && is_project && (host == "sentry.io" || host.ends_with(".sentry.io"))
}

/// Whether a name has a word of a credential, whatever stands after it: `private_key_id`, `apikey`.
pub(crate) fn names_credential(name: &str) -> bool {
    const WORDS: [&str; 7] =
        ["PASSWORD", "PASSWD", "PWD", "SECRET", "KEY", "TOKEN", "AUTHORIZATION"];
    spaced(name).iter().any(|word| WORDS.iter().any(|it| word.contains(it)))
}

/// Whether a name says that what it names is public as often as not: `client_email`, `projectId`,
/// `ALLOWED_HOSTS`; not `private_key_id`, and not `paid`.
///
/// ```
/// assert!(envwall_core::names_what_is_public("client_id"));
/// assert!(!envwall_core::names_what_is_public("private_key_id"));
/// ```
pub fn names_what_is_public(name: &str) -> bool {
    const ENDS: [&str; 9] =
        ["NAME", "EMAIL", "TYPE", "URI", "URL", "DOMAIN", "HOST", "ORIGIN", "AUDIENCE"];
    const WHOSE_ID: [&str; 9] =
        ["", "APP", "CLIENT", "USER", "TENANT", "PROJECT", "ACCOUNT", "UU", "GU"];
    let words = spaced(name);
    let Some(last) = words.last() else { return false };
    let last = last.strip_suffix('S').unwrap_or(last);
    let is_id = last.strip_suffix("ID").is_some_and(|whose| WHOSE_ID.contains(&whose));
    (is_id || ENDS.iter().any(|end| last.ends_with(end))) && !names_credential(name)
}

/// The words of a name in capitals: `clientSecret` and `client_secret` are two.
pub(crate) fn spaced(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for char in name.chars() {
        let ends = !char.is_alphanumeric() || char.is_uppercase() && was_lower;
        if ends {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| char.is_alphanumeric()) {
            word.extend(char.to_uppercase());
        }
        was_lower = !char.is_uppercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a value is a setting: on or off, a number, a path, an address that holds no secret.
pub(crate) fn is_setting(value: &str) -> bool {
    let value = value.trim();
    let word = value.to_ascii_lowercase();
    let path = value.starts_with('/') && !is_searchable(value);
    let switch = ["", "true", "false", "yes", "no", "on", "off"].contains(&word.as_str());
    switch || path || value.parse::<u16>().is_ok() || is_plain_address(value)
}

/// Whether nothing about a value says that it is secret: it is guessable, made for browsers, or an
/// address without a password and without anything random in its path or query.
pub(crate) fn is_harmless(name: &str, value: &str) -> bool {
    secret_kind(value).is_none()
        && (!is_searchable(value.trim()) || is_publishable(name, value) || is_plain_address(value))
}

fn words(name: &str) -> Vec<String> {
    name.to_ascii_uppercase().split(['_', '-', '.']).map(str::to_owned).collect()
}

/// What stands behind `://` before the path, and all the rest.
fn address(value: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = value.split_once("://")?;
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    if scheme.is_empty() || !scheme.bytes().all(fits) {
        return None;
    }
    Some(rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len())))
}

fn has_password(value: &str) -> bool {
    let user = address(value).and_then(|(authority, _)| authority.rsplit_once('@'));
    user.and_then(|(user, _)| user.split_once(':'))
        .is_some_and(|(_, password)| !password.is_empty())
}

/// A host is public by itself: whoever asks for the address asks the name servers for it.
fn is_plain_address(value: &str) -> bool {
    let Some((authority, rest)) = address(value.trim()) else { return false };
    let (path, query) = rest.split_at(rest.find(['?', '#']).unwrap_or(rest.len()));
    let values = query.split(['?', '&', '#', ';', '=']);
    let words = path.split(|char: char| !char.is_alphanumeric());
    !authority.contains('@') && !values.chain(words).any(is_searchable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_told_by_their_shape() {
        for value in [
            "sk_live_madeup7f3a9c51d2",
            "sk-proj-madeup7f3a9c51d2",
            "sk-ant-api03-madeup7f3a9c51d2",
            "ghp_madeup7f3a9c51d200",
            "postgres://app:pw@db/x",
            "-----BEGIN RSA PRIVATE KEY-----\nMIIx\n-----END RSA PRIVATE KEY-----",
        ] {
            assert!(secret_kind(value).is_some(), "{value}");
        }
        for value in [
            "pk_live_madeup7f3a9c51d2",
            "AIzaSymadeup7f3a9c51d2",
            "sk-button-primary-large",
            "npm_run_build",
            "https://user@host.example/",
            "-----BEGIN PUBLIC KEY-----\nMIIx\n-----END PUBLIC KEY-----",
        ] {
            assert_eq!(secret_kind(value), None, "{value}");
        }
    }

    #[test]
    fn names_tell_by_whole_words() {
        for name in ["STRIPE_SECRET_KEY", "DB_PASSWORD", "APP_PRIVATE_KEY", "app_secret"] {
            assert!(names_secret(name), "{name}");
        }
        for name in ["SECRETARY_NAME", "PRIVATE_MODE", "KEY", "PUBLIC_KEY"] {
            assert!(!names_secret(name), "{name}");
        }
        assert!(is_publishable("RECAPTCHA_SITE_KEY", "x") && is_publishable("X", "pk_live_x"));
        assert!(is_publishable("GOOGLE_CLIENT_ID", "x"));
        assert!(!is_publishable("STRIPE_SECRET_KEY", "sk_live_x"));
        assert!(is_harmless("SENTRY_DSN", "https://0f8fad5bd9cb469f@errors.example/1"));
        assert!(!is_harmless("DATABASE_DSN", "postgres://app:0f8fad5bd9cb@db.example/1"));
    }

    #[test]
    fn what_issuers_make_for_browsers_is_told_by_its_shape() {
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
    fn settings_and_addresses_are_harmless() {
        for value in
            ["true", "8", "/reset-password", "https://api.example.com/v1/users", "http://localhost"]
        {
            assert!(is_setting(value), "{value}");
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
            assert!(!is_setting(value), "{value}");
        }
    }
}
