//! Sign-in, keepers of secrets, private keys, tokens that say what they are for.

use super::Check::{EncodedHost, Exact, Jwt, Loose};
use super::{Format, Role, browser, either, identifier, inside, secret, unknown};

const REISSUE: &str =
    "https://cheatsheetseries.owasp.org/cheatsheets/Key_Management_Cheat_Sheet.html";

pub(super) const FORMATS: &[Format] = &[
    inside(secret(
        "a private key",
        &[
            "-----BEGIN {U0-24}PRIVATE KEY-----{k56-}",
            "-----BEGIN PGP PRIVATE KEY BLOCK-----{k56-}",
        ],
        Exact,
        REISSUE,
        "https://www.rfc-editor.org/rfc/rfc7468",
    )),
    inside(browser(
        "a public key",
        &["-----BEGIN {U0-24}PUBLIC KEY-----", "-----BEGIN CERTIFICATE-----"],
        "https://www.rfc-editor.org/rfc/rfc7468",
    )),
    secret(
        "an age key",
        &["AGE-SECRET-KEY-1{u58}"],
        Exact,
        REISSUE,
        "https://age-encryption.org/v1",
    ),
    secret(
        "a JSON Web Token with an administrator's role",
        &["eyJ{s12-}.eyJ{s10-}.{s20-}"],
        Jwt(Role::Admin),
        "https://supabase.com/dashboard/project/_/settings/jwt",
        "https://supabase.com/docs/guides/api/api-keys",
    ),
    browser(
        "a JSON Web Token for visitors",
        &["eyJ{s12-}.eyJ{s10-}.{s20-}"],
        "https://supabase.com/docs/guides/api/api-keys",
    )
    .checked(Jwt(Role::Anonymous)),
    unknown(
        "a JSON Web Token",
        &["eyJ{s12-}.eyJ{s4-}.{s16-}"],
        "https://www.rfc-editor.org/rfc/rfc7519",
    )
    .checked(Jwt(Role::Any)),
    browser(
        "a Clerk publishable key",
        &["pk_live_{B16-120}", "pk_test_{B16-120}"],
        "https://clerk.com/docs/deployments/clerk-environment-variables",
    )
    .checked(EncodedHost),
    secret(
        "a Clerk secret key",
        &["sk_live_{w40-52}"],
        Exact,
        "https://dashboard.clerk.com/last-active?path=api-keys",
        "https://clerk.com/docs/deployments/clerk-environment-variables",
    ),
    secret(
        "a Clerk secret key (test mode)",
        &["sk_test_{w40-52}"],
        Loose,
        "https://dashboard.clerk.com/last-active?path=api-keys",
        "https://clerk.com/docs/deployments/clerk-environment-variables",
    ),
    secret(
        "a WorkOS key",
        &["sk_live_a2V5X{w20-120}", "sk_test_a2V5X{w20-120}"],
        Exact,
        "https://dashboard.workos.com/api-keys",
        "https://workos.com/docs/reference/api-keys",
    ),
    identifier(
        "a WorkOS client id",
        &["client_{u26}"],
        "https://workos.com/docs/reference/api-keys",
    ),
    secret(
        "a Stytch secret",
        &["secret-live-{s36}", "secret-test-{s36}"],
        Exact,
        "https://stytch.com/dashboard/api-keys",
        "https://stytch.com/docs/api/authentication",
    ),
    browser(
        "a Stytch public token",
        &["public-token-live-{g}", "public-token-test-{g}"],
        "https://stytch.com/docs/sdks/installation",
    ),
    secret(
        "a Magic secret key",
        &["sk_live_{u16}"],
        Exact,
        "https://dashboard.magic.link",
        "https://magic.link/docs/authentication/introduction/quickstart",
    ),
    secret(
        "an Ory token",
        &["ory_pat_{w32}", "ory_apikey_{w32}"],
        Exact,
        "https://console.ory.sh",
        "https://www.ory.sh/docs/concepts/personal-access-token",
    ),
    secret(
        "a Persona key",
        &["persona_production_{g}", "persona_sandbox_{g}"],
        Exact,
        "https://app.withpersona.com/dashboard/api-configuration",
        "https://docs.withpersona.com/api-keys",
    ),
    secret(
        "an Onfido token",
        &[
            "api_live.{s10-12}.{s30-34}",
            "api_live_us.{s10-12}.{s30-34}",
            "api_live_ca.{s10-12}.{s30-34}",
        ],
        Exact,
        "https://dashboard.onfido.com/api/tokens",
        "https://documentation.onfido.com/api/latest",
    ),
    secret(
        "an Okta token",
        &["00{s40}"],
        Loose,
        "https://help.okta.com/en-us/content/topics/security/api.htm",
        "https://developer.okta.com/docs/guides/create-an-api-token/main",
    ),
    secret(
        "a HashiCorp Vault token",
        &["hvs.{s90-140}", "hvb.{s130-300}", "hvr.{s90-140}", "hvs.{s24}"],
        Exact,
        "https://developer.hashicorp.com/vault/docs/commands/token/revoke",
        "https://developer.hashicorp.com/vault/docs/concepts/tokens",
    ),
    secret(
        "a Doppler token",
        &[
            "dp.pt.{w40-44}",
            "dp.st.{w40-44}",
            "dp.st.{s2-35}.{w40-44}",
            "dp.ct.{w40-44}",
            "dp.sa.{w40-44}",
            "dp.scim.{w40-44}",
            "dp.audit.{w40-44}",
        ],
        Exact,
        "https://dashboard.doppler.com",
        "https://docs.doppler.com/reference/auth-token-formats",
    ),
    secret(
        "an Infisical token",
        &["st.{h24}.{h32}.{h32}"],
        Exact,
        "https://app.infisical.com",
        "https://infisical.com/docs/documentation/platform/token",
    ),
    secret(
        "a 1Password service account token",
        &["ops_eyJ{B250-}"],
        Exact,
        "https://developer.1password.com/docs/service-accounts/manage-service-accounts",
        "https://developer.1password.com/docs/service-accounts",
    ),
    secret(
        "a 1Password secret key",
        &["A3-{u6}-{u11}-{u5}-{u5}-{u5}", "A3-{u6}-{u6}-{u5}-{u5}-{u5}-{u5}"],
        Exact,
        "https://support.1password.com/secret-key",
        "https://support.1password.com/secret-key",
    ),
    secret(
        "a Bitwarden access token",
        &["0.{g}.{w30}:{b22}=="],
        Exact,
        "https://bitwarden.com/help/access-tokens",
        "https://bitwarden.com/help/access-tokens",
    ),
    secret(
        "a key of a dotenv vault",
        &[
            "dotenv://:key_{h64}@{c10-200}",
            "dotenv://:key_{h64}@dotenv.org/vault/.env.vault?environment={s1-40}",
        ],
        Exact,
        "https://www.dotenv.org/docs/dotenv-vault/rotatekey",
        "https://www.dotenv.org/docs/security/env-vault",
    ),
    secret(
        "a Tailscale key",
        &[
            "tskey-auth-{w12-24}-{w20-40}",
            "tskey-api-{w12-24}-{w20-40}",
            "tskey-client-{w12-24}-{w20-40}",
            "tskey-scim-{w12-24}-{w20-40}",
        ],
        Exact,
        "https://login.tailscale.com/admin/settings/keys",
        "https://tailscale.com/kb/1277/key-prefixes",
    ),
    secret(
        "a Cloudflare tunnel token",
        &["eyJhIjoi{b100-240}{=0-2}"],
        Exact,
        "https://one.dash.cloudflare.com",
        "https://developers.cloudflare.com/cloudflare-one/networks/connectors/cloudflare-tunnel/configure-tunnels/remote-tunnel-permissions",
    ),
    either(
        "a reCAPTCHA key",
        &["6L{s38}"],
        "https://www.google.com/recaptcha/admin",
        "https://developers.google.com/recaptcha/docs/settings",
    ),
    either(
        "a Turnstile key",
        &["0x4AAA{s15-40}"],
        "https://dash.cloudflare.com/?to=/:account/turnstile",
        "https://developers.cloudflare.com/turnstile/get-started",
    ),
    secret(
        "an hCaptcha secret",
        &["ES_{h32}", "0x{u40}"],
        Loose,
        "https://dashboard.hcaptcha.com/settings/secrets",
        "https://docs.hcaptcha.com",
    ),
    browser("a Stellar address", &["G{u55}"], "https://stellar.org/protocol/sep-23"),
    browser("an Ethereum address", &["0x{x40}"], "https://ethereum.org/developers/docs/accounts"),
    browser(
        "a Google client id",
        &["{d6-21}-{l32}.apps.googleusercontent.com", "{d6-21}.apps.googleusercontent.com"],
        "https://developers.google.com/identity/protocols/oauth2",
    ),
    browser(
        "a Firebase app id",
        &["1:{d10-13}:web:{h16-32}", "1:{d10-13}:android:{h16-32}", "1:{d10-13}:ios:{h16-32}"],
        "https://firebase.google.com/docs/projects/learn-more",
    ),
];
