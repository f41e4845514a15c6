//! What the app answers to requests that no page of it sends, and when services fail.

use std::collections::BTreeMap;

use axum::Router;
use axum::http::StatusCode;
use data_encoding::{BASE64, BASE64URL_NOPAD};
use jsonwebtoken::{EncodingKey, Header};
use reqwest::{Client, Method, Response, Url};
use serde_json::Value;

use crate::world::{SECRETS, World};

/// A browser as far as these tests need one: it keeps cookies and follows nothing.
struct Visitor<'a> {
    world: &'a World,
    client: Client,
    cookies: BTreeMap<String, String>,
}

impl<'a> Visitor<'a> {
    fn new(world: &'a World) -> Self {
        let client = Client::builder().redirect(reqwest::redirect::Policy::none());
        Self { world, client: client.build().unwrap(), cookies: BTreeMap::new() }
    }

    async fn signed_in(world: &'a World) -> Self {
        let mut visitor = Self::new(world);
        let callback = visitor.allowed().await;
        assert_eq!(visitor.get(callback.as_str()).await.status(), StatusCode::SEE_OTHER);
        visitor
    }

    /// Begins to sign in, and gives the address to which the provider sends back.
    async fn allowed(&mut self) -> Url {
        let login = self.get("/login").await;
        let back = self.client.post(location(&login)).send().await.unwrap();
        location(&back)
    }

    async fn get(&mut self, path: &str) -> Response {
        self.send(Method::GET, path, None).await
    }

    async fn post(&mut self, path: &str) -> Response {
        let origin = self.world.url.clone();
        self.send(Method::POST, path, Some(&origin)).await
    }

