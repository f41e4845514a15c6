//! The worker's side: parses the texts that it is sent, as long as it survives that.

use std::io::{self, ErrorKind, Read, Write};
use std::process::ExitCode;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use envwall_guard::{Language, parse_trial};

use super::{LANGUAGES, READY, TIMED_OUT, UNAVAILABLE, limits};

/// How often the time that a text has taken is looked at.
const TICK: Duration = Duration::from_millis(50);

/// Parses texts until there are no more.
pub(crate) fn work() -> ExitCode {
    // what is parsed may hold secrets: no message and no core dump has any of it
    std::panic::set_hook(Box::new(|_| {}));
    limits::forbid_core_dumps();
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    loop {
        if output.write_all(&READY).and_then(|()| output.flush()).is_err() {
            return ExitCode::from(UNAVAILABLE);
        }
        let parsed = match read(&mut input) {
            Ok(Some((language, text))) => parse(text, language),
            Ok(None) => return ExitCode::SUCCESS,
            Err(_) => Err(UNAVAILABLE),
        };
        if let Err(status) = parsed {
            return ExitCode::from(status);
        }
    }
}

/// The next text; `None` if there is none.
fn read(input: &mut impl Read) -> io::Result<Option<(Language, String)>> {
    let mut number = || {
        let mut bytes = [0; 8];
        input.read_exact(&mut bytes).map(|()| u64::from_le_bytes(bytes))
    };
    let language = match number() {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(None),
        number => usize::try_from(number?).ok().and_then(|at| LANGUAGES.get(at)),
    };
    let (language, length) = (*language.ok_or(ErrorKind::InvalidData)?, number()?);
    let mut text = String::new();
    input.take(length).read_to_string(&mut text)?;
    Ok(Some((language, text)))
}

/// Parses a text in time, or says with which status to end.
fn parse(text: String, language: Language) -> Result<(), u8> {
    limits::limit_memory(text.len());
    let deadline = limits::time_used() + limits::time(text.len());
    let parsing = parse_trial(text, language).map_err(|_| UNAVAILABLE)?;
    loop {
        match parsing.recv_timeout(TICK) {
            Err(RecvTimeoutError::Timeout) if limits::time_used() > deadline => {
                return Err(TIMED_OUT);
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) | Ok(()) => return Ok(()),
        }
    }
}
