//! Which words of a name say that it is secret, a credential, or public.

/// What a word in a name says of the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Meaning {
    /// Perhaps a credential: other words contain these letters, too.
    Perhaps,
    /// A credential; some keys and tokens are public nevertheless.
    Credential,
    /// A secret.
    Secret,
}

/// Every word by which secrets are called.
const SECRET_WORDS: &[(&str, Meaning)] = &[
    ("SECRET", Meaning::Secret),
    ("PASSWORD", Meaning::Secret),
    ("PASSWD", Meaning::Secret),
    ("PWD", Meaning::Credential),
    ("KEY", Meaning::Credential),
    ("TOKEN", Meaning::Credential),
    ("AUTHORIZATION", Meaning::Credential),
    ("CREDENTIAL", Meaning::Credential),
    // `bypass`, `shipping`
    ("PASS", Meaning::Perhaps),
    ("PIN", Meaning::Perhaps),
];

/// Those that name what people choose.
const PASSWORD_WORDS: &[&str] = &["SECRET", "PASSWORD", "PASSWD", "PWD", "PASS", "PIN"];

/// Words of what is made for browsers (docs.sentry.io, "DSN explainer", for `DSN`).
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

/// Ends of the last word of what is public as often as not.
const PUBLIC_ENDS: &[&str] =
    &["NAME", "EMAIL", "TYPE", "URI", "URL", "DOMAIN", "HOST", "ORIGIN", "AUDIENCE"];

/// Whose `…ID` is public: `PAID` and `HYBRID` end in these letters, too.
const PUBLIC_IDS: &[&str] =
    &["", "APP", "CLIENT", "USER", "TENANT", "PROJECT", "ACCOUNT", "UU", "GU"];

/// Whether a name has the word of a credential in it: `private_key_id`, `apikey`.
///
/// ```
/// use envwall_core::classify::names::names_credential;
/// assert!(names_credential("SharedAccessKey") && names_credential("apikey"));
/// assert!(!names_credential("shipping_method"));
/// ```
pub fn names_credential(name: &str) -> bool {
    holds_word(name, Meaning::Credential)
}

/// Whether the last word of a name is that of a password: what people choose, and may be short.
///
/// ```
/// use envwall_core::classify::names::names_password;
/// assert!(names_password("ADMIN_PIN") && names_password("dbPassword"));
/// assert!(!names_password("PASSWORD_MIN_LENGTH") && !names_password("MAX_TOKENS"));
/// ```
pub fn names_password(name: &str) -> bool {
    words(name).last().is_some_and(|word| PASSWORD_WORDS.contains(&word.as_str()))
}

/// Whether a name may be that of a credential: `DB_PASS`, but `BYPASS_CACHE` as well.
pub fn may_name_credential(name: &str) -> bool {
    holds_word(name, Meaning::Perhaps)
}

fn holds_word(name: &str, at_least: Meaning) -> bool {
    let name = name.to_ascii_uppercase();
    SECRET_WORDS.iter().any(|(word, meaning)| *meaning >= at_least && name.contains(word))
}

/// Whether a name says that what it names is made for browsers.
pub(crate) fn names_publishable(name: &str) -> bool {
    let words = words(name);
    words.iter().any(|word| PUBLISHABLE_WORDS.contains(&word.as_str()))
        || words.windows(2).any(|pair| PUBLISHABLE_PAIRS.iter().any(|known| pair == known))
}

/// Whether a name says that what it names is public as often as not: `client_email`, `projectId`,
/// `ALLOWED_HOSTS`; not `private_key_id`, and not `paid`.
///
/// ```
/// use envwall_core::classify::names::names_public_data;
/// assert!(names_public_data("client_id"));
/// assert!(!names_public_data("private_key_id"));
/// ```
pub fn names_public_data(name: &str) -> bool {
    let words = words(name);
    let Some(last) = words.last() else { return false };
    let last = last.strip_suffix('S').unwrap_or(last);
    let is_id = last.strip_suffix("ID").is_some_and(|whose| PUBLIC_IDS.contains(&whose));
    (is_id || PUBLIC_ENDS.iter().any(|end| last.ends_with(end))) && !names_credential(name)
}

/// The words of a name in capitals: `clientSecret` and `client_secret` are two.
pub(super) fn words(name: &str) -> Vec<String> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_passwords_are_words_of_secrets() {
        let known = |word: &&&str| SECRET_WORDS.iter().any(|(secret, _)| secret == *word);
        assert_eq!(PASSWORD_WORDS.iter().find(|word| !known(word)), None);
    }

    #[test]
    fn credentials_are_named_by_parts_of_words() {
        for name in ["private_key_id", "apikey", "SharedAccessKey", "pwd", "gcpCredentials"] {
            assert!(names_credential(name), "{name}");
        }
        for name in ["shipping", "DB_PASS", "project_id"] {
            assert!(!names_credential(name), "{name}");
        }
        assert!(may_name_credential("DB_PASS") && may_name_credential("AUTHORIZATION_HEADER"));
        assert!(!may_name_credential("LOG_LEVEL"));
    }

    #[test]
    fn publishable_values_are_named_by_words_and_pairs() {
        for name in ["RECAPTCHA_SITE_KEY", "GOOGLE_CLIENT_ID", "SENTRY_DSN", "clientId"] {
            assert!(names_publishable(name), "{name}");
        }
        for name in ["STRIPE_SECRET_KEY", "CLIENT", "ANONYMOUS"] {
            assert!(!names_publishable(name), "{name}");
        }
    }

    #[test]
    fn public_data_is_named_by_its_last_word() {
        for name in ["client_email", "projectId", "ALLOWED_HOSTS", "uuid"] {
            assert!(names_public_data(name), "{name}");
        }
        for name in ["private_key_id", "paid", "hybrid", "credentials_url", ""] {
            assert!(!names_public_data(name), "{name}");
        }
    }
}
