//! The settings of a framework's configuration files, and what they mean for folders and variables.

use std::collections::BTreeMap;
use std::path::Path;

use envwall_core::diagnostic::{Code, Finding, Location};
use envwall_core::framework::{Framework, Moves, Setting};
use envwall_core::regular_file;
use envwall_core::source::SourceFile;
use serde_json::Value;

use super::program::{self, Found};
use super::{data, paths, scripts};
use crate::javascript::SettingValue;

/// An output folder that is set in the place of a default one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Moved {
    pub(super) default: &'static str,
    /// Relative to the project, one for each value that the setting may have; empty for the project
    /// itself.
    pub(super) folders: Vec<String>,
    /// The setting and its file, for people.
    pub(super) by: String,
    pub(super) location: Location,
    /// Whether one of the folders has to exist.
    pub(super) is_required: bool,
    /// Whether the command says so, which has precedence over the configuration.
    pub(super) is_script: bool,
}

/// What the settings of one framework say.
#[derive(Debug, Default)]
pub(super) struct Settings {
    pub(super) outputs: Vec<Moved>,
    /// Output folders of the server's build.
    pub(super) server: Vec<String>,
    /// The folders from which others count.
    pub(super) roots: Vec<String>,
    /// Folders of `.env` files, relative to the project.
    pub(super) env_folders: Vec<String>,
    /// The default prefix, and those that take its place.
    pub(super) env_prefixes: Vec<(&'static str, Vec<String>)>,
    /// Output settings that cannot be read.
    pub(super) unreadable: Vec<Finding>,
    /// Settings of `.env` files that cannot be read.
    pub(super) unreadable_env: Vec<Finding>,
}

/// A project, as far as settings depend on it.
pub(super) struct Place<'a> {
    pub(super) directory: &'a Path,
    pub(super) package: &'a Value,
    /// Variables whose values are known and not secret.
    pub(super) environment: &'a BTreeMap<String, String>,
}

/// Reads the configuration files of a framework.
pub(super) fn read(place: &Place<'_>, framework: &Framework) -> Settings {
    let mut reader = Reader {
        place,
        project: paths::absolute(place.directory),
        roots: vec![String::new()],
        settings: Settings::default(),
    };
    let mut files: Vec<(String, Vec<&Setting>)> = Vec::new();
    for setting in framework.settings {
        for name in reader.files(framework, setting) {
            match files.iter_mut().find(|(known, _)| *known == name) {
                Some((_, settings)) => settings.push(setting),
                None => files.push((name, vec![setting])),
            }
        }
    }
    for (name, settings) in &files {
        reader.file(name, settings);
    }
    reader.settings
}

struct Reader<'a> {
    place: &'a Place<'a>,
    project: String,
    /// The folders from which others count.
    roots: Vec<String>,
    settings: Settings,
}

