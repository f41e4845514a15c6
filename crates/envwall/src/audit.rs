//! Records who read which secret, for audit logs and alerts.

use std::panic::Location;

/// Records that a secret was exposed, without its value.
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
