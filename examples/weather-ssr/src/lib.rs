//! A weather page whose server keeps its secrets.
//!
//! The browser gets pages, the weather and public config. The weather service's paid key, the client
//! secret of the identity provider and the key that signs sessions stay here: each is a
//! [`envwall::Secret`], read at one place.
//!
//! | module | holds |
//! |---|---|
//! | [`env`] | typed config of both sides, generated from `envwall.toml` by `build.rs` |
//! | `weather` | the paid service, asked on the browser's behalf |
//! | `login` | signing in at the identity provider: authorization code with PKCE |
//! | `session` | who is signed in: short-lived tokens, renewed by rotation |
//! | `cookies` | the cookies of all that |
//! | `page` | the page and its public config |
//! | `protect` | headers, and which requests may change something |
//! | `random` | texts that nobody guesses |

mod cookies;
mod login;
mod page;
mod protect;
mod random;
mod session;
mod weather;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use tower_http::services::ServeDir;

use env::public::Public;
use env::server::ServerConfig;
use session::Sessions;

/// Typed config of both sides.
pub mod env {
    include!(concat!(env!("OUT_DIR"), "/envwall.rs"));
}

/// What every request may need.
struct App {
    config: ServerConfig,
    public: Public,
    /// Where browsers find this app: scheme, host and port, as they write it in `Origin`.
    origin: String,
    sessions: Sessions,
    http: reqwest::Client,
}

/// Why the app cannot start.
#[derive(Debug, thiserror::Error)]
#[error("cannot start the HTTP client: {0}")]
pub struct StartError(#[from] reqwest::Error);

/// `https://weather.example` of `https://Weather.Example:443/`.
fn origin(url: &str) -> String {
    let url = reqwest::Url::parse(url);
    url.map_or_else(|_| "null".to_owned(), |url| url.origin().ascii_serialization())
}

/// The app, ready to be served.
///
/// # Errors
/// When the system gives no certificates for the HTTP client.
pub fn app(config: ServerConfig, public: Public) -> Result<Router, StartError> {
    let http = reqwest::Client::builder()
        .timeout(config.upstream_timeout)
        .redirect(reqwest::redirect::Policy::none()) // a key goes nowhere but where it is meant to
        .build()?;
    let sessions = Sessions::new(&config);
    let origin = origin(&config.app_url);
    let app = Arc::new(App { config, public, origin, sessions, http });
    let routes = Router::new()
        .route("/", get(page::home))
        .route("/api/weather", get(weather::api))
        .route("/login", get(login::begin))
        .route("/login/callback", get(login::finish))
        .route("/session/renew", post(session::renew))
        .route("/logout", post(session::end))
        .nest_service("/static", ServeDir::new("static"))
        .layer(from_fn_with_state(Arc::clone(&app), protect::same_origin))
        .with_state(app);
    Ok(protect::headers(routes))
}
