//! Trials of texts that may crash the parser or take it forever: this executable, started once more,
//! parses them first.
//!
//! A worker says that it is there by one byte. It is sent texts, each with its language and length,
//! and answers each with one byte. Texts are in pipes only, and the worker prints nothing else.

mod limits;
mod worker;

use std::ffi::OsString;
use std::io::{self, Error, ErrorKind, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

use envwall_guard::{Language, ParseTrial, Trial};

pub(crate) use self::worker::work;

/// The one argument of a worker. No command has that name.
const ARGUMENT: &str = "parse-trial";

/// What a worker says when it is ready, and when it has parsed a text.
const READY: [u8; 1] = [b'.'];

/// Exit statuses of a worker that ends before it has answered.
const TIMED_OUT: u8 = 4;
const UNAVAILABLE: u8 = 5;

/// The languages, by their number in a message.
const LANGUAGES: [Language; 3] = [Language::JavaScript, Language::TypeScript, Language::Tsx];

/// Whether this process is to be a worker.
pub(crate) fn is_worker(arguments: impl Iterator<Item = OsString>) -> bool {
    arguments.skip(1).eq([ARGUMENT])
}

/// Runs trials in worker processes, at most one for each thread that asks.
#[derive(Default)]
pub(crate) struct Trials {
    idle: Mutex<Vec<Worker>>,
}

impl Trials {
    fn idle(&self) -> MutexGuard<'_, Vec<Worker>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ParseTrial for Trials {
    fn run(&self, text: &str, language: Language) -> Trial {
        let idle = self.idle().pop();
        let Some(mut worker) = idle.or_else(|| Worker::start().ok()) else {
            return Trial::Unavailable;
        };
        if worker.parse(text, language).is_err() {
            return worker.end();
        }
        self.idle().push(worker);
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
