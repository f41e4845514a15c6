//! Forwards signals that Envwall receives to the running command.

use std::io;
use std::process::Child;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;

use rustix::process::Signal;
use signal_hook::consts::{
    SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2, SIGWINCH,
};
use signal_hook::iterator::{Handle, Signals as Caught};
use signal_hook::{flag, low_level};

use super::group::send;
use super::terminal::Terminal;

/// Signals that end a program by default. They end Envwall again once the command has ended.
const TERMINATING: &[(i32, Signal)] = &[
    (SIGHUP, Signal::HUP),
    (SIGINT, Signal::INT),
    (SIGQUIT, Signal::QUIT),
    (SIGTERM, Signal::TERM),
    (SIGUSR1, Signal::USR1),
    (SIGUSR2, Signal::USR2),
];

/// Catches signals until it is dropped.
pub(super) struct Signals {
    caught: Option<Caught>,
    handle: Handle,
    terminal: Option<Arc<Terminal>>,
}

impl Signals {
    /// Starts to catch signals. Those that arrive before [`forward_to`](Self::forward_to) are
    /// forwarded then.
    pub(super) fn catch() -> io::Result<Self> {
        let ignored = ignored();
        let others = [SIGWINCH, SIGTSTP, SIGCONT];
        let wanted = TERMINATING
            .iter()
            .map(|(signal, _)| *signal)
            .filter(|signal| !ignored(*signal))
            .chain(others);
        let caught = Caught::new(wanted)?;
        Ok(Self { handle: caught.handle(), caught: Some(caught), terminal: None })
    }

    /// Forwards signals to the command and whatever it started.
    pub(super) fn forward_to(mut self, child: &Child, terminal: Option<Arc<Terminal>>) -> Self {
        let id = child.id();
        self.terminal.clone_from(&terminal);
        if let Some(mut caught) = self.caught.take() {
            thread::spawn(move || {
                for signal in &mut caught {
                    forward(signal, id, terminal.as_deref());
                }
            });
        }
        self
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        self.handle.close();
        if let Some(terminal) = &self.terminal {
            terminal.leave();
        }
        let ignored = ignored();
        for (signal, _) in TERMINATING.iter().filter(|(signal, _)| !ignored(*signal)) {
            // from now on the signal ends Envwall itself
            let _ = flag::register_conditional_default(*signal, Arc::new(AtomicBool::new(true)));
        }
    }
}

fn forward(signal: i32, child: u32, terminal: Option<&Terminal>) {
    match signal {
        SIGWINCH => resize(child, terminal),
        SIGTSTP => suspend(child, terminal),
        SIGCONT => resume(child, terminal),
        _ => {
            if let Some((_, signal)) = TERMINATING.iter().find(|(number, _)| *number == signal) {
                send(child, *signal);
            }
        }
    }
}

/// A pseudoterminal signals its new size itself.
fn resize(child: u32, terminal: Option<&Terminal>) {
    match terminal {
        Some(terminal) => terminal.resize(),
        None => send(child, Signal::WINCH),
    }
}

fn suspend(child: u32, terminal: Option<&Terminal>) {
    send(child, if terminal.is_some() { Signal::STOP } else { Signal::TSTP });
    terminal.inspect(|terminal| terminal.leave());
    let _ = low_level::emulate_default_handler(SIGTSTP);
}

fn resume(child: u32, terminal: Option<&Terminal>) {
    if let Some(terminal) = terminal {
        terminal.enter();
        terminal.resize();
    }
    send(child, Signal::CONT);
}

/// Whether Envwall was started with a signal ignored, as `nohup` does: it stays ignored. Only Linux
/// reports this.
fn ignored() -> impl Fn(i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    move |signal| signal > 0 && mask >> (signal - 1) & 1 == 1
}
