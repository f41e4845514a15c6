//! Commands that build in another folder.

use std::path::{Path, PathBuf};

use envwall_core::diagnostic::{Location, Severity};
use envwall_core::{framework, workspace_packages};

use super::{Search, covers, package_line};
use crate::configuration::findings::{as_warning_at_most, unreadable_script};
use crate::configuration::paths::{self, base, literal};
use crate::configuration::scripts::{self, Root};
use crate::files::folders::{Pattern, Required, Role};

impl Search<'_> {
    /// Folders that scripts give to tools of which nothing else is in the project.
    pub(super) fn scripts_of_others(&mut self) {
        let project = paths::absolute(self.directory());
        for named in scripts::named(&self.package).into_iter().filter(|named| !named.is_server) {
            let folder = paths::from_project(&project, &named.root, &named.folder);
            let is_known = self.folders.patterns.iter().any(|it| covers(&base(&it.glob), &folder));
            if !is_known && !folder.is_empty() && self.exists(&folder) {
                let by = format!("`{}` in the script `{}`", named.by, named.script);
                self.add(format!("{}/**", literal(&folder)), by, Role::Companion);
            }
        }
    }

    /// Folders in which scripts build: `vite build client`, `npm --prefix admin run build`.
    pub(super) fn roots(&mut self, depth: usize) {
        let packages = workspace_packages(self.directory());
        for root in scripts::roots(&self.package) {
            let location = package_line(self.directory(), &root.script);
            if root.folder.contains('$') {
                let by = format!("the script `{}`", root.script);
                self.folders.findings.push(unreadable_script(&by, location));
                continue;
            }
            let is_package = packages.iter().any(|it| Path::new(&root.folder) == it);
            let is_outside = root.folder.starts_with("../") && !root.is_named;
            if is_package || is_outside || root.folder.starts_with('/') || root.folder == ".." {
                continue;
            }
            let directory = self.directory.join(&root.folder);
            if directory.is_dir() || root.is_named {
                self.root(&root, directory, &location, depth);
            }
        }
    }

    pub(super) fn root(
        &mut self,
        root: &Root,
        directory: PathBuf,
        location: &Location,
        depth: usize,
    ) {
        let own = framework::detect(&directory).ok().flatten();
        let is_of_vite = root.is_named && root.tool == Some("vite");
        let tool = root.tool.and_then(framework::by_id);
        let framework = own.or(self.framework.filter(|_| is_of_vite)).or(tool);
        let Some(framework) = framework else { return };
        let mut inner = Search::new(self.project, directory, Some(framework));
        inner.by_tools();
        if depth > 1 {
            inner.roots(depth - 1);
        }
        let by = format!("the script `{}`", root.script);
        let has_to_exist = root.script == "build" && root.tool.is_some() && !root.sets_output;
        if has_to_exist && inner.folders.required.is_empty() {
            let built = inner.folders.patterns.iter().filter(|it| it.role.is_built());
            let below =
                |pattern: &Pattern| paths::from_project("/", &root.folder, &base(&pattern.glob));
            let (folders, severity) = (built.map(below).collect(), Severity::Error);
            let (by, location) = (by.clone(), location.clone());
            self.folders.required.push(Required { folders, by, location, severity });
        }
        if root.script != "build" {
            // it may be there for development, or for another deployment
            inner.folders.required.clear();
            let findings = std::mem::take(&mut inner.folders.findings);
            inner.folders.findings = findings.into_iter().map(as_warning_at_most).collect();
        }
        self.add_below(&root.folder, &by, inner);
    }

    /// What was found in a folder of the project, with paths from the project's own.
    pub(super) fn add_below(&mut self, folder: &str, by: &str, inner: Search<'_>) {
        let from = |path: &str| paths::from_project("/", folder, path);
        let glob = |glob: &str| {
            let start = base(glob);
            let rest = glob[start.len()..].trim_start_matches('/');
            format!("{}/{rest}", literal(&from(&start)))
        };
        for Pattern { glob: pattern, reason, role } in inner.folders.patterns {
            let reason = format!("{reason} in {folder}, by {by}");
            self.add_default(glob(&pattern), reason, role);
        }
        self.named.extend(inner.named.iter().map(|it| from(it)));
        self.servers.extend(inner.servers.iter().map(|it| from(it)));
        self.folders.server.extend(inner.folders.server.iter().map(|it| glob(it)));
        let place = |location: Location| Location { file: from(&location.file), ..location };
        self.folders.required.extend(inner.folders.required.into_iter().map(|it| Required {
            folders: it.folders.iter().map(|it| from(it)).collect(),
            location: place(it.location),
            ..it
        }));
        self.folders.findings.extend(inner.folders.findings.into_iter().map(|mut finding| {
            finding.location = finding.location.map(place);
            finding
        }));
    }
}
