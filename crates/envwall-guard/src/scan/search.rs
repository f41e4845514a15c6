//! What a scan searches for, and how: plain data that every part of it reads.

use envwall_core::SecretValue;

use crate::credentials::Credentials;
use crate::findings::leak::Leaks;
use crate::findings::waivers::Waivers;
use crate::indicators::{Indicators, ServerNames};
use crate::javascript::{ParseTrial, Trials};
use crate::needle::{Needles, Secrets};
use crate::scan::undeclared::Undeclared;

/// Larger files are searched in chunks, in bytes.
pub(crate) const MAX_FILE_SIZE: u64 = 1 << 30;

/// What a scan searches for, and how.
pub(crate) struct Search {
    pub(crate) secrets: Secrets,
    pub(crate) needles: Needles,
    pub(crate) indicators: Indicators,
    pub(crate) credentials: Credentials,
    pub(crate) waivers: Waivers,
    pub(crate) undeclared: Undeclared,
    /// Whether a scan without any secret to search for has failed.
    pub(crate) requires_secrets: bool,
    /// Whether the digest of every file is computed.
    pub(crate) digests: bool,
    /// Whether every program is parsed.
    pub(crate) exhaustive: bool,
    /// Bytes from which on a file is searched in chunks.
    pub(crate) max_file_size: u64,
    /// Tries what may crash the parser.
    pub(crate) trials: Option<Box<dyn ParseTrial>>,
}

impl Search {
    /// `public` are values that the client may have.
    pub(crate) fn new(secrets: Secrets, public: &[SecretValue]) -> Self {
        Self {
            needles: Needles::new(&secrets, public),
            indicators: Indicators::new(ServerNames::default()),
            credentials: Credentials::except(public.iter().cloned()),
            waivers: Waivers::default(),
            undeclared: Undeclared::default(),
            requires_secrets: true,
            digests: false,
            exhaustive: false,
            max_file_size: MAX_FILE_SIZE,
            trials: None,
            secrets,
        }
    }

    /// Who tries what may crash the parser.
    pub(crate) fn trials(&self) -> Trials<'_> {
        self.trials.as_deref()
    }

    /// What turns hits into findings.
    pub(crate) fn leaks(&self) -> Leaks<'_> {
        Leaks { secrets: &self.secrets, needles: &self.needles, waivers: &self.waivers }
    }
}
