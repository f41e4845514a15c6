//! Where client output is: what the framework, the configuration, the scripts and the platforms
//! say, put together with what is on disk.
//!
//! | module | holds |
//! |---|---|
//! | `roots` | commands that build in another folder |
//! | `deployed` | what hosting platforms and commands publish |
//! | `servers` | which of the folders are a server's |

mod deployed;
mod roots;
mod servers;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use envwall_core::diagnostic::{Finding, Location, Severity};
use envwall_core::framework::{self, Framework};
use envwall_core::{Origin, Project, USUAL_OUTPUT, levels_above, regular_file, workspace_packages};
use serde_json::Value;

use crate::configuration::findings::{
    as_warning, left_out, unfinished, unreadable_script, whole_project,
};
use crate::configuration::hosted::{COMMON, SERVER};
use crate::configuration::paths::{self, base, literal, moved};
use crate::configuration::scripts::{self, BUILD_PATH};
use crate::configuration::settings::{self, Moved, Place, Settings};
use crate::configuration::{package_json, platform, strays};
use crate::files::folders::{Pattern, Required, Role};

/// Where client output is.
#[derive(Debug, Default)]
pub(crate) struct Folders {
    pub(crate) patterns: Vec<Pattern>,
    pub(crate) server: Vec<String>,
    pub(crate) required: Vec<Required>,
    pub(crate) findings: Vec<Finding>,
    /// Server files of which a part goes into every page.
    pub(crate) parts: Vec<String>,
}

/// Finds out where the client output of a project is.
pub(crate) fn of_project(project: &Project) -> Folders {
    let mut search = Search::new(project, project.directory.clone(), project.framework);
    search.folders.server.extend(SERVER.iter().map(|glob| (*glob).to_owned()));
    search.by_tools();
    search.roots(MAX_NESTED);
    search.hosted();
    search.platforms(platform::read(&project.directory, levels_above(&project.directory)));
    search.deployed();
    search.unexplained();
    search.strays();
    search.servers_inside();
    search.servers();
    search.runtime_config();
    search.folders
}

/// How deep scripts that run scripts of other folders are followed.
const MAX_NESTED: usize = 2;

/// Variables whose values may be in a path: those that are not secret.
fn plain_variables(project: &Project) -> BTreeMap<String, String> {
    let plain = project.variables.iter().filter(|variable| !variable.sensitive);
    let known = plain.filter_map(|variable| {
        Some((variable.name.clone(), variable.value.as_ref()?.expose().to_owned()))
    });
    known.chain(project.configured.environment.clone()).collect()
}

/// What bundlers write for browsers into the folder itself.
const CLIENT_FILES: &[&str] = &["assets", "static", "manifest.json", ".vite/manifest.json"];

struct Search<'a> {
    project: &'a Project,
    /// The project's folder, or one in it in which a script builds.
    directory: PathBuf,
    framework: Option<&'static Framework>,
    package: Value,
    environment: BTreeMap<String, String>,
    folders: Folders,
    /// Folders of which something says that they hold client output, more than a default.
    named: Vec<String>,
    /// Folders of which something says that a server's program is written into them.
    servers: Vec<String>,
}

impl<'a> Search<'a> {
    fn new(
        project: &'a Project,
        directory: PathBuf,
        framework: Option<&'static Framework>,
    ) -> Self {
        Self {
            project,
            package: package_json(&directory),
            directory,
            framework,
            environment: plain_variables(project),
            folders: Folders::default(),
            named: Vec::new(),
            servers: Vec::new(),
        }
    }

    fn directory(&self) -> &Path {
        &self.directory
    }

    /// What the framework, other tools and the scripts say.
    fn by_tools(&mut self) {
        match self.framework {
            Some(framework) => self.framework(framework),
            None => self.usual(),
        }
        let mut tools = framework::tools(&self.directory).unwrap_or_default();
        for id in scripts::tools(&self.package) {
            let tool =
                framework::by_id(id).filter(|it| tools.iter().all(|known| known.id != it.id));
            tools.extend(tool);
        }
        for tool in tools {
            if self.framework.is_none_or(|framework| framework.id != tool.id) {
                self.other_tool(tool);
            }
        }
        self.scripts_of_others();
    }

    fn exists(&self, folder: &str) -> bool {
        self.directory().join(folder).exists()
    }

    fn add(&mut self, glob: String, reason: String, role: Role) {
        self.named.push(base(&glob));
        self.add_default(glob, reason, role);
    }

    fn add_default(&mut self, glob: String, reason: String, role: Role) {
        match self.folders.patterns.iter_mut().find(|known| known.glob == glob) {
            Some(known) if known.reason.contains(&reason) => {}
            Some(known) => known.reason = format!("{}, {reason}", known.reason),
            None => self.folders.patterns.push(Pattern { glob, reason, role }),
        }
    }

    fn usual(&mut self) {
        for folder in USUAL_OUTPUT {
            self.add_default(format!("{folder}/**"), "usual output folder".to_owned(), Role::App);
        }
    }

