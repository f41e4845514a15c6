//! The command's pseudoterminal, and the settings of Envwall's own terminal while it runs.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;

use pty_process::blocking::{self as pty, Pts, Pty};
use rustix::process::getpgrp;
use rustix::termios::{
    OptionalActions, OutputModes, Termios, tcgetattr, tcgetpgrp, tcgetwinsize, tcsetattr,
    tcsetwinsize,
};

use super::streams::Terminals;

/// A pseudoterminal for the command that behaves like Envwall's own terminal.
pub(super) struct Terminal {
    pty: Arc<Pty>,
    /// Which standard stream is asked for the window size.
    size_from: Stream,
    /// Settings of Envwall's terminal before and during the command; `None` if standard input is
    /// not a terminal, as nothing is changed then.
    settings: Option<(Termios, Termios)>,
}

#[derive(Clone, Copy)]
enum Stream {
    Input,
    Output,
    Error,
}

impl Terminal {
    /// Opens a pseudoterminal if Envwall has a terminal, and returns the command's side too.
    pub(super) fn open(terminals: &Terminals) -> io::Result<Option<(Self, Pts)>> {
        let size_from = match terminals {
            Terminals { output: true, .. } => Stream::Output,
            Terminals { error: true, .. } => Stream::Error,
            Terminals { input: true, .. } => Stream::Input,
            _ => return Ok(None),
        };
        let (pty, command_side) = pty::open().map_err(io_error)?;
        let settings_from = if terminals.input { Stream::Input } else { size_from };
        let before = with(settings_from, |fd| tcgetattr(fd))?;
        let (mut command, mut during) = (before.clone(), before.clone());
        during.make_raw();
        // only one terminal may translate line breaks; Envwall's must if others print on it too
        if !(terminals.input && terminals.output && terminals.error) {
            during.output_modes = before.output_modes;
            command.output_modes.remove(OutputModes::OPOST);
        }
        tcsetattr(&command_side, OptionalActions::Now, &command)?;
        let settings = terminals.input.then_some((before, during));
        let terminal = Self { pty: Arc::new(pty), size_from, settings };
        terminal.resize();
        Ok(Some((terminal, command_side)))
    }

    pub(super) fn pty(&self) -> &Arc<Pty> {
        &self.pty
    }

    /// Copies the window size to the command's terminal. A terminal without a size is left alone.
    pub(super) fn resize(&self) {
        if let Ok(size) = with(self.size_from, |fd| tcgetwinsize(fd)) {
            let _ = tcsetwinsize(&*self.pty, size);
        }
    }

    /// Switches to raw mode: the command's own terminal echoes, edits and interrupts.
    pub(super) fn enter(&self) {
        if let Some((_, during)) = self.settings.as_ref().filter(|_| is_foreground()) {
            set(during);
        }
    }

    /// Restores the settings of Envwall's terminal.
    pub(super) fn leave(&self) {
        if let Some((before, _)) = self.settings.as_ref().filter(|_| is_foreground()) {
            set(before);
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.leave();
    }
}

fn set(settings: &Termios) {
    // a terminal that is gone needs no settings
    let _ = tcsetattr(io::stdin(), OptionalActions::Drain, settings);
}

/// Whether Envwall runs in the foreground: in the background, touching the terminal would stop it.
pub(super) fn is_foreground() -> bool {
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

/// Unwraps the error that `pty_process` wraps.
pub(super) fn io_error(error: pty_process::Error) -> io::Error {
    match error {
        pty_process::Error::Io(error) => error,
        pty_process::Error::Rustix(error) => error.into(),
    }
}
