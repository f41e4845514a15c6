//! Signing in at the identity provider: authorization code (RFC 6749, 4.1) with PKCE (RFC 7636).
//!
//! The code is exchanged here, on the server. The provider's access token is used once, to ask who it
//! is, and goes nowhere else.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use reqwest::Url;
use serde::Deserialize;

use crate::App;
use crate::cookies::{self, LOGIN};
use crate::random::{digest, text};
use crate::session::User;

/// How long someone may take to sign in at the provider.
const PATIENCE: Duration = Duration::from_secs(600);

/// Why someone could not be signed in, in words for everyone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LoginError {
    #[error("this sign-in was not begun in this browser, or too long ago: begin again")]
    NotBegun,
    #[error("the identity provider did not let you in")]
    Refused,
    #[error("the identity provider cannot be asked at present")]
    Unavailable,
}

/// What the provider's redirect brings.
#[derive(Deserialize)]
pub(crate) struct Callback {
    code: Option<String>,
    state: Option<String>,
}

#[derive(Deserialize)]
struct Tokens {
    access_token: String,
}

/// `GET /login`: to the provider, with a state and a verifier that only this browser has.
pub(crate) async fn begin(
    State(app): State<Arc<App>>,
    jar: CookieJar,
) -> Result<(CookieJar, Redirect), LoginError> {
    let (state, verifier) = (text(), text());
    let question = [
        ("response_type", "code"),
        ("client_id", &app.config.oauth_client_id),
        ("redirect_uri", &redirect_uri(&app)),
        ("scope", "openid profile"),
        ("state", &state),
        ("code_challenge", &digest(&verifier)),
        ("code_challenge_method", "S256"),
    ];
    let url = Url::parse_with_params(&endpoint(&app, "authorize"), question)
        .map_err(|_| LoginError::Unavailable)?;
    let begun = cookies::lax(LOGIN, format!("{state}.{verifier}"), PATIENCE);
    Ok((jar.add(begun), Redirect::to(url.as_str())))
}

/// `GET /login/callback`: back from the provider. Whatever the answer is, its state is used up.
pub(crate) async fn finish(
    State(app): State<Arc<App>>,
    Query(callback): Query<Callback>,
    jar: CookieJar,
) -> Result<(CookieJar, Redirect), (CookieJar, LoginError)> {
    let begun = jar.get(LOGIN).map(|begun| begun.value().to_owned()).unwrap_or_default();
    let (state, verifier) = begun.split_once('.').unwrap_or_default();
    if state.is_empty() || callback.state.as_deref() != Some(state) {
        return Err((jar, LoginError::NotBegun));
    }
    let jar = jar.add(cookies::gone(LOGIN));
    match sign_in(&app, callback.code, verifier).await {
        Ok(user) => Ok((app.sessions.begin(user, jar), Redirect::to("/"))),
        Err(error) => Err((jar, error)),
    }
}

async fn sign_in(app: &App, code: Option<String>, verifier: &str) -> Result<User, LoginError> {
    let code = code.ok_or(LoginError::Refused)?;
    let tokens = exchange(app, &code, verifier).await.map_err(failure)?;
    who(app, &tokens).await.map_err(failure)
}

/// The code and the verifier for a token.
async fn exchange(app: &App, code: &str, verifier: &str) -> reqwest::Result<Tokens> {
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("code_verifier", verifier),
        ("redirect_uri", &redirect_uri(app)),
        ("client_id", &app.config.oauth_client_id),
        ("client_secret", app.config.oauth_client_secret.expose()),
    ];
    let answer = app.http.post(endpoint(app, "token")).form(&form).send().await?;
    answer.error_for_status()?.json().await
}

/// Whom the token is about.
async fn who(app: &App, tokens: &Tokens) -> reqwest::Result<User> {
    let request = app.http.get(endpoint(app, "userinfo")).bearer_auth(&tokens.access_token);
    request.send().await?.error_for_status()?.json().await
}

fn failure(error: reqwest::Error) -> LoginError {
    let error = error.without_url();
    tracing::warn!(%error, "the identity provider did not answer as expected");
    let refused = error.status().is_some_and(|status| status.is_client_error());
    if refused { LoginError::Refused } else { LoginError::Unavailable }
}

fn endpoint(app: &App, name: &str) -> String {
    format!("{}/{name}", app.config.identity_url.trim_end_matches('/'))
}

fn redirect_uri(app: &App) -> String {
    format!("{}/login/callback", app.origin)
}

impl IntoResponse for LoginError {
    fn into_response(self) -> Response {
        let status = match self {
            Self::NotBegun | Self::Refused => StatusCode::BAD_REQUEST,
            Self::Unavailable => StatusCode::BAD_GATEWAY,
        };
        (status, self.to_string()).into_response()
    }
}
