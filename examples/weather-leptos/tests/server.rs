//! The server's side runs: pages and server functions, and no secret in what they send.

mod world;

use std::path::Path;

use axum::http::StatusCode;
use weather_leptos::app::Weather;
use weather_leptos::env::public::Public;

use crate::world::{APP_NAME, KEY};

/// What a call of the server function gets.
async fn ask(url: &str, city: &str) -> (StatusCode, String) {
    let request = reqwest::Client::new().post(format!("{url}/api/weather"));
    let answer = request.form(&[("city", city)]).send().await.unwrap();
    (answer.status(), answer.text().await.unwrap())
}

#[tokio::test]
async fn the_page_and_its_server_function_answer_and_tell_no_secret() {
    let url = world::start(Path::new("nothing is fetched"), |app| app).await;
    let page = reqwest::get(&url).await.unwrap().text().await.unwrap();
    assert!(page.contains("Bergen: 7.5 °C"), "{page}");

    // the browser's side reads public config out of the page
    let (_, rest) = page.split_once("id=\"envwall-public\">").unwrap();
    let (config, _) = rest.split_once("</script>").unwrap();
    let public: Public = envwall::page::read(config).unwrap();
    assert_eq!((public.app_name.as_str(), public.app_city.as_str()), (APP_NAME, "Bergen"));

    let (status, answer) = ask(&url, "Oslo").await;
    assert_eq!(status, StatusCode::OK);
    let weather: Weather = serde_json::from_str(&answer).unwrap();
    assert_eq!(weather, Weather { city: "Oslo".to_owned(), temperature: 7.5 });
    let (status, problem) = ask(&url, "Broken").await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(problem.contains("the weather service cannot be asked at present"), "{problem}");

    // who is sent on gets the address before as `Referer`, and the key stands in it
    assert_eq!(ask(&url, "Moved").await.0, StatusCode::INTERNAL_SERVER_ERROR);

    assert!(![page, answer, problem].iter().any(|text| tells(text)));
}

/// Whether eight characters of the key stand in a text.
fn tells(text: &str) -> bool {
    KEY.as_bytes().windows(8).any(|part| text.contains(str::from_utf8(part).unwrap()))
}
