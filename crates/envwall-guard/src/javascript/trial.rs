//! Trials: a text that may crash the parser, or take it forever, is parsed in another process first.
//! Parsing is deterministic, so what went well there goes well here.

use std::panic::{catch_unwind, resume_unwind};
use std::{io, thread};

use super::fold::{self, Request};
use super::limits::STACK_SIZE;
use super::module_graph::Imports;
use super::parse::{Language, parse_unchecked};
use super::reads;

/// Parses texts where it does no harm if the parser crashes or does not end.
pub trait ParseTrial: Send + Sync {
    /// Lets another process call [`parse_trial`] with the text.
    fn run(&self, text: &str, language: Language) -> Trial;
}

/// How a trial ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trial {
    /// The process is still there.
    Survived,
    /// The process is gone: it ran out of stack or memory.
    Crashed,
    /// It took longer than there is time for.
    TimedOut,
    /// There is no other process.
    Unavailable,
}

/// Does something on a thread with the stack that [`parse_trial`] takes.
///
/// # Errors
/// When the thread cannot be started.
pub fn on_trial_stack<T: Send>(work: impl FnOnce() -> T + Send) -> io::Result<T> {
    thread::scope(|scope| {
        // somewhat less than a scan has: what leads to the parser takes its part
        let thread = thread::Builder::new().stack_size(STACK_SIZE / 10 * 9);
        let done = thread.spawn_scoped(scope, work)?.join();
        Ok(done.unwrap_or_else(|panic| resume_unwind(panic)))
    })
}

/// Parses a text as a scan does. May end the process, or go on forever.
pub fn parse_trial(text: &str, language: Language) {
    // a panic is no crash: it is met, and reported, where the text is parsed again
    let _ = catch_unwind(|| everything(text, language));
}

/// All that is done with a program and leads as deep as the program is.
pub(super) fn everything(text: &str, language: Language) {
    // what is none is no crash either
    let Ok(parsed) = parse_unchecked(text, 0, language) else { return };
    let request =
        Request { offsets: &[], imports: Imports::default(), links: true, max_bytes: text.len() };
    fold::evaluate(&parsed.program, text, &request);
    reads::collect(&parsed.program, |_| None::<()>);
}
