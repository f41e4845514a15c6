//! The command's terminal, and ours while it runs.

use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;
use std::thread;

use pty_process::blocking::{self as pty, Pts, Pty};
use rustix::process::{Signal, getpgrp, kill_current_process_group};
use rustix::termios::{
    LocalModes, OptionalActions, OutputModes, SpecialCodeIndex, Termios, tcgetattr, tcgetpgrp,
    tcgetwinsize, tcsetattr, tcsetwinsize,
};

use super::signals::send;
use super::unix::{Here, plain};

/// A terminal for the command that looks like ours.
pub(super) struct Terminal {
    pty: Arc<Pty>,
    /// Which of our streams the window's size is asked of: 0, 1 or 2.
    ours: Stream,
    /// Our settings as they were and as they are while the command runs; `None` where nothing is
    /// typed, and nothing changed.
    settings: Option<(Termios, Termios)>,
}

#[derive(Clone, Copy)]
enum Stream {
    Input,
    Output,
    Error,
}

impl Terminal {
    /// Opens one where we have one, and gives the side that is the command's, too.
    pub(super) fn open(here: &Here) -> io::Result<Option<(Self, Pts)>> {
        let ours = match here {
            Here { output: true, .. } => Stream::Output,
            Here { error: true, .. } => Stream::Error,
            Here { input: true, .. } => Stream::Input,
            _ => return Ok(None),
        };
        let (pty, other_side) = pty::open().map_err(plain)?;
        let before = with(if here.input { Stream::Input } else { ours }, |fd| tcgetattr(fd))?;
        let (mut theirs, mut during) = (before.clone(), before.clone());
        during.make_raw();
        // line breaks are made by one of the two; by ours where others print on it, too
        if !(here.input && here.output && here.error) {
            during.output_modes = before.output_modes;
            theirs.output_modes.remove(OutputModes::OPOST);
        }
        tcsetattr(&other_side, OptionalActions::Now, &theirs)?;
        let settings = here.input.then_some((before, during));
        let terminal = Self { pty: Arc::new(pty), ours, settings };
        terminal.resize();
        Ok(Some((terminal, other_side)))
    }

    pub(super) fn pty(&self) -> &Arc<Pty> {
        &self.pty
    }

    /// Gives the command's terminal the size of our window. One that cannot tell has none to give.
    pub(super) fn resize(&self) {
        if let Ok(size) = with(self.ours, |fd| tcgetwinsize(fd)) {
            let _ = tcsetwinsize(&*self.pty, size);
        }
    }

    /// Hands what is typed to the command as it is: its own terminal echoes, edits and interrupts.
    pub(super) fn enter(&self) {
        if let Some((_, during)) = self.settings.as_ref().filter(|_| is_in_front()) {
            set(during);
        }
    }

    /// Gives our terminal its settings back.
    pub(super) fn leave(&self) {
        if let Some((before, _)) = self.settings.as_ref().filter(|_| is_in_front()) {
            set(before);
        }
    }

    /// Passes on what was typed, apart from what suspends the command.
    fn pass(&self, mut typed: &[u8], child: u32) -> io::Result<()> {
        while let Some(at) = typed.iter().position(|byte| self.suspends(*byte)) {
            (&*self.pty).write_all(&typed[..at])?;
            typed = &typed[at + 1..];
            suspend(self, child);
        }
        (&*self.pty).write_all(typed)
    }

    /// Tells the command that nothing more is typed.
    fn pass_end(&self) -> io::Result<()> {
        let settings = tcgetattr(&*self.pty)?;
        (&*self.pty).write_all(&[settings.special_codes[SpecialCodeIndex::VEOF]])
    }

    /// Whether this byte, typed now, is to suspend the command.
    fn suspends(&self, byte: u8) -> bool {
        // almost everything that is typed is told apart without asking; no byte at all is zero
        byte.is_ascii_control()
            && byte != 0
            && tcgetattr(&*self.pty).is_ok_and(|settings| {
                settings.local_modes.contains(LocalModes::ISIG)
                    && settings.special_codes[SpecialCodeIndex::VSUSP] == byte
            })
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.leave();
    }
}

fn set(settings: &Termios) {
    // a terminal that has gone needs no settings
    let _ = tcsetattr(io::stdin(), OptionalActions::Drain, settings);
}

/// Whether we are what the terminal's user works with: from behind, changing it would stop us.
fn is_in_front() -> bool {
    tcgetpgrp(io::stdin()).is_ok_and(|front| front == getpgrp())
}

fn with<T>(
    stream: Stream,
    ask: impl FnOnce(BorrowedFd<'_>) -> rustix::io::Result<T>,
) -> io::Result<T> {
    let answer = match stream {
        Stream::Input => ask(io::stdin().as_fd()),
        Stream::Output => ask(io::stdout().as_fd()),
        Stream::Error => ask(io::stderr().as_fd()),
    };
    Ok(answer?)
}

/// Passes on what is typed, for as long as we run.
pub(super) fn pass_input(terminal: Arc<Terminal>, child: u32) {
    // from behind, reading would stop us
    if is_in_front() {
        thread::spawn(move || pass(&terminal, child));
    }
}

fn pass(terminal: &Terminal, child: u32) {
    let mut typed = [0; 1024];
    let mut ended = false;
    loop {
        match io::stdin().lock().read(&mut typed) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            // an end that was typed before the settings were ours; a second one is the terminal's
            Ok(0) if !ended => ended = terminal.pass_end().is_ok(),
            Ok(0) | Err(_) => return,
            Ok(length) => {
                ended = false;
                if terminal.pass(&typed[..length], child).is_err() {
                    return;
                }
            }
        }
    }
}

/// Stops the command and ourselves, until somebody lets us continue.
///
/// The command's terminal has no shell behind it, so there Ctrl-Z would do nothing.
fn suspend(terminal: &Terminal, child: u32) {
    send(child, Signal::STOP);
    terminal.leave();
    let _ = kill_current_process_group(Signal::STOP);
}
