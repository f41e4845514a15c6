//! The app and all it talks to, each on a port of its own.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;
use weather_ssr::env::public::Public;
use weather_ssr::env::server::ServerConfig;

use crate::fake_services::{self, Identity, serve};
use crate::tap::Tap;

/// Made up, and not those of `.env`, so that a value that is baked in anywhere does not pass for these.
pub const SECRETS: [(&str, &str); 3] = [
    ("WEATHER_API_KEY", "wk-test-93b1e07fd6a84c25be70"),
    ("OAUTH_CLIENT_SECRET", "cs-test-Qm4Zp8Wd2Xv7Lk1Ht6"),
    ("SESSION_KEY", "p4R1sZk0mYt9vQe3WxGd7uJnCb5oLh2iTfA8yKqNVgE="),
];

pub struct World {
    /// Where browsers find the app.
    pub url: String,
    pub identity: Arc<Identity>,
    /// What the app and the identity provider send to browsers.
    pub taps: [Tap; 2],
}

impl World {
    /// Starts everything; `more` are routes that the app itself does not have.
    pub async fn start(more: Router) -> Self {
        crate::log::keep();
        let front = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://localhost:{}", front.local_addr().unwrap().port());
        let [(_, weather_key), (_, client_secret), _] = SECRETS;
        let callback = format!("{url}/login/callback");
        let identity = Identity::new("weather-ssr", client_secret, callback);
        let upstream = serve("127.0.0.1:0", fake_services::weather(weather_key.to_owned())).await;
        let provider = serve("127.0.0.1:0", identity.routes()).await;
        let provider_front = TcpListener::bind("127.0.0.1:0").await.unwrap();

        let mut env = BTreeMap::from(SECRETS.map(|(name, value)| (name.into(), value.into())));
        env.insert("OAUTH_CLIENT_ID".to_owned(), "weather-ssr".to_owned());
        env.insert("WEATHER_URL".to_owned(), format!("http://{upstream}"));
        let provider_url = format!("http://{}", provider_front.local_addr().unwrap());
        env.insert("IDENTITY_URL".to_owned(), provider_url);
        // as someone may write it; browsers write it otherwise
        env.insert("APP_URL".to_owned(), format!("{}/", url.to_uppercase()));
        env.insert("UPSTREAM_TIMEOUT".to_owned(), "2s".to_owned());
        let config = ServerConfig::from_source(&env).unwrap();
        let public = Public::from_source(&env).unwrap();

        let app = more.merge(weather_ssr::app(config, public).unwrap());
        let app = serve("127.0.0.1:0", app).await;
        let taps = [Tap::start(front, app), Tap::start(provider_front, provider)];
        Self { url, identity, taps }
    }
}
