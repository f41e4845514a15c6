//! Starts a command on systems without Unix terminals: always with pipes.
//!
//! The Windows pseudoconsole repaints output at the window's width. Cursor movements could split a
//! value in two, and no redactor would recognize it.

use std::io;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use super::relay::{Sink, Source};

/// There is no terminal to restore, and the console signals the command itself.
pub(super) struct NoControl;

/// A running command.
pub(super) struct Started {
    pub(super) child: Child,
    pub(super) sources: Vec<Source>,
    pub(super) control: NoControl,
}

pub(super) fn start(mut command: Command) -> io::Result<Started> {
    // the console sends Ctrl-C to the command too: the command decides what happens
    signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::default())?;
    command.stdin(Stdio::inherit()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    let output = child.stdout.take().map(|from| Source { from: Box::new(from), to: Sink::Output });
    let error = child.stderr.take().map(|from| Source { from: Box::new(from), to: Sink::Error });
    Ok(Started { child, sources: output.into_iter().chain(error).collect(), control: NoControl })
}
