//! The key of a store: a digest of all that decides whether a file is clean, under a key that cannot be
//! guessed.

use envwall_core::classify::is_sample;
use envwall_core::guessability::{STRONG_BITS, bits};
use envwall_core::{Fingerprints, SecretValue};

use super::record::FORMAT;
use crate::files::output::{OutputFile, Part};
use crate::needle::{self, Evidence, Secret};
use crate::peel;
use crate::scan::search::Search;
use crate::scan::undeclared::UndeclaredVariable;

/// What a key or a digest is.
pub(super) type Digest = [u8; blake3::OUT_LEN];

/// The keys of one store.
pub(super) struct Keys {
    /// Its name, in hex digits.
    pub(super) name: String,
    /// For the tag that authenticates it.
    pub(super) tag: Digest,
    /// For the stream that encrypts it.
    pub(super) stream: Digest,
    files: Digest,
    run: Digest,
}

impl Keys {
    /// `None` if whatever they are derived from can be guessed.
    pub(super) fn new(own: Option<&SecretValue>, search: &Search) -> Option<Self> {
        let base = digest_of(search, false, &root(own, search)?);
        let key = |purpose| blake3::derive_key(purpose, &base);
        Some(Self {
            name: blake3::Hash::from(key("envwall cache, name of a store")).to_hex().to_string(),
            tag: key("envwall cache, tag of a store"),
            stream: key("envwall cache, stream of a store"),
            files: key("envwall cache, files"),
            run: key("envwall cache, values of one run"),
        })
    }

    /// What the values of this run alone are known by.
    pub(super) fn of_run(&self, search: Option<&Search>) -> Digest {
        search.map_or_else(Digest::default, |search| digest_of(search, true, &self.run))
    }

    /// What a file is known by: its content, its name, and which part of it counts.
    pub(super) fn of_file(&self, file: &OutputFile, bytes: &[u8]) -> Digest {
        let OutputFile { name, part, path: _ } = file;
        let part = match part {
            None => 0,
            Some(Part::PublicRuntimeConfig) => 1,
        };
        let mut input = Input(blake3::Hasher::new_keyed(&self.files));
        // first, where it is hashed fastest
        input.0.update(bytes).update(name.as_bytes());
        input.number(bytes.len() as u64).number(name.len() as u64).number(part);
        input.digest()
    }
}

/// Whether a secret is of one run.
pub(super) fn is_of_each_run(secret: &Secret) -> bool {
    secret.per_run || secret.placeholder
}

/// A key that cannot be guessed: from the user's own, else from the secrets.
fn root(own: Option<&SecretValue>, search: &Search) -> Option<Digest> {
    let own = own.and_then(Fingerprints::with_key);
    own.or_else(|| of_secrets(search))?.key_for("envwall cache")
}

/// From the secrets that are this build's for sure, if one of them was made by a generator. What may be
/// known from elsewhere is left out: another mode's file may be in the repository, and what is public or
/// merely random may be in the output.
fn of_secrets(search: &Search) -> Option<Fingerprints> {
    let is_sure = |secret: &&Secret| {
        let sure = [Evidence::Declared, Evidence::Format, Evidence::Name];
        !is_of_each_run(secret) && secret.file.is_none() && sure.contains(&secret.evidence)
    };
    let is_known = |text: &str| {
        is_sample(text) || search.public.iter().any(|value| value.expose().contains(text))
    };
    let secrets = search.secrets.iter().map(|(_, secret)| secret).filter(is_sure);
    let values = secrets.filter_map(|secret| secret.values.first());
    let values: Vec<_> = values.filter(|value| !is_known(value.expose().trim())).collect();
    let is_strong = |value: &&SecretValue| bits(value.expose().trim()) >= STRONG_BITS;
    values.iter().any(is_strong).then(|| Fingerprints::of_values(values))
}

/// The digest of all that decides whether a file is clean: of what all runs have, or what `each_run` has
/// for itself. What is new in one of these structures has to be named here, or the compiler complains.
fn digest_of(search: &Search, each_run: bool, key: &Digest) -> Digest {
    let Search {
        secrets,
        public,
        // they are made of the secrets and the public values
        needles: _,
        known_coverage: _,
        indicators,
        credentials,
        // a clean file has nothing to excuse
        waivers: _,
        undeclared,
        // of a scan and not of a file
        requires_secrets: _,
        // computed each time
        digests: _,
        exhaustive,
        max_file_size,
        // what they stop is reported, so the file is not clean
        trials: _,
    } = search;
    let mut input = Input(blake3::Hasher::new_keyed(key));
    input.number(FORMAT).text(env!("CARGO_PKG_VERSION"));
    input.list(peel::all_names(), |input, name| input.text(name));
    let secrets = secrets.iter().map(|(_, secret)| secret);
    let secrets: Vec<_> = secrets.filter(|it| is_of_each_run(it) == each_run).collect();
    // a value that decides nothing, such as a commit's, may change
    let public = needle::deciding(&secrets, public);
    input.list(secrets, Input::secret);
    input.list(public, |input, value| input.text(value.expose()));
    input.list(indicators.server_names().iter(), |input, name| input.text(name));
    input.list(credentials.deciding(), |input, value| input.text(value.expose()));
    let undeclared = undeclared.variables().iter();
    input.list(undeclared.filter(|variable| variable.per_run == each_run), Input::undeclared);
    input.number((*exhaustive).into()).number(*max_file_size);
    input.digest()
}

/// What is hashed: each part with its length, so that no two inputs are the same bytes.
struct Input(blake3::Hasher);

impl Input {
    fn number(&mut self, number: u64) -> &mut Self {
        self.0.update(&number.to_le_bytes());
        self
    }

    fn text(&mut self, text: &str) -> &mut Self {
        self.number(text.len() as u64).0.update(text.as_bytes());
        self
    }

    fn optional(&mut self, text: Option<&str>) -> &mut Self {
        self.list(text, |input, text| input.text(text))
    }

    fn list<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        each: impl Fn(&mut Self, T) -> &mut Self,
    ) -> &mut Self {
        for item in items {
            each(self.number(1), item);
        }
        self.number(0)
    }

    fn secret(&mut self, secret: &Secret) -> &mut Self {
        let Secret { name, values, placeholder, file, evidence, reason, per_run: _ } = secret;
        let evidence = match evidence {
            Evidence::Declared => 0,
            Evidence::Format => 1,
            Evidence::FormatOfPublic => 2,
            Evidence::Name => 3,
            Evidence::Random => 4,
        };
        self.text(name).list(values, |input, value| input.text(value.expose()));
        self.number((*placeholder).into()).number(evidence);
        self.optional(file.as_deref()).optional(reason.as_deref())
    }

    fn undeclared(&mut self, variable: &UndeclaredVariable) -> &mut Self {
        let UndeclaredVariable { name, value, reason, is_optional, per_run: _ } = variable;
        self.text(name).text(value.expose()).text(reason).number((*is_optional).into())
    }

    fn digest(&self) -> Digest {
        *self.0.finalize().as_bytes()
    }
}
