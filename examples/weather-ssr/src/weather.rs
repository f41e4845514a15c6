//! The paid weather service, asked on the browser's behalf.
//!
//! The browser gets what the page shows and no more: not the rest of the service's answer, and of an
//! error neither its text nor the address that was asked, since the key stands in that.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use crate::App;
use crate::session::User;

/// What the page shows.
#[derive(Debug, Serialize)]
pub(crate) struct Weather {
    pub(crate) city: String,
    pub(crate) temperature: f64,
    pub(crate) condition: String,
}

/// The part of the service's answer that is used.
#[derive(Deserialize)]
struct Answer {
    location: Location,
    current: Current,
}

#[derive(Deserialize)]
struct Location {
    name: String,
}

#[derive(Deserialize)]
struct Current {
    temperature: f64,
    condition: String,
}

/// Why there is no weather, in words for everyone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum WeatherError {
    #[error("which city?")]
    BadCity,
    #[error("no such city")]
    UnknownCity,
    #[error("the weather service does not answer in time")]
    TooSlow,
    #[error("the weather service cannot be asked at present")]
    Unavailable,
}

#[derive(Deserialize)]
pub(crate) struct Question {
    city: String,
}

/// `GET /api/weather?city=`, for whoever is signed in: each question costs money.
pub(crate) async fn api(
    State(app): State<Arc<App>>,
    _: User,
    Query(question): Query<Question>,
) -> Result<Json<Weather>, WeatherError> {
    ask(&app, &question.city).await.map(Json)
}

/// Asks the service.
pub(crate) async fn ask(app: &App, city: &str) -> Result<Weather, WeatherError> {
    if city.trim().is_empty() || city.chars().count() > 80 {
        return Err(WeatherError::BadCity);
    }
    let answer = app
        .http
        .get(format!("{}/v1/current", app.config.weather_url.trim_end_matches('/')))
        .query(&[("city", city), ("units", app.public.app_units.as_str())])
        .query(&[("key", app.config.weather_api_key.expose())])
        .send()
        .await
        .and_then(reqwest::Response::error_for_status)
        .map_err(failure)?;
    let Answer { location, current } = answer.json().await.map_err(failure)?;
    let Current { temperature, condition } = current;
    Ok(Weather { city: location.name, temperature, condition })
}

/// What went wrong, for the log without the address, and for everyone.
fn failure(error: reqwest::Error) -> WeatherError {
    let error = error.without_url();
    if error.status() == Some(StatusCode::NOT_FOUND) {
        return WeatherError::UnknownCity;
    }
    tracing::warn!(%error, "the weather service did not answer");
    if error.is_timeout() { WeatherError::TooSlow } else { WeatherError::Unavailable }
}

impl IntoResponse for WeatherError {
    fn into_response(self) -> Response {
        let status = match self {
            Self::BadCity => StatusCode::BAD_REQUEST,
            Self::UnknownCity => StatusCode::NOT_FOUND,
            Self::TooSlow => StatusCode::GATEWAY_TIMEOUT,
            Self::Unavailable => StatusCode::BAD_GATEWAY,
        };
        (status, self.to_string()).into_response()
    }
}
