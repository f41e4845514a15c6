//! Headers that every answer has, and which requests may change something.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderValue, ORIGIN, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::App;

/// For what is no page. Pages have a policy of their own.
const HEADERS: [(HeaderName, &str); 4] = [
    (CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "same-origin"),
    (CACHE_CONTROL, "no-store"),
];

/// Adds the headers where an answer has none of that name.
pub(crate) fn headers(routes: Router) -> Router {
    HEADERS.into_iter().fold(routes, |routes, (name, value)| {
        let value = HeaderValue::from_static(value);
        routes.layer(SetResponseHeaderLayer::if_not_present(name, value))
    })
}

/// Lets a request that may change something pass only if it comes from this app's own pages: browsers
/// say so in `Origin`. The cookies' `SameSite` alone would let other hosts of the same site pass.
pub(crate) async fn same_origin(
    State(app): State<Arc<App>>,
    request: Request,
    next: Next,
) -> Response {
    let origin = request.headers().get(ORIGIN).map(HeaderValue::as_bytes);
    if request.method().is_safe() || origin == Some(app.origin.as_bytes()) {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "this request comes from another site").into_response()
    }
}
