//! The worker's side: parses the texts that it is sent, as long as it survives that.

use std::io::{self, ErrorKind, Read, Write};
use std::panic;
use std::process::{ExitCode, exit};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use envwall_guard::{Language, on_trial_stack, parse_trial};

use super::limits;
use super::protocol::{LANGUAGES, READY, TIMED_OUT, UNAVAILABLE};

/// How often the time that a text has taken is looked at.
const TICK: Duration = Duration::from_millis(50);

/// Parses texts until there are no more.
pub(crate) fn work() -> ExitCode {
    // what is parsed may hold secrets: no message and no core dump has any of it
    panic::set_hook(Box::new(|_| {}));
    limits::forbid_core_dumps();
    match on_trial_stack(answer_all).and_then(|answered| answered) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(UNAVAILABLE),
    }
}

fn answer_all() -> io::Result<()> {
    let watch = Watch::start()?;
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    loop {
        output.write_all(&READY)?;
        output.flush()?;
        let Some((language, text)) = read(&mut input)? else { return Ok(()) };
        limits::limit_memory(text.len());
        watch.set(limits::time_used() + limits::time(text.len()));
        parse_trial(&text, language);
        watch.set(Duration::MAX);
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

/// Ends the process when it has used more time than it may, or nobody waits for its answer.
struct Watch(Arc<Mutex<Duration>>);

impl Watch {
    fn start() -> io::Result<Self> {
        let watch = Self(Arc::new(Mutex::new(Duration::MAX)));
        let (deadline, parent) = (Arc::clone(&watch.0), limits::parent());
        thread::Builder::new().spawn(move || {
            while limits::time_used() <= *locked(&deadline) && limits::parent() == parent {
                thread::sleep(TICK);
            }
            exit(TIMED_OUT.into())
        })?;
        Ok(watch)
    }

    fn set(&self, deadline: Duration) {
        *locked(&self.0) = deadline;
    }
}

fn locked(deadline: &Mutex<Duration>) -> MutexGuard<'_, Duration> {
    deadline.lock().unwrap_or_else(PoisonError::into_inner)
}
