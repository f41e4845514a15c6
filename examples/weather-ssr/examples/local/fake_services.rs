//! Small fakes of the two services the app talks to. No model for real ones.

use std::collections::HashMap;
use std::future::pending;
use std::sync::{Arc, Mutex};

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use data_encoding::BASE64URL_NOPAD;
use reqwest::Url;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;

type Fields = HashMap<String, String>;

/// Serves until the process ends.
pub async fn serve(address: &str, routes: Router) -> std::net::SocketAddr {
    let listener = TcpListener::bind(address).await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async { axum::serve(listener, routes).await.expect("it serves") });
    address
}

/// The paid weather service. `Broken` has it fail and repeat what it was asked, as services do;
/// `Slow` has it never answer.
pub fn weather(key: String) -> Router {
    Router::new().route("/v1/current", get(current)).with_state(Arc::from(key))
}

async fn current(State(key): State<Arc<str>>, uri: Uri, Query(asked): Query<Fields>) -> Response {
    if asked.get("key").map(String::as_str) != Some(&*key) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    match asked["city"].as_str() {
        "Nowhere" => StatusCode::NOT_FOUND.into_response(),
        "Broken" => {
            (StatusCode::INTERNAL_SERVER_ERROR, format!("cannot answer {uri}")).into_response()
        }
        "Garbled" => format!("cannot answer {uri}").into_response(),
        "Slow" => pending().await,
        city => Json(json!({
            "location": { "name": city },
            "current": { "temperature": 7.5, "condition": "light rain" },
            "account": { "plan": "business", "key": *key },
        }))
        .into_response(),
    }
}

/// The identity provider. It knows one person, Ada, and one client.
pub struct Identity {
    client_id: String,
    client_secret: String,
    redirect_uri: String,
    /// Code challenges by code.
    codes: Mutex<HashMap<String, String>>,
    /// Access tokens that were given out.
    tokens: Mutex<Vec<String>>,
}

impl Identity {
    pub fn new(client_id: &str, client_secret: &str, redirect_uri: String) -> Arc<Self> {
        Arc::new(Self {
            client_id: client_id.to_owned(),
            client_secret: client_secret.to_owned(),
            redirect_uri,
            codes: Mutex::default(),
            tokens: Mutex::default(),
        })
    }

    pub fn routes(self: &Arc<Self>) -> Router {
        Router::new()
            .route("/authorize", get(authorize).post(allow))
            .route("/token", post(token))
            .route("/userinfo", get(userinfo))
            .with_state(Arc::clone(self))
    }

    /// The access tokens that were given out.
    #[allow(dead_code, reason = "the tests look for them")]
    pub fn tokens(&self) -> Vec<String> {
        self.tokens.lock().unwrap().clone()
    }
}

/// A page that asks whether it is really you.
async fn authorize(State(identity): State<Arc<Identity>>, Query(asked): Query<Fields>) -> Response {
    let known = asked["client_id"] == identity.client_id
        && asked["redirect_uri"] == identity.redirect_uri
        && asked["code_challenge_method"] == "S256";
    if !known {
        return StatusCode::BAD_REQUEST.into_response();
    }
    Html("<title>Identity</title><form method=post><button id=allow>I am Ada</button></form>")
        .into_response()
}

/// Back to the app, with a code.
async fn allow(State(identity): State<Arc<Identity>>, Query(asked): Query<Fields>) -> Redirect {
    let code = random();
    let answer = [("code", &code), ("state", &asked["state"])];
    let back = Url::parse_with_params(&identity.redirect_uri, answer).expect("an address");
    identity.codes.lock().unwrap().insert(code, asked["code_challenge"].clone());
    Redirect::to(back.as_str())
}

async fn token(State(identity): State<Arc<Identity>>, Form(given): Form<Fields>) -> Response {
    let challenge = identity.codes.lock().unwrap().remove(&given["code"]);
    let proof = BASE64URL_NOPAD.encode(&Sha256::digest(&given["code_verifier"]));
    let right = challenge == Some(proof)
        && given["client_id"] == identity.client_id
        && given["client_secret"] == identity.client_secret
        && given["redirect_uri"] == identity.redirect_uri;
    if !right {
        let problem = json!({ "error": "invalid_grant", "request": given });
        return (StatusCode::BAD_REQUEST, Json(problem)).into_response();
    }
    let token = random();
    identity.tokens.lock().unwrap().push(token.clone());
    Json(json!({ "access_token": token, "token_type": "Bearer" })).into_response()
}

async fn userinfo(
    State(identity): State<Arc<Identity>>,
    headers: HeaderMap,
) -> Result<Json<Value>, StatusCode> {
    let given = headers.get("authorization").and_then(|given| given.to_str().ok());
    let token = given.and_then(|given| given.strip_prefix("Bearer ")).unwrap_or_default();
    if !identity.tokens().iter().any(|known| known == token) {
        return Err(StatusCode::UNAUTHORIZED);
    }
    Ok(Json(json!({ "sub": "ada", "name": "Ada", "email": "ada@example.com" })))
}

fn random() -> String {
    BASE64URL_NOPAD.encode(&rand::random::<[u8; 24]>())
}
