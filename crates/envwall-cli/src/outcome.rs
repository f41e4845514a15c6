//! The outcome of a run, and its exit status.

use std::io;
use std::process::{ExitCode, Termination};

use envwall_core::diagnostic::{ExitClass, Finding, Severity};

/// The outcome of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// 0: no findings.
    Clean,
    /// 1: findings at or above `--fail-on`.
    Findings,
    /// 2: invalid arguments, manifest or environment.
    BadInput,
    /// 3: the scan is incomplete, or an I/O error occurred.
    Incomplete,
    /// The exit status of the command that was run.
    Command(u8),
}

impl Outcome {
    /// Returns the outcome after its report was written. A closed pipe is no error.
    ///
    /// # Errors
    /// When the report could not be written for any other reason.
    pub(crate) fn after(self, written: io::Result<()>) -> io::Result<Self> {
        match written {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
            _ => Ok(self),
        }
    }

    /// Determines the outcome of findings. A leak takes precedence, then errors that prevent a scan.
    pub(crate) fn of(findings: &[Finding], fail_on: Severity) -> Self {
        let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
        let classes: Vec<_> = errors.map(|finding| finding.code.exit_class()).collect();
        let worst = [ExitClass::Findings, ExitClass::BadInput, ExitClass::Incomplete];
        if let Some(class) = worst.into_iter().find(|class| classes.contains(class)) {
            class.into()
        } else if findings.iter().any(|finding| finding.severity >= fail_on) {
            Self::Findings
        } else {
            Self::Clean
        }
    }
}

impl From<ExitClass> for Outcome {
    fn from(class: ExitClass) -> Self {
        match class {
            ExitClass::Findings => Self::Findings,
            ExitClass::BadInput => Self::BadInput,
            ExitClass::Incomplete => Self::Incomplete,
        }
    }
}

impl Termination for Outcome {
    fn report(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::BadInput => 2,
            Self::Incomplete => 3,
            Self::Command(status) => status,
        })
    }
}
