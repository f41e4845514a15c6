//! Trials of texts that may crash the parser or take it forever: this executable, started once more,
//! parses them first.

mod limits;
mod protocol;
mod worker;

use std::ffi::OsString;
use std::io::{self, Error, ErrorKind, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use envwall_guard::{Language, ParseTrial, Trial};

use self::protocol::{ARGUMENT, LANGUAGES, READY, TIMED_OUT, UNAVAILABLE};
pub(crate) use self::worker::work;

/// A worker is not kept behind a longer text, in bytes: it would keep the memory for it.
const MAX_KEPT: usize = 4 << 20;

/// So many texts may take too long; of what may do so behind them the need is estimated.
const MAX_TIMEOUTS: u32 = 4;

/// Whether this process is to be a worker.
pub(crate) fn is_worker(arguments: impl Iterator<Item = OsString>) -> bool {
    arguments.skip(1).eq([ARGUMENT])
}

/// Runs trials in worker processes, at most one for each thread that asks.
#[derive(Default)]
pub(crate) struct Trials {
    idle: Mutex<Vec<Worker>>,
    timeouts: AtomicU32,
}

impl Trials {
    fn idle(&self) -> MutexGuard<'_, Vec<Worker>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ParseTrial for Trials {
    fn run(&self, text: &str, language: Language) -> Trial {
        if self.timeouts.load(Ordering::Relaxed) >= MAX_TIMEOUTS {
            return Trial::Unavailable;
        }
        let idle = self.idle().pop();
        let Some(mut worker) = idle.or_else(|| Worker::start().ok()) else {
            return Trial::Unavailable;
        };
        if worker.parse(text, language).is_err() {
            let end = worker.end();
            self.timeouts.fetch_add((end == Trial::TimedOut).into(), Ordering::Relaxed);
            return end;
        }
        if text.len() <= MAX_KEPT {
            self.idle().push(worker);
        }
        Trial::Survived
    }
}

/// A process that parses texts.
struct Worker(Child);

impl Worker {
    fn start() -> io::Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(ARGUMENT).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut worker = Self(command.spawn()?);
        worker.wait_until_ready()?;
        Ok(worker)
    }

    fn parse(&mut self, text: &str, language: Language) -> io::Result<()> {
        let number = LANGUAGES.iter().position(|it| *it == language).unwrap_or_default();
        let input = self.0.stdin.as_mut().ok_or(ErrorKind::BrokenPipe)?;
        for number in [number, text.len()] {
            input.write_all(&(number as u64).to_le_bytes())?;
        }
        input.write_all(text.as_bytes())?;
        self.wait_until_ready()
    }

    fn wait_until_ready(&mut self) -> io::Result<()> {
        let mut answer = [0];
        self.0.stdout.as_mut().ok_or(ErrorKind::BrokenPipe)?.read_exact(&mut answer)?;
        if answer == READY { Ok(()) } else { Err(Error::from(ErrorKind::InvalidData)) }
    }

    /// Why it has not answered.
    fn end(mut self) -> Trial {
        let Ok(status) = self.0.wait() else { return Trial::Unavailable };
        match status.code().and_then(|code| u8::try_from(code).ok()) {
            Some(0 | UNAVAILABLE) => Trial::Unavailable,
            Some(TIMED_OUT) => Trial::TimedOut,
            _ => Trial::Crashed,
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // it may have ended already
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
