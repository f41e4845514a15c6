//! The page: rendered here, taken over by `static/app.js`, which reads public config from it.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::{Html, IntoResponse};
use data_encoding::BASE64;
use envwall::page::{Nonce, PageError, script};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde::Deserialize;

use crate::App;
use crate::env::public::AppUnits;
use crate::session::{User, Visitor};
use crate::weather::{self, Weather, WeatherError};

#[derive(Deserialize)]
pub(crate) struct Wish {
    city: Option<String>,
}

/// `GET /`, with the weather where a city is named.
pub(crate) async fn home(
    State(app): State<Arc<App>>,
    Query(wish): Query<Wish>,
    visitor: Visitor,
) -> impl IntoResponse {
    let city = wish.city.unwrap_or_default();
    let content = match visitor {
        Visitor::SignedIn(user) if city.is_empty() => signed_in(&app, &user, &city, None),
        Visitor::SignedIn(user) => {
            let weather = weather::ask(&app, &city).await;
            signed_in(&app, &user, &city, Some(weather))
        }
        Visitor::Expired => stranger(true),
        Visitor::Stranger => stranger(false),
    };
    let nonce = BASE64.encode(&rand::random::<[u8; 16]>());
    // the form may be sent here, and scripts are those that carry this answer's nonce
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    let page = page(&app, &nonce, &content).map(|page| Html(page.into_string()));
    (
        [(CONTENT_SECURITY_POLICY, policy)],
        page.map_err(|error| (StatusCode::INTERNAL_SERVER_ERROR, error.to_string())),
    )
}

fn page(app: &App, nonce: &str, content: &Markup) -> Result<Markup, PageError> {
    let config = script(&app.public, Nonce::new(nonce))?;
    Ok(html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { (app.public.app_name) }
                link rel="stylesheet" href="/static/style.css";
                (PreEscaped(config))
                script type="module" src="/static/app.js" nonce=(nonce) {}
            }
            body {
                main {
                    h1 { (app.public.app_name) }
                    (content)
                }
            }
        }
    })
}

fn stranger(expired: bool) -> Markup {
    html! {
        p data-expired[expired] { a href="/login" { "Sign in" } " to see the weather." }
    }
}

fn signed_in(
    app: &App,
    user: &User,
    city: &str,
    weather: Option<Result<Weather, WeatherError>>,
) -> Markup {
    html! {
        form id="ask" action="/" {
            label { "City " input name="city" value=(city) required maxlength="80"; }
            button { "Show" }
        }
        output id="weather" form="ask" { (answer(app, weather)) }
        form method="post" action="/logout" {
            "Signed in as " strong { (user.name) } ". "
            button { "Sign out" }
        }
    }
}

fn answer(app: &App, weather: Option<Result<Weather, WeatherError>>) -> String {
    match weather {
        None => String::new(),
        Some(Err(error)) => error.to_string(),
        Some(Ok(Weather { city, temperature, condition })) => {
            let unit = match app.public.app_units {
                AppUnits::Metric => "°C",
                AppUnits::Imperial => "°F",
            };
            format!("{city}: {temperature} {unit}, {condition}")
        }
    }
}
