//! Signals that Envwall gets while a command runs go to the command.

use std::io;
use std::process::Child;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;

use rustix::process::{Pid, Signal, kill_process_group};
use signal_hook::consts::{
    SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2, SIGWINCH,
};
use signal_hook::iterator::{Handle, Signals as Caught};
use signal_hook::{flag, low_level};

use super::terminal::Terminal;

/// What ends a program that does not care: passed on, and ours again when the command has ended.
const ENDING: &[(i32, Signal)] = &[
    (SIGHUP, Signal::HUP),
    (SIGINT, Signal::INT),
    (SIGQUIT, Signal::QUIT),
    (SIGTERM, Signal::TERM),
    (SIGUSR1, Signal::USR1),
    (SIGUSR2, Signal::USR2),
];

/// Signals that are caught until this is dropped.
pub(super) struct Signals {
    caught: Option<Caught>,
    handle: Handle,
    terminal: Option<Arc<Terminal>>,
}

impl Signals {
    /// Begins to catch them; what comes before [`pass_to`](Self::pass_to) is passed on then.
    pub(super) fn catch() -> io::Result<Self> {
        let ignored = ignored();
        let others = [SIGWINCH, SIGTSTP, SIGCONT];
        let wanted = ENDING
            .iter()
            .map(|(signal, _)| *signal)
            .filter(|signal| !ignored(*signal))
            .chain(others);
        let caught = Caught::new(wanted)?;
        Ok(Self { handle: caught.handle(), caught: Some(caught), terminal: None })
    }

    /// Passes them to the command and whatever it started.
    pub(super) fn pass_to(mut self, child: &Child, terminal: Option<Arc<Terminal>>) -> Self {
        let id = child.id();
        self.terminal.clone_from(&terminal);
        if let Some(mut caught) = self.caught.take() {
            thread::spawn(move || {
                for signal in &mut caught {
                    pass(signal, id, terminal.as_deref());
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
        for (signal, _) in ENDING.iter().filter(|(signal, _)| !ignored(*signal)) {
            // whoever wants to end us from now on does
            let _ = flag::register_conditional_default(*signal, Arc::new(AtomicBool::new(true)));
        }
    }
}

fn pass(signal: i32, child: u32, terminal: Option<&Terminal>) {
    match signal {
        SIGWINCH => {
            // the command's terminal tells it; without one, we do
            match terminal {
                Some(terminal) => terminal.resize(),
                None => send(child, Signal::WINCH),
            }
        }
        SIGTSTP => {
            send(child, if terminal.is_some() { Signal::STOP } else { Signal::TSTP });
            terminal.inspect(|terminal| terminal.leave());
            let _ = low_level::emulate_default_handler(SIGTSTP);
        }
        SIGCONT => {
            if let Some(terminal) = terminal {
                terminal.enter();
                terminal.resize();
            }
            send(child, Signal::CONT);
        }
        _ => {
            if let Some((_, signal)) = ENDING.iter().find(|(number, _)| *number == signal) {
                send(child, *signal);
            }
        }
    }
}

/// Sends a signal to the command's process group, which may be gone.
pub(super) fn send(child: u32, signal: Signal) {
    let id = i32::try_from(child).ok().and_then(Pid::from_raw);
    if let Some(id) = id {
        let _ = kill_process_group(id, signal);
    }
}

/// Signals that we were started to ignore, as `nohup` does, stay ignored. Only Linux tells.
fn ignored() -> impl Fn(i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    move |signal| signal > 0 && mask >> (signal - 1) & 1 == 1
}
