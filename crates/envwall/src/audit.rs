//! Who read which secret: what an audit log and an alert on anomalies need.

use std::panic::Location;

/// Tells whoever listens that a secret was exposed. Nothing of the value is known here.
pub(crate) fn exposed(variable: &'static str, caller: &'static Location<'static>) {
    #[cfg(feature = "tracing")]
    tracing::info!(target: "envwall::secret", variable, %caller, "secret exposed");
    #[cfg(feature = "metrics")]
    metrics::counter!(
        "envwall_secret_exposed_total", "variable" => variable, "caller" => caller.to_string()
    )
    .increment(1);
    let _ = (variable, caller);
}
