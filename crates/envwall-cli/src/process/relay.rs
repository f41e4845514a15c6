//! What a command prints, through the redactor, until it has ended.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::process::{Child, ExitStatus};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::thread;
use std::time::{Duration, Instant};

use envwall_core::{SensitiveForms, StreamRedactor};

/// After so long without output, what waits is shown as far as it tells nothing.
const PAUSE: Duration = Duration::from_millis(50);

/// Once the command has ended, output that comes after so long a silence is another process's: one
/// that it started and that holds on to its output.
const SILENCE: Duration = Duration::from_millis(250);

/// The same for one that is never silent: so long is waited for output in all, and so much is read,
/// which is the most that a pipe holds.
const LAST_WAIT: Duration = Duration::from_secs(2);
const LAST_BYTES: usize = 1 << 20;

/// Pieces read ahead of what is written.
const AHEAD: usize = 8;

const PIECE: usize = 64 << 10;

/// Output of the command, and where it goes.
pub(super) struct Source {
    pub(super) from: Box<dyn Read + Send>,
    pub(super) to: Sink,
}

/// Where output goes.
pub(super) enum Sink {
    Output,
    Error,
    /// A terminal that is neither.
    #[cfg_attr(not(unix), expect(dead_code, reason = "there are no terminals of our own"))]
    Terminal(File),
}

enum Event {
    Bytes(usize, Vec<u8>),
    End(usize),
    Exited(io::Result<ExitStatus>),
}

/// Passes on what the command prints, until it has ended and everything is said.
///
/// # Errors
/// When output cannot be written, although somebody would read it.
pub(super) fn relay(
    child: Child,
    sources: Vec<Source>,
    forms: &Arc<SensitiveForms>,
) -> io::Result<ExitStatus> {
    let (sender, events) = mpsc::sync_channel(AHEAD);
    let mut outputs = Vec::new();
    for (index, source) in sources.into_iter().enumerate() {
        let output = Output::new(source.to, forms);
        let (sender, closed) = (sender.clone(), Arc::clone(&output.closed));
        thread::spawn(move || pump(index, source.from, &sender, &closed));
        outputs.push(output);
    }
    thread::spawn(move || wait(child, &sender));
    let mut relay =
        Relay { outputs, exited: None, paused: false, waited: Duration::ZERO, left: LAST_BYTES };
    while let Some(event) = relay.next(&events) {
        relay.take(event);
    }
    relay.finish()
}

fn pump(index: usize, mut from: impl Read, events: &SyncSender<Event>, closed: &AtomicBool) {
    let mut piece = vec![0; PIECE];
    loop {
        match from.read(&mut piece) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            // a terminal of which the other side is closed says so with an error
            Ok(0) | Err(_) => break,
            Ok(length) => {
                let bytes = piece[..length].to_vec();
                // closing our side tells the command that nobody reads
                if closed.load(Ordering::Relaxed)
                    || events.send(Event::Bytes(index, bytes)).is_err()
                {
                    return;
                }
            }
        }
    }
    // whoever would be told has gone
    let _ = events.send(Event::End(index));
}

fn wait(mut child: Child, events: &SyncSender<Event>) {
    let _ = events.send(Event::Exited(child.wait()));
}

struct Relay {
    outputs: Vec<Output>,
    exited: Option<io::Result<ExitStatus>>,
    /// Whether what waits was shown as far as it may be.
    paused: bool,
    /// Time waited for output since the command has ended.
    waited: Duration,
    /// Bytes that may still come since then.
    left: usize,
}

impl Relay {
    /// What happens next; `None` when nothing more will, or is waited for.
    fn next(&mut self, events: &Receiver<Event>) -> Option<Event> {
        loop {
            if self.exited.is_some() {
                return self.last(events);
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

    /// The same after the command has ended.
    fn last(&mut self, events: &Receiver<Event>) -> Option<Event> {
        let open = self.outputs.iter().any(|output| output.open);
        if !open || self.left == 0 || self.waited >= LAST_WAIT {
            return None;
        }
        let since = Instant::now();
        let event = events.recv_timeout(SILENCE);
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
    /// Whether more may come.
    open: bool,
    /// Whether nobody reads what goes there any more.
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

    /// Writes what a step of the redactor lets through.
    fn redact(&mut self, step: impl FnOnce(&mut StreamRedactor, &mut Vec<u8>)) {
        let mut shown = Vec::new();
        step(&mut self.redactor, &mut shown);
        if shown.is_empty() || self.closed.load(Ordering::Relaxed) {
            return;
        }
        if let Err(error) = self.to.write(&shown) {
            self.closed.store(true, Ordering::Relaxed);
            // a reader who has gone away is the command's to notice, as without us
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
