//! How a run ended, and the exit status that says so.

use std::io;
use std::process::{ExitCode, Termination};

use envwall_core::diagnostic::{Code, Finding, Severity};

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing found: 0.
    Clean,
    /// Findings at or above `--fail-on`: 1.
    Findings,
    /// Usage, manifest or environment error: 2.
    BadInput,
    /// Could not do the work, or not all of it: 3.
    Incomplete,
    /// What a command ended with.
    Command(u8),
}

impl Outcome {
    /// The same when the reader of a pipe has gone away before everything was told.
    ///
    /// # Errors
    /// When the result could not be written for any other reason.
    pub(crate) fn told(self, written: io::Result<()>) -> io::Result<Self> {
        match written {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
            _ => Ok(self),
        }
    }

    /// A leak says most, so it comes first; then what keeps Envwall from looking.
    pub(crate) fn of(findings: &[Finding], fail_on: Severity) -> Self {
        let any = |outcome| {
            findings.iter().any(|finding| {
                finding.severity == Severity::Error && class(finding.code) == outcome
            })
        };
        if any(Self::Findings) {
            Self::Findings
        } else if any(Self::BadInput) {
            Self::BadInput
        } else if any(Self::Incomplete) {
            Self::Incomplete
        } else if findings.iter().any(|finding| finding.severity >= fail_on) {
            Self::Findings
        } else {
            Self::Clean
        }
    }
}

/// What an error of this code says about the run.
fn class(code: Code) -> Outcome {
    match code {
        Code::ValueInOutput
        | Code::ServerVariableRead
        | Code::ServerModule
        | Code::EnvironmentDump
        | Code::ArtifactDiffers
        | Code::ArtifactAdded
        | Code::Stale
        | Code::TaintedPublic
        | Code::PublicContainsSensitive
        | Code::ServerWithPublicPrefix => Outcome::Findings,
        Code::NotLookedAt
        | Code::LinkNotFollowed
        | Code::NotParsed
        | Code::NoOutput
        | Code::NothingMatched => Outcome::Incomplete,
        _ => Outcome::BadInput,
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