impl Reader<'_> {
    /// The files that a setting is in: the tool reads the first that exists, or those that its
    /// scripts give to it.
    fn files(&self, framework: &Framework, setting: &Setting) -> Vec<String> {
        let exists = |name: &String| self.place.directory.join(name).is_file();
        let stem = setting.file.trim_end_matches('*');
        let first = setting.files().into_iter().find(exists);
        let given = scripts::config_files(self.place.package, framework.id).into_iter();
        let given = given.map(|name| paths::from_project(&self.project, "", &name));
        // `vite build --config web.config.ts`: of this tool, not of another one's file
        let given = given.filter(|name| stem.starts_with(framework.id) && exists(name));
        first.into_iter().chain(given).collect()
    }

    fn file(&mut self, name: &str, settings: &[&Setting]) {
        let found = match name.rsplit('.').next() {
            Some("json" | "toml") => self.data(name, settings),
            _ => self.program(name, settings),
        };
        let of = |wanted: fn(Moves) -> bool| {
            found.iter().filter_map(move |found| {
                let setting = settings.get(found.key)?;
                wanted(setting.moves).then_some((*setting, found))
            })
        };
        let roots: Vec<_> = of(|moves| moves == Moves::Root).collect();
        // vitepress@1.6.3: src/node/config.ts, `resolveConfig`: folders count from what holds `.vitepress`
        let own = name.split_once(".vitepress/").map_or("", |(root, _)| root);
        self.roots = vec![own.trim_end_matches('/').to_owned()];
        for (setting, found) in &roots {
            self.root(setting, found);
        }
        let outputs: Vec<_> = of(|moves| matches!(moves, Moves::Output(_))).collect();
        for (setting, found) in &outputs {
            self.output(setting, found);
        }
        if outputs.is_empty() && !roots.is_empty() {
            self.defaults_below_root(settings, &roots);
        }
        let env_files: Vec<_> = of(|moves| moves == Moves::EnvFiles).collect();
        for (setting, found) in &env_files {
            self.env_files(setting, found);
        }
        // vite@8.3.8: dist/node/chunks/node.js, `resolveConfig`: the default of `envDir` is the root
        let has_env_dir = settings.iter().any(|setting| setting.key == "envDir");
        let is_set = |(_, found): &(&Setting, &Found)| found.values != [SettingValue::Default];
        if has_env_dir && !roots.is_empty() && !env_files.iter().any(is_set) {
            let others = self.roots.iter().filter(|root| !root.is_empty());
            self.settings.env_folders.extend(others.cloned());
        }
        for (setting, found) in of(|moves| matches!(moves, Moves::EnvPrefix(_))) {
            if let Moves::EnvPrefix(default) = setting.moves {
                self.env_prefixes(default, found);
            }
        }
    }

    fn program(&mut self, name: &str, settings: &[&Setting]) -> Vec<Found> {
        let keys: Vec<&str> = settings.iter().map(|setting| setting.key).collect();
        let read = program::read(self.place.directory, name, &keys, self.place.environment);
        read.unwrap_or_else(|unreadable| {
            let message = format!(
                "cannot read the configuration in `{}`: {}",
                unreadable.file, unreadable.why
            );
            let finding = Finding::new(Code::OutputElsewhere, message);
            self.settings.unreadable.push(finding.at(Location::file(unreadable.file)).help(
                "fix the file, or write what browsers can fetch into [client] of envwall.toml: \
                     include = [\"dist/**\"]",
            ));
            Vec::new()
        })
    }

    fn data(&mut self, name: &str, settings: &[&Setting]) -> Vec<Found> {
        let Ok(text) = regular_file::read_to_string(self.place.directory.join(name)) else {
            return Vec::new();
        };
        let source = SourceFile::new(name, text);
        // the tool itself, or the detection of frameworks, reports what is not valid
        let Ok(value) = data::parse(&source) else { return Vec::new() };
        let of_key = |(key, setting): (usize, &&Setting)| {
            let found = |(text, values): (&str, Vec<SettingValue>)| Found {
                key,
                file: name.to_owned(),
                position: Some(data::position(&source, setting.key, text)),
                values,
                is_of_server: false,
                is_spread: false,
            };
            let around = setting.key.strip_suffix(".base").unwrap_or(setting.key);
            data::at(&value, around)
                .into_iter()
                .filter_map(folders_of)
                .map(found)
                .collect::<Vec<_>>()
        };
        settings.iter().enumerate().flat_map(of_key).collect()
    }

    fn root(&mut self, setting: &Setting, found: &Found) {
        for value in &found.values {
            match value {
                SettingValue::Text(text) => {
                    let root = paths::from_project(&self.project, "", text);
                    self.roots.retain(|known| !known.is_empty());
                    self.roots.push(root);
                }
                SettingValue::Default => {}
                SettingValue::Unknown | SettingValue::List(_) => {
                    self.settings.unreadable.push(unreadable_output(setting, found));
                }
            }
        }
        if self.roots.is_empty() {
            self.roots.push(String::new());
        }
        self.settings.roots.clone_from(&self.roots);
    }

    fn output(&mut self, setting: &Setting, found: &Found) {
        let Moves::Output(default) = setting.moves else { return };
        if found.is_spread && is_rare(setting.key) {
            return;
        }
        let mut folders = Vec::new();
        for value in &found.values {
            match value {
                SettingValue::Text(text) => {
                    let below = |root: &String| paths::from_project(&self.project, root, text);
                    folders.extend(self.roots.iter().map(below));
                }
                SettingValue::Default => folders.push(default.to_owned()),
                SettingValue::Unknown | SettingValue::List(_) => {}
            }
        }
        if found.is_of_server {
            return self.settings.server.extend(folders);
        }
        // with one of them known, the other may be that of another machine
        if folders.is_empty() {
            self.settings.unreadable.push(unreadable_output(setting, found));
            return;
        }
        self.moved(default, folders, setting, found);
    }

    /// Notes folders that are set. Settings in several places are of several builds: one is enough.
    fn moved(
        &mut self,
        default: &'static str,
        folders: Vec<String>,
        setting: &Setting,
        found: &Found,
    ) {
        let known = self.settings.outputs.iter_mut().find(|known| known.default == default);
        if let Some(known) = known {
            known.folders.extend(folders);
            return;
        }
        self.settings.outputs.push(Moved {
            default,
            folders,
            by: format!("`{}` in {}", shown(setting.key), found.file),
            location: location(found),
            is_required: true,
            is_script: false,
        });
    }

    /// The default folder is below the root as well.
    fn defaults_below_root(&mut self, settings: &[&Setting], roots: &[(&Setting, &Found)]) {
        let default = settings.iter().find_map(|setting| match setting.moves {
            Moves::Output(default) => Some(default),
            _ => None,
        });
        let (Some(default), Some((setting, found))) = (default, roots.first()) else { return };
        let below = |root: &String| paths::from_project(&self.project, root, default);
        let folders: Vec<_> = self.roots.iter().map(below).collect();
        if folders.iter().all(|folder| folder == default) {
            return;
        }
        self.moved(default, folders, setting, found);
    }

    fn env_files(&mut self, setting: &Setting, found: &Found) {
        for value in &found.values {
            match value {
                SettingValue::Text(text) => {
                    for root in &self.roots {
                        let folder = paths::from_project(&self.project, root, text);
                        if !folder.is_empty() && !self.settings.env_folders.contains(&folder) {
                            self.settings.env_folders.push(folder);
                        }
                    }
                }
                SettingValue::Default => {}
                SettingValue::Unknown | SettingValue::List(_) => {
                    self.settings.unreadable_env.push(unreadable_env(setting, found));
                }
            }
        }
    }

    fn env_prefixes(&mut self, default: &'static str, found: &Found) {
        let mut prefixes = Vec::new();
        for value in &found.values {
            match value {
                SettingValue::Text(text) => prefixes.push(text.clone()),
                SettingValue::List(texts) => prefixes.extend(texts.iter().cloned()),
                SettingValue::Default => prefixes.push(default.to_owned()),
                SettingValue::Unknown => {}
            }
        }
        // an empty prefix would publish everything: Vite refuses it
        prefixes.retain(|prefix| !prefix.is_empty());
        if !prefixes.is_empty() {
            self.settings.env_prefixes.push((default, prefixes));
        }
    }
}

