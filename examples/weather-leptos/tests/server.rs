//! The server's side runs: pages and server functions, and no secret in what they send.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use weather_leptos::app::Weather;
use weather_leptos::env::public::Public;
use weather_leptos::env::server::ServerConfig;
use weather_leptos::server::{Server, app};

/// Made up.
const KEY: &str = "wk-test-b2d94e706fc1853aa96e";

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
        Some("Broken") => (StatusCode::INTERNAL_SERVER_ERROR, query).into_response(),
        Some(city) => format!(r#"{{"name":"{city}","temperature":7.5}}"#).into_response(),
        None => StatusCode::BAD_REQUEST.into_response(),
    }
}

async fn start() -> String {
    let upstream = serve(Router::new().route("/", get(service))).await;
    let env = BTreeMap::from([
        ("WEATHER_API_KEY".to_owned(), KEY.to_owned()),
        ("WEATHER_URL".to_owned(), upstream),
        ("APP_NAME".to_owned(), "Weather & </script>".to_owned()),
    ]);
    let config = ServerConfig::from_source(&env).unwrap();
    let public = Public::from_source(&env).unwrap();
    serve(app(Server::new(config, public).unwrap())).await
}

/// What a call of the server function gets.
async fn ask(url: &str, city: &str) -> (StatusCode, String) {
    let request = reqwest::Client::new().post(format!("{url}/api/weather"));
    let answer = request.form(&[("city", city)]).send().await.unwrap();
    (answer.status(), answer.text().await.unwrap())
}

#[tokio::test]
async fn the_page_and_its_server_function_answer_and_tell_no_secret() {
    let url = start().await;
    let page = reqwest::get(&url).await.unwrap().text().await.unwrap();
    assert!(page.contains("Bergen: 7.5 °C"), "{page}");

    // the browser's side reads public config out of the page
    let (_, rest) = page.split_once("id=\"envwall-public\">").unwrap();
    let (config, _) = rest.split_once("</script>").unwrap();
    let public: Public = envwall::page::read(config).unwrap();
    assert_eq!(
        (public.app_name.as_str(), public.app_city.as_str()),
        ("Weather & </script>", "Bergen")
    );

    let (status, answer) = ask(&url, "Oslo").await;
    assert_eq!(status, StatusCode::OK);
    let weather: Weather = serde_json::from_str(&answer).unwrap();
    assert_eq!(weather, Weather { city: "Oslo".to_owned(), temperature: 7.5 });
    let (status, problem) = ask(&url, "Broken").await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(problem.contains("the weather service cannot be asked at present"), "{problem}");

    assert!(![page, answer, problem].iter().any(|text| tells(text)));
}

/// Whether eight characters of the key stand in a text.
fn tells(text: &str) -> bool {
    KEY.as_bytes().windows(8).any(|part| text.contains(str::from_utf8(part).unwrap()))
}
