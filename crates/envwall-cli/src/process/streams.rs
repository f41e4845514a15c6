//! Envwall's own standard streams: which are terminals, and which pipes replace the others.

use std::fs::File;
use std::io::{self, IsTerminal, PipeReader};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::fs::MetadataExt;
use std::process::Stdio;

use super::relay::Sink;

/// Which of the standard streams are terminals.
pub(super) struct Terminals {
    pub(super) input: bool,
    pub(super) output: bool,
    pub(super) error: bool,
}

impl Terminals {
    pub(super) fn detect() -> Self {
        Self {
            input: io::stdin().is_terminal(),
            output: io::stdout().is_terminal(),
            error: io::stderr().is_terminal(),
        }
    }

    /// Where the output of the command's terminal is written.
    pub(super) fn sink(&self) -> io::Result<Sink> {
        Ok(match self {
            Self { output: true, .. } => Sink::Output,
            Self { error: true, .. } => Sink::Error,
            _ => Sink::Terminal(File::options().write(true).open("/dev/tty")?),
        })
    }

    /// Whether standard output and standard error are the same file, and not a terminal (`2>&1`).
    fn are_merged(&self) -> bool {
        let same = match (file_id(io::stdout().as_fd()), file_id(io::stderr().as_fd())) {
            (Ok(output), Ok(error)) => output == error,
            _ => false,
        };
        same && !self.output && !self.error
    }
}

fn file_id(stream: BorrowedFd<'_>) -> io::Result<(u64, u64)> {
    let file = File::from(stream.try_clone_to_owned()?).metadata()?;
    Ok((file.dev(), file.ino()))
}

/// What the command gets for streams that are not terminals.
pub(super) struct Pipes {
    pub(super) output: Stdio,
    pub(super) error: Stdio,
    /// The read end of both streams if they are merged.
    pub(super) merged: Option<PipeReader>,
}

impl Pipes {
    /// One pipe if the streams are merged, so that lines keep their order; otherwise two.
    pub(super) fn new(terminals: &Terminals) -> io::Result<Self> {
        if !terminals.are_merged() {
            return Ok(Self { output: Stdio::piped(), error: Stdio::piped(), merged: None });
        }
        let (read, write) = io::pipe()?;
        Ok(Self { output: write.try_clone()?.into(), error: write.into(), merged: Some(read) })
    }
}
