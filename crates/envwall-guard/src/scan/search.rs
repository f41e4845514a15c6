//! What a scan searches for, and how: plain data that every part of it reads.

use std::sync::{Arc, LazyLock, OnceLock};

use envwall_core::SecretValue;

use crate::credentials::Credentials;
use crate::findings::leak::Leaks;
use crate::findings::waivers::Waivers;
use crate::indicators::{Indicators, ServerNames};
use crate::javascript::{ParseTrial, Trials};
use crate::needle::{Coverage, Needles, Secret, SecretId, Secrets};
use crate::scan::undeclared::{Undeclared, UndeclaredVariable};

/// Larger files are searched in chunks, in bytes.
pub(crate) const MAX_FILE_SIZE: u64 = 1 << 30;

/// Needles that are made when the first file is searched for them: a scan whose files are all known to
/// be clean needs none.
pub(crate) type LazyNeedles = LazyLock<Needles, Box<dyn FnOnce() -> Needles + Send>>;

/// What a scan searches for, and how.
pub(crate) struct Search {
    pub(crate) secrets: Secrets,
    /// Values that the client may have.
    pub(crate) public: Vec<SecretValue>,
    pub(crate) needles: LazyNeedles,
    /// What the needles cover, if it is known without them.
    pub(crate) known_coverage: OnceLock<Coverage>,
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
    pub(crate) trials: Option<Arc<dyn ParseTrial>>,
}

impl Search {
    /// `public` are values that the client may have.
    pub(crate) fn new(secrets: Secrets, public: Vec<SecretValue>) -> Self {
        Self {
            needles: needles(secrets.clone(), public.clone()),
            known_coverage: OnceLock::new(),
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
            public,
        }
    }

    /// Who tries what may crash the parser.
    pub(crate) fn trials(&self) -> Trials<'_> {
        self.trials.as_deref()
    }

    /// The same for some of the secrets alone; what else there is to find in a file is not looked for.
    pub(crate) fn only(
        &self,
        secrets: impl Fn(SecretId, &Secret) -> bool,
        undeclared: impl Fn(&UndeclaredVariable) -> bool,
    ) -> Self {
        let of_all = self.secrets.iter().filter(|(id, secret)| secrets(*id, secret));
        let secrets = Secrets::new(of_all.map(|(_, secret)| secret.clone()));
        let of_all = self.undeclared.variables().iter().cloned();
        Self {
            undeclared: Undeclared::new(of_all.filter(undeclared)),
            credentials: Credentials::except(self.credentials.settled().iter().cloned()),
            exhaustive: self.exhaustive,
            max_file_size: self.max_file_size,
            trials: self.trials.clone(),
            ..Self::new(secrets, self.public.clone())
        }
    }

    /// Which variables are searched for.
    pub(crate) fn coverage(&self) -> &Coverage {
        self.known_coverage.get().unwrap_or_else(|| self.needles.coverage())
    }

    /// What turns hits into findings.
    pub(crate) fn leaks(&self) -> Leaks<'_> {
        Leaks { secrets: &self.secrets, needles: &self.needles, waivers: &self.waivers }
    }
}

/// Made on a thread of its own: a thread of a pool that waits for others takes up further work in the
/// meantime, and that would wait for these needles.
fn needles(secrets: Secrets, public: Vec<SecretValue>) -> LazyNeedles {
    LazyLock::new(Box::new(move || {
        let make = || Needles::new(&secrets, &public);
        let made = std::thread::scope(|scope| scope.spawn(make).join());
        made.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }))
}