    fn settings(&mut self, framework: &Framework) -> Settings {
        let place = Place {
            directory: self.directory(),
            package: &self.package,
            environment: &self.environment,
        };
        let mut settings = settings::read(&place, framework);
        self.scripts(framework, &mut settings);
        settings
    }

    /// Folders that scripts give to the framework's own tool, or to the one that it builds with.
    fn scripts(&mut self, framework: &Framework, settings: &mut Settings) {
        let project = paths::absolute(self.directory());
        for named in scripts::named(&self.package) {
            if named.tool != framework.id {
                continue;
            }
            let default = default_folder(framework);
            let root = settings.roots.first().map_or("", String::as_str);
            let root = if named.root.is_empty() { root } else { &named.root };
            let folder = paths::from_project(&project, root, &named.folder);
            if named.is_server {
                self.servers.push(folder);
                continue;
            }
            let by =
                format!("`{}` in the script `{}`", named.by.trim_end_matches('='), named.script);
            let location = package_line(self.directory(), &named.script);
            if named.folder.contains('$') {
                settings.unreadable.push(unreadable_script(&by, location));
                continue;
            }
            let is_required = named.script == "build";
            settings.outputs.push(Moved {
                default,
                folders: vec![folder],
                by,
                location,
                is_required,
                is_script: true,
            });
        }
        if framework.id == "create-react-app" {
            settings.outputs.extend(self.build_path(&project));
        }
    }

    /// `BUILD_PATH` of the environment.
    fn build_path(&self, project: &str) -> Option<Moved> {
        let of_process = self.project.configured.environment.get(BUILD_PATH);
        let variable = self.project.variables.iter().find(|it| it.name == BUILD_PATH);
        let of_file = variable.and_then(|it| Some(it.value.as_ref()?.expose().to_owned()));
        let folder = paths::from_project(project, "", &of_process.cloned().or(of_file)?);
        let file = match variable.and_then(|variable| variable.origin.as_ref()) {
            Some(Origin::File { file, .. }) if of_process.is_none() => file.clone(),
            _ => "the environment".to_owned(),
        };
        Some(Moved {
            default: "build",
            folders: vec![folder],
            by: format!("`{BUILD_PATH}` in {file}"),
            location: Location::file(file),
            is_required: true,
            is_script: true,
        })
    }

    fn framework(&mut self, framework: &Framework) {
        let settings = self.settings(framework);
        self.folders.findings.extend(settings.unreadable);
        self.unfinished(framework, &settings.outputs);
        self.servers.extend(settings.server);
        self.require(&settings.outputs);
        for pattern in framework.client {
            let role = role_of(framework, pattern, Role::App);
            self.in_place_of(pattern, &settings.outputs, role);
            let is_moved = settings.outputs.iter().any(|set| is_required_elsewhere(set, pattern));
            if !is_moved || self.exists(&base(pattern)) {
                let reason = format!("default of {}", framework.name);
                self.add_default((*pattern).to_owned(), reason, role);
            }
        }
        self.server_of(framework, &settings.outputs);
    }

    /// A build in a configured folder that broke off.
    fn unfinished(&mut self, framework: &Framework, outputs: &[Moved]) {
        let Some(last) = framework.finished else { return };
        for set in outputs.iter().filter(|set| last.starts_with(set.default)) {
            for folder in set.folders.iter().filter(|folder| *folder != set.default) {
                let is_export = self.exists(&format!("{folder}/index.html"));
                let file = moved(last, set.default, folder).filter(|_| self.exists(folder));
                if let Some(file) = file.filter(|file| !is_export && !self.exists(file)) {
                    self.folders.findings.push(unfinished(&file));
                }
            }
        }
    }

    /// Output of a tool that the project has besides.
    fn other_tool(&mut self, tool: &Framework) {
        let settings = self.settings(tool);
        // the framework that uses the tool may not use its settings
        self.folders.findings.extend(settings.unreadable.into_iter().map(as_warning));
        self.servers.extend(settings.server);
        for pattern in tool.client.iter().filter(|pattern| !tool.committed.contains(*pattern)) {
            let existing: Vec<Moved> = settings.outputs.clone();
            self.in_place_of_existing(pattern, &existing);
            self.default_of_tool(tool, pattern);
        }
        self.server_of(tool, &settings.outputs);
    }

    /// Folders with a page and the name of output that nothing explains: a build whose folder is set
    /// in a way that is not read, or an earlier one.
    fn unexplained(&mut self) {
        for folder in USUAL_OUTPUT {
            let is_known =
                self.folders.patterns.iter().any(|known| covers(&base(&known.glob), folder));
            if !is_known && self.exists(&format!("{folder}/index.html")) {
                let reason = "has a page, and the name of output".to_owned();
                self.add(format!("{folder}/**"), reason, Role::Companion);
            }
        }
    }

    /// Folders that look like output and that nothing names.
    fn strays(&mut self) {
        let packages = workspace_packages(self.directory());
        for folder in strays::folders(self.directory()) {
            let is_package = packages.iter().any(|it| Path::new(&folder).starts_with(it));
            let mut known = self.folders.patterns.iter().map(|pattern| base(&pattern.glob));
            if !is_package && !known.any(|it| covers(&it, &folder) || covers(&folder, &it)) {
                let reason = "has pages, and nothing names it".to_owned();
                self.add_default(format!("{}/**", literal(&folder)), reason, Role::Stray);
            }
        }
    }

