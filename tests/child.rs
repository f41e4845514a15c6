//! Child processes of the tests: they start with the default signals, and no test waits forever.

use std::fs;
use std::ops::{Deref, DerefMut};
use std::process::Child;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Once};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};

/// How long a child may run before it is killed, which fails the test that waits for it.
const TIMEOUT: Duration = Duration::from_secs(120);

/// A child that is killed after [`TIMEOUT`].
pub(crate) struct Watched {
    child: Child,
    /// Ends the watchdog when it is dropped.
    _done: Sender<()>,
}

impl Watched {
    /// Starts a child by this function, with the default disposition of every signal.
    pub(crate) fn start(spawn: impl FnOnce() -> Child) -> Self {
        restore_default_signals();
        let child = spawn();
        let id = pid(&child);
        let (done, is_done) = channel();
        thread::spawn(move || {
            if is_done.recv_timeout(TIMEOUT) == Err(RecvTimeoutError::Timeout) {
                let _ = kill_process(id, Signal::KILL);
            }
        });
        Self { child, _done: done }
    }

    pub(crate) fn pid(&self) -> Pid {
        pid(&self.child)
    }

    pub(crate) fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }
}

impl Deref for Watched {
    type Target = Child;

    fn deref(&self) -> &Child {
        &self.child
    }
}

impl DerefMut for Watched {
    fn deref_mut(&mut self) -> &mut Child {
        &mut self.child
    }
}

fn pid(child: &Child) -> Pid {
    Pid::from_raw(child.id().try_into().unwrap()).unwrap()
}

/// Makes children start with the default disposition of signals that this program was started to
/// ignore (`nohup`, `&` in a script). A child inherits "ignored" but not "caught", so each such
/// signal is caught and dropped here.
fn restore_default_signals() {
    static DONE: Once = Once::new();
    DONE.call_once(|| {
        for signal in [SIGHUP, SIGINT, SIGQUIT, SIGTERM].into_iter().filter(|it| is_ignored(*it)) {
            signal_hook::flag::register(signal, Arc::new(AtomicBool::new(false))).unwrap();
        }
    });
}

/// Whether this program ignores a signal. Only Linux says so.
fn is_ignored(signal: i32) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    mask >> (signal - 1) & 1 == 1
}

#[cfg(target_os = "linux")]
#[test]
fn tests_of_signals_pass_where_signals_are_ignored() {
    use std::io::Read;
    use std::process::{Command, Stdio};
    let script = "trap '' INT HUP QUIT TERM; exec \"$0\" signals_reach an_interrupt after_a_signal";
    let mut command = Command::new("sh");
    command.args(["-c", script]).arg(std::env::current_exe().unwrap()).stdout(Stdio::piped());
    let mut child = Watched::start(|| command.spawn().unwrap());
    let mut output = String::new();
    child.stdout.take().unwrap().read_to_string(&mut output).unwrap();
    assert!(child.wait().unwrap().success() && output.contains("4 passed"), "{output}");
}