    async fn send(&mut self, method: Method, path: &str, origin: Option<&str>) -> Response {
        let url = Url::parse(&self.world.url).unwrap().join(path).unwrap();
        let cookies: Vec<_> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = self.client.request(method, url).header("cookie", cookies.join("; "));
        let request = origin.into_iter().fold(request, |request, it| request.header("origin", it));
        let response = request.send().await.unwrap();
        for set in response.headers().get_all("set-cookie") {
            let (name, value) =
                set.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        response
    }
}

fn location(response: &Response) -> Url {
    Url::parse(response.headers()["location"].to_str().unwrap()).unwrap()
}

/// Whether eight characters of a secret stand in a text.
fn tells(text: &str) -> bool {
    let windows = SECRETS.iter().flat_map(|(_, value)| value.as_bytes().windows(8));
    windows.into_iter().any(|window| text.contains(str::from_utf8(window).unwrap()))
}

#[tokio::test]
async fn when_the_weather_service_fails_nobody_learns_how_it_was_asked() {
    let world = World::start(Router::new()).await;
    let mut visitor = Visitor::signed_in(&world).await;
    let answers = [
        ("Broken", StatusCode::BAD_GATEWAY, "the weather service cannot be asked at present"),
        ("Garbled", StatusCode::BAD_GATEWAY, "the weather service cannot be asked at present"),
        ("Slow", StatusCode::GATEWAY_TIMEOUT, "the weather service does not answer in time"),
        ("Nowhere", StatusCode::NOT_FOUND, "no such city"),
        ("%20", StatusCode::BAD_REQUEST, "which city?"),
        (&"x".repeat(81), StatusCode::BAD_REQUEST, "which city?"),
    ];
    for (city, status, words) in answers {
        let answer = visitor.get(&format!("/api/weather?city={city}")).await;
        assert_eq!(answer.status(), status, "{city}");
        assert_eq!(answer.text().await.unwrap(), words);
    }
    let good = visitor.get("/api/weather?city=Bergen").await.text().await.unwrap();
    assert_eq!(good, r#"{"city":"Bergen","temperature":7.5,"condition":"light rain"}"#);

    let log = crate::log::so_far();
    assert!(log.contains("the weather service did not answer"), "{log}");
    assert!(log.contains("secret exposed variable=\"WEATHER_API_KEY\" caller=src/weather.rs"));
    assert!(!tells(&log) && !log.contains("v1/current"), "{log}");
}

#[tokio::test]
async fn only_pages_of_the_app_may_change_something() {
    let world = World::start(Router::new()).await;
    let mut visitor = Visitor::signed_in(&world).await;
    for origin in [None, Some("null"), Some("https://evil.example"), Some("http://localhost")] {
        for path in ["/logout", "/session/renew"] {
            let answer = visitor.send(Method::POST, path, origin).await;
            assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{origin:?}");
        }
    }
    assert_eq!(visitor.post("/logout").await.status(), StatusCode::SEE_OTHER);
    let answer = visitor.get("/api/weather?city=Bergen").await;
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_code_is_good_for_the_browser_that_asked_for_it() {
    let world = World::start(Router::new()).await;
    let (mut one, mut other) = (Visitor::new(&world), Visitor::new(&world));
    let (callback, stolen) = (one.allowed().await, other.allowed().await);
    let query = |url: &Url, name: &str| {
        url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned()
    };

    // another browser's answer, with and without the cookie of a sign-in
    let answer = one.get(stolen.as_str()).await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    let answer = Visitor::new(&world).get(stolen.as_str()).await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);

    // another browser's code under one's own state: the verifier is not that code's
    let state = query(&callback, "state");
    let code = query(&stolen, "code");
    let answer = one.get(&format!("/login/callback?state={state}&code={code}")).await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    assert_eq!(answer.text().await.unwrap(), "the identity provider did not let you in");
    assert!(!one.cookies.contains_key("__Host-session"));

    // that state is used up, also for the code that belongs to it
    let answer = one.get(callback.as_str()).await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    assert!(answer.text().await.unwrap().contains("begin again"));

    // no code at all
    let state = query(&one.allowed().await, "state");
    let answer = one.get(&format!("/login/callback?state={state}&error=access_denied")).await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    assert_eq!(answer.text().await.unwrap(), "the identity provider did not let you in");
}

#[tokio::test]
async fn a_renewal_that_was_copied_ends_the_sign_in() {
    let world = World::start(Router::new()).await;
    let mut visitor = Visitor::signed_in(&world).await;
    let copied = visitor.cookies.clone();
    assert_eq!(visitor.post("/session/renew").await.status(), StatusCode::NO_CONTENT);
    assert_ne!(visitor.cookies["__Host-renewal"], copied["__Host-renewal"]);
    let mut thief = Visitor::new(&world);
    thief.cookies = copied;
    assert_eq!(thief.post("/session/renew").await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(visitor.post("/session/renew").await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_token_alone_opens_nothing() {
    let world = World::start(Router::new()).await;
    let mut visitor = Visitor::signed_in(&world).await;
    let others = Visitor::signed_in(&world).await.cookies["__Host-client"].clone();
    let own = visitor.cookies["__Host-client"].clone();
    for (client, status) in [("", 401), (others.as_str(), 401), (own.as_str(), 200)] {
        visitor.cookies.insert("__Host-client".to_owned(), client.to_owned());
        let answer = visitor.get("/api/weather?city=Bergen").await;
        assert_eq!(answer.status().as_u16(), status);
    }
    // nor does the text that renews it
    visitor.cookies.insert("__Host-client".to_owned(), others);
    assert_eq!(visitor.post("/session/renew").await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_token_whose_time_is_over_can_be_renewed_and_no_other_is_taken() {
    let world = World::start(Router::new()).await;
    let mut visitor = Visitor::signed_in(&world).await;
    let token = visitor.cookies["__Host-session"].clone();
    let claims = BASE64URL_NOPAD.decode(token.split('.').nth(1).unwrap().as_bytes()).unwrap();
    let mut claims: Value = serde_json::from_slice(&claims).unwrap();
    claims["exp"] = 1_700_000_000.into();
    let key = BASE64.decode(SECRETS[2].1.as_bytes()).unwrap();
    for (key, expired) in [(key.as_slice(), true), (b"another key", false)] {
        let key = EncodingKey::from_secret(key);
        let token = jsonwebtoken::encode(&Header::default(), &claims, &key).unwrap();
        visitor.cookies.insert("__Host-session".to_owned(), token);
        let answer = visitor.get("/api/weather?city=Bergen").await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
        let page = visitor.get("/").await.text().await.unwrap();
        assert_eq!(page.contains("data-expired"), expired);
    }
    // a token without a signature
    let (_, rest) = token.split_once('.').unwrap();
    let (claims, _) = rest.split_once('.').unwrap();
    let unsigned =
        format!("{}.{claims}.", BASE64URL_NOPAD.encode(br#"{"alg":"none","typ":"JWT"}"#));
    visitor.cookies.insert("__Host-session".to_owned(), unsigned);
    let answer = visitor.get("/api/weather?city=Bergen").await;
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);

    assert_eq!(visitor.post("/session/renew").await.status(), StatusCode::NO_CONTENT);
    assert_eq!(visitor.get("/api/weather?city=Bergen").await.status(), StatusCode::OK);
}
