//! Starting a command on Unix: what is a terminal here is one there, the rest are pipes.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use pty_process::blocking::{self as pty, Pty};

use super::relay::{Sink, Source};
use super::signals::Signals;
use super::terminal::Terminal;

/// A command that runs.
pub(super) struct Started {
    pub(super) child: Child,
    pub(super) sources: Vec<Source>,
    /// Passes signals on and gives the terminal back when it is dropped.
    pub(super) control: Signals,
}

/// Starts a command in a process group of its own, so that a signal reaches it once and whatever
/// it started, too.
pub(super) fn start(mut command: Command) -> io::Result<Started> {
    let signals = Signals::catch()?;
    let here = Here::look();
    let Some(terminal) = Terminal::open(&here)? else {
        command.process_group(0).stdin(Stdio::inherit());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let sources = piped(&mut child);
        let control = signals.pass_to(&child, None);
        return Ok(Started { child, sources, control });
    };
    let (terminal, other_side) = terminal;
    let mut command = pty::Command::from(command);
    if !here.input {
        command = command.stdin(Stdio::inherit());
    }
    if !here.output {
        command = command.stdout(Stdio::piped());
    }
    if !here.error {
        command = command.stderr(Stdio::piped());
    }
    let mut child = command.spawn(other_side).map_err(plain)?;
    let mut sources = piped(&mut child);
    sources.push(Source { from: Box::new(Side(Arc::clone(terminal.pty()))), to: here.sink()? });
    let terminal = Arc::new(terminal);
    let control = signals.pass_to(&child, Some(Arc::clone(&terminal)));
    terminal.enter();
    if here.input {
        super::terminal::pass_input(terminal, child.id());
    }
    Ok(Started { child, sources, control })
}

fn piped(child: &mut Child) -> Vec<Source> {
    let output = child.stdout.take().map(|from| Source { from: Box::new(from), to: Sink::Output });
    let error = child.stderr.take().map(|from| Source { from: Box::new(from), to: Sink::Error });
    output.into_iter().chain(error).collect()
}

/// The error without the crate's own type around it.
pub(super) fn plain(error: pty_process::Error) -> io::Error {
    match error {
        pty_process::Error::Io(error) => error,
        pty_process::Error::Rustix(error) => error.into(),
    }
}

/// Which of our own streams are terminals.
pub(super) struct Here {
    pub(super) input: bool,
    pub(super) output: bool,
    pub(super) error: bool,
}

impl Here {
    fn look() -> Self {
        Self {
            input: io::stdin().is_terminal(),
            output: io::stdout().is_terminal(),
            error: io::stderr().is_terminal(),
        }
    }

    /// Where it is seen what the command prints on its terminal.
    fn sink(&self) -> io::Result<Sink> {
        Ok(match self {
            Self { output: true, .. } => Sink::Output,
            Self { error: true, .. } => Sink::Error,
            _ => Sink::Terminal(File::options().write(true).open("/dev/tty")?),
        })
    }
}

/// Our side of the command's terminal.
struct Side(Arc<Pty>);

impl Read for Side {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        (&*self.0).read(piece)
    }
}
