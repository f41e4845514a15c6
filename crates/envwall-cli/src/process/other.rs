//! Starting a command where there are no Unix terminals: always with pipes.
//!
//! The pseudoconsole of Windows paints what a program prints anew, at the window's width: a value
//! could be cut in two by movements of the cursor, and no redactor would see it.

use std::io;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use super::relay::{Sink, Source};

/// A command that runs.
pub(super) struct Started {
    pub(super) child: Child,
    pub(super) sources: Vec<Source>,
    pub(super) control: (),
}

pub(super) fn start(mut command: Command) -> io::Result<Started> {
    // the console sends Ctrl-C to the command as well: what it does then decides
    signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::default())?;
    command.stdin(Stdio::inherit()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    let output = child.stdout.take().map(|from| Source { from: Box::new(from), to: Sink::Output });
    let error = child.stderr.take().map(|from| Source { from: Box::new(from), to: Sink::Error });
    Ok(Started { child, sources: output.into_iter().chain(error).collect(), control: () })
}
