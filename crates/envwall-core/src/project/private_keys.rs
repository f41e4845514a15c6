//! The private keys of values that dotenvx encrypted.

use std::path::Path;

use super::dotenv::{self, Dialect, DotenvxKeys};
use super::env_files;
use super::process::ProcessEnv;
use super::workspace::levels_above;
use crate::SecretValue;

/// The file that dotenvx writes them to.
const FILE: &str = ".env.keys";

/// The start of their names: `DOTENV_PRIVATE_KEY_PRODUCTION`.
const NAME: &str = "DOTENV_PRIVATE_KEY";

/// The keys of the process, and those in `.env.keys` of the project's folder and of the folders of
/// its workspace above it.
pub(super) fn private_keys(directory: &Path, process: &ProcessEnv) -> DotenvxKeys {
    let of_process = process.iter().filter(|(name, _)| name.starts_with(NAME));
    let mut keys: Vec<_> = of_process.flat_map(|(_, value)| separate(value)).collect();
    for level in 0..=levels_above(directory) {
        let name = "../".repeat(level) + FILE;
        // a file that cannot be read is reported where it is searched for
        let file = env_files::read_text(&directory.join(&name), &name).ok().flatten();
        let (none, no_keys) = (ProcessEnv::empty(), DotenvxKeys::none());
        let loaded = dotenv::load(file.as_slice(), Dialect::Dotenv, &[], &none, &no_keys);
        let own = loaded.assignments.iter().filter(|it| it.name.starts_with(NAME));
        keys.extend(own.flat_map(|it| separate(&it.value)));
    }
    keys.into_iter().collect()
}

/// dotenvx accepts a list while keys are rotated.
fn separate(keys: &SecretValue) -> impl Iterator<Item = SecretValue> {
    keys.expose().split(',').map(|key| SecretValue::from(key.trim()))
}
