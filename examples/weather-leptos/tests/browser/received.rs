//! Keeps whatever the browser receives, as files for the guard.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::response::Parts;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;

/// Every answer so far, in order.
#[derive(Clone, Default)]
pub struct Received(Arc<Mutex<Vec<Answer>>>);

struct Answer {
    path: String,
    head: Parts,
    body: Bytes,
}

impl Received {
    /// The app, with each answer kept on its way out.
    pub fn around(&self, app: Router) -> Router {
        app.layer(from_fn_with_state(self.clone(), keep))
    }

    /// The paths that were asked for.
    pub fn paths(&self) -> Vec<String> {
        self.0.lock().unwrap().iter().map(|answer| answer.path.clone()).collect()
    }

    /// Writes heads and bodies, each body under a name that says what it is.
    pub fn write(&self, folder: &Path) {
        for (index, answer) in self.0.lock().unwrap().iter().enumerate() {
            let file = |name: String| folder.join(format!("{index:02}-{name}"));
            let head = format!("{} {:?}", answer.head.status, answer.head.headers);
            fs::write(file("head.txt".to_owned()), head).unwrap();
            fs::write(file(format!("body.{}", extension(&answer.head))), &answer.body).unwrap();
        }
    }
}

async fn keep(State(Received(kept)): State<Received>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let (head, body) = next.run(request).await.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    kept.lock().unwrap().push(Answer { path, head: head.clone(), body: body.clone() });
    Response::from_parts(head, Body::from(body))
}

fn extension(head: &Parts) -> &'static str {
    let media_type = head.headers.get(CONTENT_TYPE).map_or("", |value| value.to_str().unwrap());
    match media_type.split(';').next().unwrap_or_default() {
        "text/html" => "html",
        "text/javascript" => "js",
        "application/wasm" => "wasm",
        "application/json" => "json",
        _ => "txt",
    }
}