    fn default_of_tool(&mut self, tool: &Framework, pattern: &str) {
        let folder = base(pattern);
        let is_known =
            self.folders.patterns.iter().any(|known| covers(&base(&known.glob), &folder));
        if is_known || !self.exists(&folder) {
            return;
        }
        let top = folder.split('/').next().unwrap_or_default();
        let is_its_own = !COMMON.contains(&top);
        let has_page = self.exists(&format!("{folder}/index.html"));
        // the bundler of a framework is in scripts, too
        let is_base = self.framework.is_some() && tool.client == ["dist/**"];
        let id = if is_base { "" } else { tool.id };
        if is_its_own || has_page || scripts::mention(&self.package, id, &folder) {
            let reason = format!("default of {}", tool.name);
            self.add_default(pattern.to_owned(), reason, Role::Companion);
        } else {
            self.folders.findings.push(left_out(&folder, tool));
        }
    }

    /// `dist/*/server/**` for each folder in `dist`.
    fn each_folder(&self, glob: &str) -> Vec<String> {
        let Some((around, rest)) = glob.split_once("/*/server/") else {
            return vec![glob.to_owned()];
        };
        let entries = std::fs::read_dir(self.directory().join(around)).into_iter().flatten();
        let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
        names.map(|name| format!("{around}/{}/server/{rest}", literal(&name))).collect()
    }

    /// A pattern with the folders that are set in the place of its default one.
    fn in_place_of(&mut self, pattern: &str, outputs: &[Moved], role: Role) {
        for set in outputs {
            for folder in &set.folders {
                let Some(glob) = moved(pattern, set.default, folder) else { continue };
                if folder.is_empty() {
                    self.folders.findings.push(whole_project(&set.by, set.location.clone()));
                } else if !self.is_server_build(set, folder) {
                    self.add(glob, set.by.clone(), role);
                }
            }
        }
    }

    /// The same for what exists.
    fn in_place_of_existing(&mut self, pattern: &str, outputs: &[Moved]) {
        let exists = |set: &Moved| set.folders.iter().any(|it| !it.is_empty() && self.exists(it));
        let existing: Vec<Moved> = outputs.iter().filter(|set| exists(set)).cloned().collect();
        self.in_place_of(pattern, &existing, Role::Companion);
    }

    /// Next's `distDir` is where exported pages go, or else where the server's files are as well.
    fn is_server_build(&self, set: &Moved, folder: &str) -> bool {
        let framework = self.framework;
        let has_finished = framework.is_some_and(|framework| framework.finished.is_some());
        has_finished && set.default == "out" && !self.exists(&format!("{folder}/index.html"))
    }

    /// One of the folders has to exist that take the place of a default one: that of the script
    /// `build`, else that of the configuration or of another script.
    fn require(&mut self, outputs: &[Moved]) {
        let mut done: Vec<&str> = Vec::new();
        for set in outputs.iter().filter(|set| set.is_required) {
            if done.contains(&set.default) {
                continue;
            }
            done.push(set.default);
            let of_default = || outputs.iter().filter(|other| other.default == set.default);
            let last = of_default().rfind(|other| other.is_script && other.is_required);
            let folders = match last {
                Some(script) => script.folders.clone(),
                None => of_default().flat_map(|other| other.folders.clone()).collect(),
            };
            let set = last.unwrap_or(set);
            self.folders.required.push(Required {
                folders,
                by: set.by.clone(),
                location: set.location.clone(),
                severity: Severity::Error,
            });
        }
    }
}

fn role_of(framework: &Framework, pattern: &str, role: Role) -> Role {
    if framework.committed.contains(&pattern) { Role::Committed } else { role }
}

/// Whether a setting says that what a pattern matches is in another folder.
fn is_required_elsewhere(set: &Moved, pattern: &str) -> bool {
    set.is_required
        && moved(pattern, set.default, "x").is_some()
        && set.folders.iter().all(|folder| folder != set.default)
}

/// Whether a folder is another one, or around it.
fn covers(folder: &str, inner: &str) -> bool {
    inner.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The folder that a flag of the framework's command replaces.
fn default_folder(framework: &Framework) -> &'static str {
    match framework.id {
        "create-react-app" => "build",
        "storybook" => "storybook-static",
        "vitepress" => "docs/.vitepress/dist",
        "angular" => "dist/*",
        "next" | "opennext" => "out",
        _ => "dist",
    }
}

/// Where a script is in `package.json`.
fn package_line(directory: &Path, script: &str) -> Location {
    let text = regular_file::read_to_string(directory.join("package.json")).unwrap_or_default();
    let offset = text
        .find("\"scripts\"")
        .and_then(|start| text[start..].find(&format!("\"{script}\"")).map(|at| start + at));
    let source = envwall_core::source::SourceFile::new("package.json", text);
    let position = offset.map(|offset| source.position(offset));
    Location { position, ..Location::file("package.json") }
}
