//! What only the server does.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::routing::{get, post};
use leptos::config::LeptosOptions;
use leptos::prelude::*;
use serde::Deserialize;
use tower_http::services::ServeDir;

use crate::app::{App, Weather};
use crate::env::public::Public;
use crate::env::server::ServerConfig;

/// What server functions work with.
pub struct Server {
    config: ServerConfig,
    pub(crate) public: Public,
    http: reqwest::Client,
}

/// Why there is no weather, in words for everyone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WeatherError {
    /// The service cannot be asked, or answers with something else.
    Unavailable,
}

/// The service's answer.
#[derive(Deserialize)]
struct Answer {
    name: String,
    temperature: f64,
}

impl Server {
    /// Takes the config.
    ///
    /// # Errors
    /// When the system gives no certificates for the HTTP client.
    pub fn new(config: ServerConfig, public: Public) -> reqwest::Result<Self> {
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(5))
            .redirect(reqwest::redirect::Policy::none()) // the key goes nowhere but where it is meant to
            .build()?;
        Ok(Self { config, public, http })
    }

    /// Asks the weather service with the paid key.
    ///
    /// # Errors
    /// Whatever went wrong, without the address that was asked: the key stands in it.
    pub async fn ask(&self, city: &str) -> Result<Weather, WeatherError> {
        let key = self.config.weather_api_key.expose();
        let request =
            self.http.get(&self.config.weather_url).query(&[("city", city), ("key", key)]);
        let answer = async { request.send().await?.error_for_status()?.json::<Answer>().await };
        let Answer { name, temperature } = answer.await.map_err(|_| WeatherError::Unavailable)?;
        Ok(Weather { city: name, temperature })
    }
}

impl std::fmt::Display for WeatherError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the weather service cannot be asked at present")
    }
}

impl std::error::Error for WeatherError {}

/// The app, ready to be served; `site` is the folder of what browsers fetch.
pub fn app(server: Server, site: impl AsRef<Path>) -> Router {
    // as Leptos does where it lists routes; that it was done before is no error
    let _ = any_spawner::Executor::init_tokio();
    let server = Arc::new(server);
    let context = move || provide_context(Arc::clone(&server));
    let for_functions = context.clone();
    let functions = move |request: Request| {
        leptos_axum::handle_server_fns_with_context(for_functions.clone(), request)
    };
    Router::new()
        .route("/", get(leptos_axum::render_app_async_with_context(context, page)))
        .route("/api/{*function}", post(functions))
        .fallback_service(ServeDir::new(site))
}

/// The page around [`App`], with public config for the browser's side.
fn page() -> impl IntoView {
    let public = &expect_context::<Arc<Server>>().public;
    let config = envwall::page::content(public).expect("texts have a form in JSON");
    let options = LeptosOptions::builder().output_name("weather-leptos").build();
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <title>{public.app_name.clone()}</title>
                <script type="application/json" id=envwall::page::ELEMENT_ID inner_html=config></script>
                <HydrationScripts options />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}
