//! Reads the environment and serves.

use std::process::ExitCode;

use weather_ssr::env::public::Public;
use weather_ssr::env::server::ServerConfig;

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt().init();
    match serve().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve() -> Result<(), Box<dyn std::error::Error>> {
    let config = ServerConfig::from_env()?; // everything that is missing or wrong, in one error
    let public = Public::from_source(&envwall::Process)?;
    let listener = tokio::net::TcpListener::bind(("0.0.0.0", config.port)).await?;
    tracing::info!("listening on {}", listener.local_addr()?);
    Ok(axum::serve(listener, weather_ssr::app(config, public)?).await?)
}
