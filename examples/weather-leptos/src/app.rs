//! What both sides render.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::env::public::Public;

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Weather {
    /// The city, as the service spells it.
    pub city: String,
    /// In degrees Celsius.
    pub temperature: f64,
}

/// Asks the weather service. This body is compiled for the server alone; the browser's side sends a
/// request here.
#[server(endpoint = "weather")]
pub async fn weather_in(city: String) -> Result<Weather, ServerFnError> {
    let server = expect_context::<std::sync::Arc<crate::server::Server>>();
    server.ask(&city).await.map_err(ServerFnError::new)
}

/// The page.
#[component]
pub fn App() -> impl IntoView {
    let Public { app_name, app_city } = public();
    let (city, set_city) = signal(app_city);
    let weather = Resource::new(move || city.get(), weather_in);
    let shown = move || {
        weather.get().map(|answer| match answer {
            Ok(Weather { city, temperature }) => format!("{city}: {temperature} °C"),
            Err(error) => error.to_string(),
        })
    };
    view! {
        <main>
            <h1>{app_name}</h1>
            <label>"City " <input prop:value=city on:change:target=move |event| {
                set_city.set(event.target().value());
            } /></label>
            <Suspense fallback=|| "…"><p>{shown}</p></Suspense>
        </main>
    }
}

/// Public config: the server has it from its environment, the browser from the page.
#[cfg(feature = "ssr")]
fn public() -> Public {
    expect_context::<std::sync::Arc<crate::server::Server>>().public.clone()
}

/// Public config: the server has it from its environment, the browser from the page.
#[cfg(feature = "client")]
fn public() -> Public {
    envwall::page::of_document().expect("the server wrote it into this page")
}