/// Whether a setting is so rarely made that nothing unknown can be taken for it.
fn is_rare(key: &str) -> bool {
    key.contains("Options.output.") || key.split('.').any(|part| part == "config")
}

/// A folder, or that of an object with `base`, and `browser` in it: @angular/build, `outputPath`.
fn folders_of(value: &Value) -> Option<(&str, Vec<SettingValue>)> {
    let base = value.as_str().or_else(|| value["base"].as_str())?;
    let mut values = vec![SettingValue::Text(base.to_owned())];
    if let Some(browser) = value["browser"].as_str() {
        values.push(SettingValue::Text(format!("{base}/{browser}")));
    }
    Some((base, values))
}

/// `build.outDir` of `plugins.*().build.outDir`.
fn shown(key: &str) -> String {
    let parts: Vec<_> = key.split('.').filter(|part| !part.contains('*')).collect();
    parts.join(".")
}

fn location(found: &Found) -> Location {
    Location { position: found.position, ..Location::file(&found.file) }
}

fn unreadable_output(setting: &Setting, found: &Found) -> Finding {
    let key = shown(setting.key);
    let message = format!("cannot tell where the build writes its output: `{key}` is computed");
    Finding::new(Code::OutputElsewhere, message).at(location(found)).help(format!(
        "write the folder that `{key}` comes to into [client] of envwall.toml: include = \
         [\"FOLDER/**\"]; or make it a constant"
    ))
}

fn unreadable_env(setting: &Setting, found: &Found) -> Finding {
    let key = shown(setting.key);
    let message = format!("cannot tell where the `.env` files are: `{key}` is computed");
    Finding::new(Code::EnvFilesElsewhere, message).at(location(found)).help(format!(
        "make `{key}` a constant; or set the variables in the process environment and declare them \
         in [server] and [public] of envwall.toml"
    ))
}
