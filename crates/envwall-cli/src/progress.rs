//! The progress bar of a long scan.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use envwall_guard::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Delay before the bar appears.
const DELAY: Duration = Duration::from_millis(500);

/// A progress bar that appears after a delay, and is cleared at the end.
pub(crate) struct ScanBar {
    bar: Arc<ProgressBar>,
    /// Dropped when the scan is over.
    over: Option<Sender<()>>,
    timer: Option<JoinHandle<()>>,
}

impl ScanBar {
    /// Creates a bar, which is hidden unless standard error is a terminal.
    pub(crate) fn new(wanted: bool) -> Self {
        let bar = Arc::new(ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()));
        let style = ProgressStyle::with_template("{spinner} {pos}/{len} files scanned")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.set_style(style);
        if !wanted || !std::io::stderr().is_terminal() {
            return Self { bar, over: None, timer: None };
        }
        let (over, is_over) = channel::<()>();
        let shown = Arc::clone(&bar);
        let timer = std::thread::spawn(move || {
            if is_over.recv_timeout(DELAY) == Err(RecvTimeoutError::Timeout) {
                shown.set_draw_target(ProgressDrawTarget::stderr());
                shown.enable_steady_tick(Duration::from_millis(100));
                let _ = is_over.recv();
            }
        });
        Self { bar, over: Some(over), timer: Some(timer) }
    }

    /// Updates the progress.
    pub(crate) fn update(&self, progress: Progress) {
        self.bar.set_length(progress.total as u64);
        self.bar.set_position(progress.done as u64);
    }
}

impl Drop for ScanBar {
    fn drop(&mut self) {
        drop(self.over.take());
        if let Some(timer) = self.timer.take() {
            let _ = timer.join();
        }
        self.bar.finish_and_clear();
    }
}
