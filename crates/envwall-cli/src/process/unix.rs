//! Starting a command on Unix: what is a terminal here is one there, the rest are pipes.

use std::fs::File;
use std::io::{self, IsTerminal, PipeReader, Read};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use pty_process::blocking::{self as pty, Pts, Pty};

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
pub(super) fn start(command: Command) -> io::Result<Started> {
    let signals = Signals::catch()?;
    let here = Here::look();
    let pipes = Pipes::new(&here)?;
    match Terminal::open(&here)? {
        Some((terminal, other_side)) => {
            on_terminal(command, &here, pipes, signals, terminal, other_side)
        }
        None => on_pipes(command, pipes, signals),
    }
}

fn on_pipes(mut command: Command, pipes: Pipes, signals: Signals) -> io::Result<Started> {
    command.process_group(0).stdin(Stdio::inherit()).stdout(pipes.output).stderr(pipes.error);
    let mut child = command.spawn()?;
    let sources = sources(&mut child, pipes.both);
    let control = signals.pass_to(&child, None);
    Ok(Started { child, sources, control })
}

fn on_terminal(
    command: Command,
    here: &Here,
    pipes: Pipes,
    signals: Signals,
    terminal: Terminal,
    other_side: Pts,
) -> io::Result<Started> {
    let mut command = pty::Command::from(command);
    if !here.input {
        command = command.stdin(Stdio::inherit());
    }
    if !here.output {
        command = command.stdout(pipes.output);
    }
    if !here.error {
        command = command.stderr(pipes.error);
    }
    let mut child = command.spawn(other_side).map_err(plain)?;
    let mut sources = sources(&mut child, pipes.both);
    sources.push(Source { from: Box::new(Side(Arc::clone(terminal.pty()))), to: here.sink()? });
    let terminal = Arc::new(terminal);
    let control = signals.pass_to(&child, Some(Arc::clone(&terminal)));
    terminal.enter();
    if here.input {
        super::terminal::pass_input(terminal, child.id());
    }
    Ok(Started { child, sources, control })
}

fn sources(child: &mut Child, both: Option<PipeReader>) -> Vec<Source> {
    let both = both.map(|from| Source { from: Box::new(from), to: Sink::Output });
    let output = child.stdout.take().map(|from| Source { from: Box::new(from), to: Sink::Output });
    let error = child.stderr.take().map(|from| Source { from: Box::new(from), to: Sink::Error });
    both.into_iter().chain(output).chain(error).collect()
}

/// Where the command writes what does not go to a terminal.
struct Pipes {
    output: Stdio,
    error: Stdio,
    /// Where both end when they are one.
    both: Option<PipeReader>,
}

impl Pipes {
    /// One pipe where ours are one (`2>&1`), so that lines stay in their order; else two.
    fn new(here: &Here) -> io::Result<Self> {
        if !here.are_one() {
            return Ok(Self { output: Stdio::piped(), error: Stdio::piped(), both: None });
        }
        let (read, write) = io::pipe()?;
        Ok(Self { output: write.try_clone()?.into(), error: write.into(), both: Some(read) })
    }
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

    /// Whether standard output and standard error are the same file, and no terminal.
    fn are_one(&self) -> bool {
        let file = |stream: BorrowedFd<'_>| {
            let file = File::from(stream.try_clone_to_owned()?).metadata()?;
            io::Result::Ok((file.dev(), file.ino()))
        };
        let same = match (file(io::stdout().as_fd()), file(io::stderr().as_fd())) {
            (Ok(output), Ok(error)) => output == error,
            _ => false,
        };
        same && !self.output && !self.error
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
