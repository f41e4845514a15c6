//! The cookies. All are `__Host-` (this host alone, HTTPS or localhost, no other path), and no script
//! can read one.

use std::time::Duration;

use axum_extra::extract::cookie::{Cookie, SameSite};

/// The session token.
pub(crate) const SESSION: &str = "__Host-session";
/// What renews it, once.
pub(crate) const RENEWAL: &str = "__Host-renewal";
/// What the session token is bound to.
pub(crate) const CLIENT: &str = "__Host-client";
/// A sign-in that has begun.
pub(crate) const LOGIN: &str = "__Host-login";

/// A cookie that comes along when a link leads here: without it, whoever comes back from the
/// identity provider would be unknown.
pub(crate) fn lax(name: &'static str, value: String, age: Duration) -> Cookie<'static> {
    cookie(name, value, SameSite::Lax, age)
}

/// A cookie that comes along with requests of this app's own pages only.
pub(crate) fn strict(name: &'static str, value: String, age: Duration) -> Cookie<'static> {
    cookie(name, value, SameSite::Strict, age)
}

/// Takes the place of a cookie and is over at once.
pub(crate) fn gone(name: &'static str) -> Cookie<'static> {
    lax(name, String::new(), Duration::ZERO)
}

fn cookie(
    name: &'static str,
    value: String,
    same_site: SameSite,
    age: Duration,
) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(same_site)
        .max_age(age.try_into().unwrap_or_default())
        .build()
}
