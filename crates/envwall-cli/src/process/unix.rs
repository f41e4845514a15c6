//! Starts a command on Unix: each stream that is a terminal becomes a pseudoterminal, the others pipes.

use std::io::{self, PipeReader, Read};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use pty_process::blocking::{self as pty, Pts, Pty};

use super::input;
use super::relay::{Sink, Source};
use super::signals::Signals;
use super::streams::{Pipes, Terminals};
use super::terminal::{Terminal, io_error};

/// A running command.
pub(super) struct Started {
    pub(super) child: Child,
    pub(super) sources: Vec<Source>,
    /// Forwards signals, and restores the terminal when dropped.
    pub(super) control: Signals,
}

/// Starts a command in its own process group, so that a signal reaches it once, together with
/// whatever it started.
pub(super) fn start(command: Command) -> io::Result<Started> {
    let signals = Signals::catch()?;
    let terminals = Terminals::detect();
    let pipes = Pipes::new(&terminals)?;
    match Terminal::open(&terminals)? {
        Some((terminal, command_side)) => {
            on_terminal(command, &terminals, pipes, signals, terminal, command_side)
        }
        None => on_pipes(command, pipes, signals),
    }
}

fn on_pipes(mut command: Command, pipes: Pipes, signals: Signals) -> io::Result<Started> {
    command.process_group(0).stdin(Stdio::inherit()).stdout(pipes.output).stderr(pipes.error);
    let mut child = command.spawn()?;
    let sources = sources(&mut child, pipes.merged);
    let control = signals.forward_to(&child, None);
    Ok(Started { child, sources, control })
}

fn on_terminal(
    command: Command,
    terminals: &Terminals,
    pipes: Pipes,
    signals: Signals,
    terminal: Terminal,
    command_side: Pts,
) -> io::Result<Started> {
    let mut command = pty::Command::from(command);
    if !terminals.input {
        command = command.stdin(Stdio::inherit());
    }
    if !terminals.output {
        command = command.stdout(pipes.output);
    }
    if !terminals.error {
        command = command.stderr(pipes.error);
    }
    let mut child = command.spawn(command_side).map_err(io_error)?;
    let mut sources = sources(&mut child, pipes.merged);
    let output = PtyReader(Arc::clone(terminal.pty()));
    sources.push(Source { from: Box::new(output), to: terminals.sink()? });
    let terminal = Arc::new(terminal);
    let control = signals.forward_to(&child, Some(Arc::clone(&terminal)));
    terminal.enter();
    if terminals.input {
        input::forward(terminal, child.id());
    }
    Ok(Started { child, sources, control })
}

fn sources(child: &mut Child, merged: Option<PipeReader>) -> Vec<Source> {
    let merged = merged.map(|from| Source { from: Box::new(from), to: Sink::Output });
    let output = child.stdout.take().map(|from| Source { from: Box::new(from), to: Sink::Output });
    let error = child.stderr.take().map(|from| Source { from: Box::new(from), to: Sink::Error });
    merged.into_iter().chain(output).chain(error).collect()
}

/// Envwall's side of the pseudoterminal.
struct PtyReader(Arc<Pty>);

impl Read for PtyReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        (&*self.0).read(buffer)
    }
}
