//! The app with fakes of the two services it talks to, on this machine: `cargo run --example local`.

mod fake_services;

use std::collections::BTreeMap;

use fake_services::{Identity, serve};
use weather_ssr::env::public::Public;
use weather_ssr::env::server::ServerConfig;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    tracing_subscriber::fmt().init();
    let env = dotenvy::from_filename_iter(".env")
        .and_then(Iterator::collect::<Result<BTreeMap<_, _>, _>>);
    let env = env.map_err(|_| ".env cannot be read")?; // dotenvy's error repeats the line, and a secret with it
    let config = ServerConfig::from_source(&env)?;
    let public = Public::from_source(&env)?;

    let redirect_uri = format!("{}/login/callback", config.app_url);
    let client_secret = config.oauth_client_secret.expose();
    let identity = Identity::new(&config.oauth_client_id, client_secret, redirect_uri);
    serve("127.0.0.1:8081", fake_services::weather(config.weather_api_key.expose().clone())).await;
    serve("127.0.0.1:8082", identity.routes()).await;

    let listener = tokio::net::TcpListener::bind(("127.0.0.1", config.port)).await?;
    tracing::info!("open {}", config.app_url);
    Ok(axum::serve(listener, weather_ssr::app(config, public)?).await?)
}
