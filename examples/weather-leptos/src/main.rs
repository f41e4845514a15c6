//! Reads the environment and serves.

use weather_leptos::env::public::Public;
use weather_leptos::env::server::ServerConfig;
use weather_leptos::server::{Server, app};

/// Where cargo-leptos puts what browsers fetch.
const SITE: &str = "target/site";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let config = ServerConfig::from_env()?; // everything that is missing or wrong, in one error
    let public = Public::from_source(&envwall::Process)?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", config.port)).await?;
    println!("listening on {}", listener.local_addr()?);
    Ok(axum::serve(listener, app(Server::new(config, public)?, SITE)).await?)
}
