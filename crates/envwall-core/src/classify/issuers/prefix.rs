//! How tokens begin, and whether their issuers keep them secret, whatever follows.
//!
//! A prefix that is listed here is public: the issuers document theirs, so that scanners find
//! tokens by them. Only those are listed that no other text begins with.

use super::audience::Audience::{self, Browsers, Either, Servers, Unknown};

/// The beginning of an issuer's tokens.
#[derive(Debug)]
pub(crate) struct TokenPrefix {
    /// The text, such as `sk_live_`.
    pub(crate) text: &'static str,
    /// Who may have such a token.
    pub(crate) audience: Audience,
}

const fn prefix(text: &'static str, audience: Audience) -> TokenPrefix {
    TokenPrefix { text, audience }
}

/// Every prefix that is known, by issuer.
const PREFIXES: &[TokenPrefix] = &[
    // docs.stripe.com/keys, docs.stripe.com/webhooks
    prefix("sk_live_", Servers("a Stripe secret key")),
    prefix("sk_test_", Servers("a Stripe secret key")),
    prefix("rk_live_", Servers("a Stripe restricted key")),
    prefix("rk_test_", Servers("a Stripe restricted key")),
    prefix("whsec_", Servers("a webhook signing secret")),
    prefix("pk_live_", Browsers),
    prefix("pk_test_", Browsers),
    // docs.anthropic.com; platform.openai.com
    prefix("sk-ant-", Servers("an Anthropic key")),
    prefix("sk-proj-", Servers("an OpenAI key")),
    prefix("sk-", Servers("an OpenAI key")),
    // docs.github.com, "About authentication to GitHub"
    prefix("ghp_", Servers("a GitHub token")),
    prefix("gho_", Servers("a GitHub token")),
    prefix("ghu_", Servers("a GitHub token")),
    prefix("ghs_", Servers("a GitHub token")),
    prefix("ghr_", Servers("a GitHub token")),
    prefix("github_pat_", Servers("a GitHub token")),
    // docs.gitlab.com, "Token overview"
    prefix("glpat-", Servers("a GitLab token")),
    // docs.slack.dev, "Tokens"
    prefix("xoxb-", Servers("a Slack token")),
    prefix("xoxp-", Servers("a Slack token")),
    // docs.sendgrid.com
    prefix("SG.", Servers("a SendGrid key")),
    // docs.npmjs.com, "About access tokens"
    prefix("npm_", Servers("an npm token")),
    // huggingface.co/docs/hub/security-tokens
    prefix("hf_", Servers("a Hugging Face token")),
    // resend.com/docs: words such as `re_export` begin alike
    prefix("re_", Unknown),
    // docs.aws.amazon.com, "IAM identifiers": the id of a key, which comes with a secret
    prefix("AKIA", Unknown),
    prefix("ASIA", Unknown),
    // cloud.google.com/docs/authentication/api-keys
    prefix("AIza", Either),
    // supabase.com/docs/guides/api/api-keys
    prefix("sb_secret_", Servers("a Supabase secret key")),
    prefix("sb_publishable_", Browsers),
    // docs.mapbox.com, "Public tokens"
    prefix("pk.eyJ", Browsers),
    // posthog.com/docs/api, "Project API key"
    prefix("phc_", Browsers),
];

/// The longest listed prefix of a text.
pub(super) fn listed(text: &str) -> Option<&'static TokenPrefix> {
    let listed = PREFIXES.iter().filter(|prefix| text.starts_with(prefix.text));
    listed.max_by_key(|prefix| prefix.text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_prefix_is_the_one() {
        let text = |value| listed(value).map(|prefix| prefix.text);
        assert_eq!(text("sk-ant-api03-madeup"), Some("sk-ant-"));
        assert_eq!(text("sk-madeup"), Some("sk-"));
        assert_eq!(text("sk_madeup"), None);
    }

    #[test]
    fn each_prefix_is_listed_once() {
        for (at, prefix) in PREFIXES.iter().enumerate() {
            let again = PREFIXES[at + 1..].iter().any(|other| other.text == prefix.text);
            assert!(!again, "{}", prefix.text);
        }
    }
}
