//! Passes a command's output through the redactor until the command has ended.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::process::{Child, ExitStatus};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::thread;
use std::time::{Duration, Instant};

use envwall_core::{SensitiveForms, StreamRedactor};

use super::watch::Watch;

/// After this long without output, buffered bytes are written as far as they reveal nothing.
const PAUSE: Duration = Duration::from_millis(50);

/// Maximum silence after the command has ended. Later output comes from a background process that
/// still holds the pipe, and is dropped.
const MAX_SILENCE: Duration = Duration::from_millis(250);

/// Maximum total wait after the command has ended, for a background process that is never silent.
const MAX_WAIT: Duration = Duration::from_secs(2);

/// Maximum number of bytes read after the command has ended: the largest capacity of a pipe.
const MAX_LATE_BYTES: usize = 1 << 20;

/// Maximum number of chunks read ahead of what is written.
const MAX_QUEUED: usize = 8;

const CHUNK_BYTES: usize = 64 << 10;

/// An output of the command, and where it is written.
pub(super) struct Source {
    pub(super) from: Box<dyn Read + Send>,
    pub(super) to: Sink,
}

/// Where output is written.
pub(super) enum Sink {
    Output,
    Error,
    /// The controlling terminal, if neither stream is one.
    #[cfg_attr(not(unix), expect(dead_code, reason = "only Unix opens a terminal"))]
    Terminal(File),
}

enum Event {
    Bytes(usize, Vec<u8>),
    End(usize),
    Exited(io::Result<ExitStatus>),
}

/// Writes the command's output, redacted, until the command has ended and its output is complete.
///
/// # Errors
/// When output cannot be written, unless its reader has gone away.
pub(super) fn relay(
    child: Child,
    sources: Vec<Source>,
    forms: &Arc<SensitiveForms>,
    watch: &mut Watch,
) -> io::Result<ExitStatus> {
    let (sender, events) = mpsc::sync_channel(MAX_QUEUED);
    let mut outputs = Vec::new();
    for (index, source) in sources.into_iter().enumerate() {
        let output = Output::new(source.to, forms);
        let (sender, closed) = (sender.clone(), Arc::clone(&output.closed));
        thread::spawn(move || pump(index, source.from, &sender, &closed));
        outputs.push(output);
    }
    thread::spawn(move || wait(child, &sender));
    let mut relay = Relay {
        outputs,
        exited: None,
        paused: false,
        waited: Duration::ZERO,
        left: MAX_LATE_BYTES,
    };
    while let Some(event) = relay.next(&events) {
        if let Event::Bytes(index, bytes) = &event {
            watch.look_at(*index, bytes);
        }
        relay.take(event);
    }
    relay.finish()
}

fn pump(index: usize, mut from: impl Read, events: &SyncSender<Event>, closed: &AtomicBool) {
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        match from.read(&mut chunk) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            // a pseudoterminal reports that its other side is closed as an error
            Ok(0) | Err(_) => break,
            Ok(length) => {
                let bytes = chunk[..length].to_vec();
                // closing the pipe signals the command that nobody reads
                if closed.load(Ordering::Relaxed)
                    || events.send(Event::Bytes(index, bytes)).is_err()
                {
                    return;
                }
            }
        }
    }
    // the receiver may be gone
    let _ = events.send(Event::End(index));
}

fn wait(mut child: Child, events: &SyncSender<Event>) {
    let _ = events.send(Event::Exited(child.wait()));
}

struct Relay {
    outputs: Vec<Output>,
    exited: Option<io::Result<ExitStatus>>,
    /// Whether buffered bytes were already written as far as they may be.
    paused: bool,
    /// Time spent waiting for output since the command ended.
    waited: Duration,
    /// Number of bytes still accepted since the command ended.
    left: usize,
}

impl Relay {
    /// Waits for the next event; `None` if there are no more, or no more are waited for.
    fn next(&mut self, events: &Receiver<Event>) -> Option<Event> {
        loop {
            if self.exited.is_some() {
                return self.next_after_exit(events);
            }
            let waiting = !self.paused && self.outputs.iter().any(Output::is_waiting);
            if !waiting {
                return events.recv().ok();
            }
            match events.recv_timeout(PAUSE) {
                Ok(event) => return Some(event),
                Err(RecvTimeoutError::Timeout) => self.pause(),
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    /// Waits for the next event after the command has ended, within the limits.
    fn next_after_exit(&mut self, events: &Receiver<Event>) -> Option<Event> {
        let open = self.outputs.iter().any(|output| output.open);
        if !open || self.left == 0 || self.waited >= MAX_WAIT {
            return None;
        }
        let since = Instant::now();
        let event = events.recv_timeout(MAX_SILENCE);
        self.waited += since.elapsed();
        event.ok()
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Bytes(index, bytes) => {
                self.paused = false;
                if self.exited.is_some() {
                    self.left = self.left.saturating_sub(bytes.len());
                }
                self.outputs[index].redact(|redactor, out| redactor.push(&bytes, out));
            }
            Event::End(index) => {
                self.outputs[index].redact(StreamRedactor::finish);
                self.outputs[index].open = false;
            }
            Event::Exited(status) => self.exited = Some(status),
        }
    }

    fn pause(&mut self) {
        self.paused = true;
        for output in &mut self.outputs {
            output.redact(StreamRedactor::pause);
        }
    }

    fn finish(mut self) -> io::Result<ExitStatus> {
        for output in self.outputs.iter_mut().filter(|output| output.open) {
            output.redact(StreamRedactor::finish);
        }
        let error = self.outputs.iter_mut().find_map(|output| output.error.take());
        let status = self.exited.unwrap_or_else(|| Err(ErrorKind::BrokenPipe.into()));
        error.map_or(status, Err)
    }
}

struct Output {
    redactor: StreamRedactor,
    to: Sink,
    /// Whether more output may come.
    open: bool,
    /// Whether the reader has gone away.
    closed: Arc<AtomicBool>,
    error: Option<io::Error>,
}

impl Output {
    fn new(to: Sink, forms: &Arc<SensitiveForms>) -> Self {
        let redactor = StreamRedactor::new(Arc::clone(forms));
        Self { redactor, to, open: true, closed: Arc::default(), error: None }
    }

    fn is_waiting(&self) -> bool {
        self.redactor.is_waiting()
    }

    /// Writes what the redactor releases in a step.
    fn redact(&mut self, step: impl FnOnce(&mut StreamRedactor, &mut Vec<u8>)) {
        let mut released = Vec::new();
        step(&mut self.redactor, &mut released);
        if released.is_empty() || self.closed.load(Ordering::Relaxed) {
            return;
        }
        if let Err(error) = self.to.write(&released) {
            self.closed.store(true, Ordering::Relaxed);
            // a closed pipe ends the command, as it would without Envwall
            self.error = Some(error).filter(|error| error.kind() != ErrorKind::BrokenPipe);
        }
    }
}

impl Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        fn all(mut to: impl Write, bytes: &[u8]) -> io::Result<()> {
            to.write_all(bytes)?;
            to.flush()
        }
        match self {
            Self::Output => all(io::stdout().lock(), bytes),
            Self::Error => all(io::stderr().lock(), bytes),
            Self::Terminal(terminal) => all(terminal, bytes),
        }
    }
}
