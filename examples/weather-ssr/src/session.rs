//! Who is signed in.
//!
//! A session token (JWT, RFC 7519) says it for some minutes and is renewed by a text that is good for
//! one renewal. One that comes a second time was copied, so that sign-in is over for both who hold it
//! (RFC 9700, 4.14.2). Tokens are bound to a random text in a cookie of its own, of which they hold the
//! digest (OWASP, "token sidejacking"): a token alone, out of a log or a backup, opens nothing.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Redirect;
use axum_extra::extract::CookieJar;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use crate::App;
use crate::cookies::{self, CLIENT, RENEWAL, SESSION};
use crate::env::server::ServerConfig;
use crate::random::{digest, text};

/// Someone who is signed in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct User {
    #[serde(rename = "sub")]
    pub(crate) id: String,
    pub(crate) name: String,
}

/// Whoever sent a request.
#[derive(Debug)]
pub(crate) enum Visitor {
    SignedIn(User),
    /// Was signed in, and may renew that.
    Expired,
    Stranger,
}

/// What a session token says.
#[derive(Serialize, Deserialize)]
struct Claims {
    #[serde(flatten)]
    user: User,
    /// Digest of the cookie to which the token is bound.
    client: String,
    /// Seconds since 1970.
    exp: u64,
}

/// One sign-in, and all renewals of it.
struct SignIn {
    user: User,
    /// Digest of the text that is good for the next renewal.
    renewal: String,
    client: String,
    until: SystemTime,
}

/// All sign-ins, by a random identifier. Several servers would share them in a database.
pub(crate) struct Sessions {
    encoding: EncodingKey,
    decoding: DecodingKey,
    lifetime: Duration,
    sign_in_lifetime: Duration,
    sign_ins: Mutex<HashMap<String, SignIn>>,
}

impl Sessions {
    pub(crate) fn new(config: &ServerConfig) -> Self {
        let key = config.session_key.expose();
        Self {
            encoding: EncodingKey::from_secret(key),
            decoding: DecodingKey::from_secret(key),
            lifetime: config.session_lifetime,
            sign_in_lifetime: config.sign_in_lifetime,
            sign_ins: Mutex::default(),
        }
    }

    /// Signs someone in.
    pub(crate) fn begin(&self, user: User, jar: CookieJar) -> CookieJar {
        let (id, renewal, client) = (text(), text(), text());
        let now = SystemTime::now();
        let sign_in = SignIn {
            user,
            renewal: digest(&renewal),
            client: digest(&client),
            until: now + self.sign_in_lifetime,
        };
        let jar = self.issue(&sign_in, format!("{id}.{renewal}"), jar).add(cookies::lax(
            CLIENT,
            client,
            self.sign_in_lifetime,
        ));
        let mut sign_ins = self.sign_ins();
        sign_ins.retain(|_, sign_in| sign_in.until > now);
        sign_ins.insert(id, sign_in);
        jar
    }

    /// New tokens for old ones, once.
    fn renew(&self, jar: CookieJar) -> Option<CookieJar> {
        let (id, renewal) = jar.get(RENEWAL)?.value().split_once('.')?;
        let client = digest(jar.get(CLIENT)?.value());
        let mut sign_ins = self.sign_ins();
        let sign_in = sign_ins.get_mut(id)?;
        let copied = sign_in.renewal != digest(renewal) || sign_in.client != client;
        if copied || sign_in.until < SystemTime::now() {
            sign_ins.remove(id);
            return None;
        }
        let next = text();
        sign_in.renewal = digest(&next);
        let renewal = format!("{id}.{next}");
        Some(self.issue(sign_in, renewal, jar))
    }

    fn issue(&self, sign_in: &SignIn, renewal: String, jar: CookieJar) -> CookieJar {
        let exp = (SystemTime::now() + self.lifetime)
            .duration_since(UNIX_EPOCH)
            .map_or(0, |time| time.as_secs());
        let claims = Claims { user: sign_in.user.clone(), client: sign_in.client.clone(), exp };
        let Ok(token) = jsonwebtoken::encode(&Header::default(), &claims, &self.encoding) else {
            return jar;
        };
        // the token outlives its validity, so that an expired one is not mistaken for none
        jar.add(cookies::lax(SESSION, token, self.sign_in_lifetime)).add(cookies::strict(
            RENEWAL,
            renewal,
            self.sign_in_lifetime,
        ))
    }

    fn visitor(&self, jar: &CookieJar) -> Visitor {
        let (Some(token), Some(client)) = (jar.get(SESSION), jar.get(CLIENT)) else {
            return Visitor::Stranger;
        };
        let mut validation = Validation::new(Algorithm::HS256);
        validation.leeway = 0; // the clock is the one that set `exp`
        match jsonwebtoken::decode::<Claims>(token.value(), &self.decoding, &validation) {
            Ok(token) if token.claims.client == digest(client.value()) => {
                Visitor::SignedIn(token.claims.user)
            }
            Err(error) if *error.kind() == ErrorKind::ExpiredSignature => Visitor::Expired,
            _ => Visitor::Stranger,
        }
    }

    fn sign_ins(&self) -> MutexGuard<'_, HashMap<String, SignIn>> {
        self.sign_ins.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `POST /session/renew`, when a session token's time is over.
pub(crate) async fn renew(
    State(app): State<Arc<App>>,
    jar: CookieJar,
) -> Result<(StatusCode, CookieJar), (StatusCode, CookieJar)> {
    match app.sessions.renew(jar) {
        Some(jar) => Ok((StatusCode::NO_CONTENT, jar)),
        None => Err((StatusCode::UNAUTHORIZED, signed_out())),
    }
}

/// `POST /logout`. A session token that someone copied along with its cookie holds until its time is
/// over; nothing renews it.
pub(crate) async fn end(State(app): State<Arc<App>>, jar: CookieJar) -> (CookieJar, Redirect) {
    if let Some((id, _)) = jar.get(RENEWAL).and_then(|renewal| renewal.value().split_once('.')) {
        app.sessions.sign_ins().remove(id);
    }
    (signed_out(), Redirect::to("/"))
}

fn signed_out() -> CookieJar {
    [SESSION, RENEWAL, CLIENT].map(cookies::gone).into_iter().fold(CookieJar::new(), CookieJar::add)
}

impl FromRequestParts<Arc<App>> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        Ok(app.sessions.visitor(&CookieJar::from_headers(&parts.headers)))
    }
}

impl FromRequestParts<Arc<App>> for User {
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(
        parts: &mut Parts,
        app: &Arc<App>,
    ) -> Result<Self, Self::Rejection> {
        match app.sessions.visitor(&CookieJar::from_headers(&parts.headers)) {
            Visitor::SignedIn(user) => Ok(user),
            _ => Err((StatusCode::UNAUTHORIZED, "sign in first")),
        }
    }
}
