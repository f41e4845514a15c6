//! Log events and metrics of exposed secrets.
#![cfg(all(feature = "tracing", feature = "metrics"))]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::io;
use std::sync::{Arc, Mutex};

use envwall::Secret;
use metrics_util::debugging::{DebugValue, DebuggingRecorder};

/// Collects log output.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn an_exposure_is_logged_and_counted_with_its_caller() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber =
        tracing_subscriber::fmt().with_writer(move || writer.clone()).with_ansi(false).finish();
    let recorder = DebuggingRecorder::new();
    let secret = Secret::new("WEATHER_API_KEY", "wk-made-up-0123".to_owned());
    let line = line!() + 3;
    tracing::subscriber::with_default(subscriber, || {
        metrics::with_local_recorder(&recorder, || {
            assert_eq!(secret.expose(), "wk-made-up-0123");
        });
    });
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let caller = format!("tests/audit.rs:{line}:");
    assert!(log.contains("envwall::secret"), "{log}");
    assert!(log.contains("variable=\"WEATHER_API_KEY\"") && log.contains(&caller), "{log}");
    assert!(!log.contains("wk-made"), "{log}");

    let counted = recorder.snapshotter().snapshot().into_vec();
    let [(key, _, _, DebugValue::Counter(1))] = counted.as_slice() else { panic!("{counted:?}") };
    let labels: Vec<_> = key.key().labels().map(|label| label.value().to_owned()).collect();
    assert_eq!(key.key().name(), "envwall_secret_exposed_total");
    assert!(labels.iter().any(|label| label.contains(&caller)), "{labels:?}");
}
