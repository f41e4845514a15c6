//! What hosting platforms and commands publish.

use envwall_core::diagnostic::{Location, Severity};

use super::{Search, covers, package_line};
use crate::configuration::deployers::{self, Deployed, Way};
use crate::configuration::findings::{unreadable_platform, unreadable_script, whole_project};
use crate::configuration::hosted::{HOSTED, MIXED};
use crate::configuration::paths::{base, literal};
use crate::configuration::platform::Platform;
use crate::files::folders::{Pattern, Required, Role};

impl Search<'_> {
    /// Folders whose names say what they are.
    pub(super) fn hosted(&mut self) {
        for hosted in HOSTED {
            let folder = base(hosted.pattern);
            if self.exists(&folder) {
                let role = if hosted.is_companion { Role::Companion } else { Role::App };
                self.add(hosted.pattern.to_owned(), format!("output of {}", hosted.by), role);
            }
        }
    }

    pub(super) fn platforms(&mut self, platform: Platform) {
        self.folders.server.extend(platform.server.iter().map(|file| literal(file)));
        self.servers.extend(platform.server_folders);
        for (file, invalid) in platform.invalid {
            self.folders.findings.push(unreadable_platform(&file, invalid));
        }
        for published in platform.published {
            let by = format!("{} `{}`", published.file, published.key.replace(".*", ""));
            let position = Some(published.position);
            let location = Location { position, ..Location::file(published.file) };
            if published.is_optional {
                self.published_somewhere(&published.folder, by, location);
                continue;
            }
            self.published(&published.folder, by, location);
        }
    }

    /// Folders that scripts deploy.
    pub(super) fn deployed(&mut self) {
        for Deployed { script, folder, way } in deployers::deployed(&self.package) {
            let location = package_line(self.directory(), &script);
            let by = format!("the script `{script}`");
            let has_page = self.exists(&format!("{folder}/index.html"));
            let is_source = folder.is_empty() || self.exists(&format!("{folder}/package.json"));
            match way {
                Way::Published => self.published(&folder, by, location),
                Way::Uploaded if !is_source => self.published(&folder, by, location),
                Way::Served if has_page && !is_source => self.published(&folder, by, location),
                Way::Server if self.directory.join(&folder).is_file() => {
                    self.folders.server.push(literal(&folder));
                }
                Way::Server => self.servers.push(folder),
                Way::Bundled if !is_source && self.exists(&folder) => {
                    let glob = self.glob_of(&folder);
                    self.add(glob, by, Role::Companion);
                }
                Way::Uploaded | Way::Served | Way::Bundled => {}
                Way::Copied(to) => self.copied(&folder, &to, by),
            }
        }
    }

    /// A glob of everything in a folder, or of a file.
    pub(super) fn glob_of(&self, path: &str) -> String {
        let is_file = self.directory.join(path).is_file();
        if is_file { literal(path) } else { format!("{}/**", literal(path)) }
    }

    /// A folder into which a script copies client output, or the one in it that has its name.
    pub(super) fn copied(&mut self, from: &str, to: &str, by: String) {
        let is_output = |pattern: &Pattern| {
            let folder = base(&pattern.glob);
            pattern.role.is_built() && (covers(from, &folder) || covers(&folder, from))
        };
        if from.is_empty() {
            return;
        }
        if !self.folders.patterns.iter().any(is_output) {
            return;
        }
        let name = from.rsplit('/').next().unwrap_or(from);
        let folders = [format!("{to}/{name}"), to.to_owned()];
        let is_source = |it: &String| it.is_empty() || self.exists(&format!("{it}/package.json"));
        let folder = folders.into_iter().find(|it| self.exists(it)).filter(|it| !is_source(it));
        if let Some(folder) = folder {
            self.add(self.glob_of(&folder), by, Role::Companion);
        }
    }

    pub(super) fn published(&mut self, folder: &str, by: String, location: Location) {
        if MIXED.contains(&folder) || self.is_mixed(folder) {
            return;
        }
        if folder.contains('$') {
            return self.folders.findings.push(unreadable_script(&by, location));
        }
        if folder.is_empty() {
            return self.folders.findings.push(whole_project(&by, location));
        }
        let required = Required {
            folders: vec![folder.to_owned()],
            by: by.clone(),
            location,
            severity: Severity::Warning,
        };
        self.folders.required.push(required);
        self.add(self.glob_of(folder), by, Role::App);
    }

    /// A folder that a pipeline publishes: it may be that of another build.
    pub(super) fn published_somewhere(&mut self, folder: &str, by: String, location: Location) {
        if folder.contains('$') {
            let mut finding = unreadable_script(&by, location);
            finding.severity = Severity::Note;
            return self.folders.findings.push(finding);
        }
        let is_source = folder.is_empty() || self.exists(&format!("{folder}/package.json"));
        if self.exists(folder) && !is_source && !MIXED.contains(&folder) && !self.is_mixed(folder) {
            self.add(self.glob_of(folder), by, Role::Companion);
        }
    }

    /// The folder of a build that holds the server's files as well: Next's, wherever it is.
    pub(super) fn is_mixed(&self, folder: &str) -> bool {
        self.exists(&format!("{folder}/BUILD_ID"))
    }
}
