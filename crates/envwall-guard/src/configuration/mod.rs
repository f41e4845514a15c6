//! What a project's configuration says: where its client output is, which variables are public, and
//! where the `.env` files are.
//!
//! | module | reads |
//! |---|---|
//! | `program` | configuration files that are programs, by constant folding |
//! | `data` | JSON and TOML |
//! | `settings` | the settings in the table of frameworks |
//! | `commands` | the commands of a script |
//! | `scripts` | folders that scripts in `package.json` name |
//! | `deployers` | folders that scripts publish |
//! | `platform` | files of hosting platforms |
//! | `pipelines` | workflows, specifications of apps, Dockerfiles |
//! | `hosted` | data: folders whose names say what they are |
//! | `strays` | folders on disk that look like output |
//! | `folders`, `findings` | all of it with what is on disk, and what is reported of it |

mod commands;
mod data;
mod deployers;
mod findings;
mod folders;
mod hosted;
mod paths;
mod pipelines;
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
    let environment = environment(directory, framework, &package, process);
    let place = Place { directory, package: &package, environment: &environment };
    let mut settings = settings::read(&place, framework);
    if framework.settings.iter().any(|setting| setting.key == "envDir") {
        of_roots(&place, framework, &mut settings);
    }
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

/// Adds what configuration files in the roots say that scripts name: `vite build client`.
fn of_roots(place: &Place<'_>, framework: &Framework, settings: &mut settings::Settings) {
    let roots = scripts::roots(place.package).into_iter().filter(|root| root.is_named);
    for root in roots.filter(|root| place.directory.join(&root.folder).is_dir()) {
        let directory = &place.directory.join(&root.folder);
        let package = &package_json(directory);
        let inner = settings::read(&Place { directory, package, ..*place }, framework);
        let from = |folder: &String| paths::from_project("/", &root.folder, folder);
        let own = inner.env_folders.is_empty().then(|| root.folder.clone());
        settings.env_folders.extend(inner.env_folders.iter().map(from).chain(own));
        settings.env_prefixes.extend(inner.env_prefixes);
        settings.unreadable_env.extend(inner.unreadable_env);
    }
}

/// The variables that the configuration files of a framework read, as far as they cannot be secrets:
/// a folder is built of short words.
fn environment(
    directory: &Path,
    framework: &Framework,
    package: &Value,
    process: &ProcessEnv,
) -> BTreeMap<String, String> {
    let files = framework.settings.iter().flat_map(Setting::files);
    let files = files.map(|name| directory.join(name)).filter(|path| path.is_file());
    let texts = files.filter_map(|path| std::fs::read_to_string(path).ok());
    let texts: Vec<String> = texts.chain([format!("env.{}", scripts::BUILD_PATH)]).collect();
    let names: Vec<&str> = texts.iter().flat_map(|text| names_read(text)).collect();
    let in_scripts = scripts::variables(package).into_iter();
    let in_scripts = in_scripts.filter(|(name, _)| names.contains(&name.as_str()));
    let in_process = names
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), process.get(name)?.expose().to_owned())));
    in_process.chain(in_scripts).filter(|(_, value)| !is_searchable(value)).collect()
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
