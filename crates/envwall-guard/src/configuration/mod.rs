//! What a project's configuration says: where its client output is, which variables are public, and
//! where the `.env` files are.
//!
//! | module | reads |
//! |---|---|
//! | `program` | configuration files that are programs, by constant folding |
//! | `data` | JSON and TOML |
//! | `settings` | the settings in the table of frameworks |
//! | `scripts` | folders that scripts in `package.json` name |
//! | `platform` | files of hosting platforms |
//! | `hosted` | data: folders whose names say what they are |
//! | `strays` | folders on disk that look like output |
//! | `folders`, `findings` | all of it with what is on disk, and what is reported of it |

mod data;
mod findings;
mod folders;
mod hosted;
mod paths;
mod platform;
mod program;
mod scripts;
mod settings;
mod strays;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;

use envwall_core::framework::{Framework, Setting};
use envwall_core::guessability::is_searchable;
use envwall_core::source::SourceFile;
use envwall_core::{Configured, EnvPrefixes, ProcessEnv, Project};
use serde_json::Value;

pub(crate) use self::findings::unfinished;
pub(crate) use self::folders::{Folders, of_project};
use self::settings::Place;

/// Reads what the configuration files of the project in a folder set, as far as it decides about
/// variables: for [`Request::configured`](envwall_core::Request::configured).
///
/// What cannot be read is a warning for commands that can do without; a scan makes it an error.
pub fn read_configuration(directory: &Path, process: &ProcessEnv) -> Configured {
    let Some(framework) = Project::framework_of(directory) else { return Configured::default() };
    let package = package_json(directory);
    let environment = environment(directory, framework, process);
    let place = Place { directory, package: &package, environment: &environment };
    let settings = settings::read(&place, framework);
    let prefixes = settings.env_prefixes.into_iter();
    Configured {
        env_prefixes: prefixes
            .map(|(instead_of, prefixes)| EnvPrefixes { instead_of, prefixes })
            .collect(),
        env_folders: settings.env_folders,
        environment,
        findings: settings.unreadable_env.into_iter().map(findings::as_warning).collect(),
    }
}

/// The variables that the configuration files of a framework read, as far as they cannot be secrets:
/// a folder is built of short words.
fn environment(
    directory: &Path,
    framework: &Framework,
    process: &ProcessEnv,
) -> BTreeMap<String, String> {
    let files = framework.settings.iter().flat_map(Setting::files);
    let files = files.map(|name| directory.join(name)).filter(|path| path.is_file());
    let texts = files.filter_map(|path| std::fs::read_to_string(path).ok());
    let texts: Vec<String> = texts.chain([format!("env.{}", scripts::BUILD_PATH)]).collect();
    let names = texts.iter().flat_map(|text| names_read(text));
    let value = |name: &str| {
        let value = process.get(name)?.expose();
        (!is_searchable(value)).then(|| (name.to_owned(), value.to_owned()))
    };
    names.filter_map(value).collect()
}

/// `NAME` of each `env.NAME`.
fn names_read(text: &str) -> impl Iterator<Item = &str> {
    text.split("env.").skip(1).filter_map(|rest| {
        let end = rest.find(|char: char| !char.is_ascii_alphanumeric() && char != '_');
        rest.get(..end.unwrap_or(rest.len())).filter(|name| !name.is_empty())
    })
}

/// The project's `package.json`; what detects frameworks reports one that is not valid.
fn package_json(directory: &Path) -> Value {
    let text = std::fs::read_to_string(directory.join("package.json")).unwrap_or_default();
    data::parse(&SourceFile::new("package.json", text)).unwrap_or_default()
}
