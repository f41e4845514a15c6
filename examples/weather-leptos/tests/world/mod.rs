//! The app and the paid service, each on a port of its own.

use std::collections::BTreeMap;
use std::path::Path;

use axum::Router;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use weather_leptos::env::public::Public;
use weather_leptos::env::server::ServerConfig;
use weather_leptos::server::{Server, app};

/// Made up.
pub const KEY: &str = "wk-test-b2d94e706fc1853aa96e";

/// What the page calls itself: not the default, and no harmless text in HTML.
pub const APP_NAME: &str = "Weather & </script>";

async fn serve(routes: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async { axum::serve(listener, routes).await.unwrap() });
    url
}

/// The paid service, which repeats what it was asked when it fails.
async fn service(RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let Some(city) = query.strip_suffix(&format!("&key={KEY}")) else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    match city.strip_prefix("city=") {
        Some("Moved") => Redirect::temporary("/elsewhere").into_response(),
        Some("Broken") => (StatusCode::INTERNAL_SERVER_ERROR, query).into_response(),
        Some(city) => format!(r#"{{"name":"{city}","temperature":7.5}}"#).into_response(),
        None => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// Where the service sends clients on to: the key must not come here, in no header either.
async fn elsewhere() -> &'static str {
    r#"{"name":"sent on","temperature":0}"#
}

/// Starts both, the app with what `around` puts around it, and gives the app's address.
pub async fn start(site: &Path, around: impl FnOnce(Router) -> Router) -> String {
    let upstream =
        serve(Router::new().route("/", get(service)).route("/elsewhere", get(elsewhere))).await;
    let env = BTreeMap::from([
        ("WEATHER_API_KEY".to_owned(), KEY.to_owned()),
        ("WEATHER_URL".to_owned(), upstream),
        ("APP_NAME".to_owned(), APP_NAME.to_owned()),
    ]);
    let config = ServerConfig::from_source(&env).unwrap();
    let public = Public::from_source(&env).unwrap();
    serve(around(app(Server::new(config, public).unwrap(), site))).await
}
