//! Where client output is: what the framework, the configuration, the scripts and the platforms
//! say, put together with what is on disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use envwall_core::diagnostic::{Finding, Location, Severity};
use envwall_core::framework::{self, Framework, Setting};
use envwall_core::regular_file;
use envwall_core::{Origin, Project, USUAL_OUTPUT, levels_above, workspace_packages};
use serde_json::Value;

use super::deployers::{self, Deployed, Way};
use super::findings::{
    as_warning, as_warning_at_most, left_out, unfinished, unreadable_platform, unreadable_script,
    whole_project,
};
use super::hosted::{COMMON, HOSTED, MIXED, SERVER};
use super::paths::{base, literal, moved};
use super::platform::{self, Platform};
use super::scripts::{self, BUILD_PATH, Root};
use super::settings::{self, Moved, Place, Settings};
use super::{package_json, paths, strays};
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

    fn server_of(&mut self, framework: &Framework, outputs: &[Moved]) {
        for pattern in framework.server {
            let mut globs = vec![(*pattern).to_owned()];
            for set in outputs {
                let folders = set.folders.iter();
                globs.extend(folders.filter_map(|folder| moved(pattern, set.default, folder)));
            }
            let mut globs: Vec<_> = globs.iter().flat_map(|glob| self.each_folder(glob)).collect();
            globs.retain(|glob| self.is_server_glob(glob));
            self.folders.server.extend(globs);
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

    /// Whether what a pattern matches runs on a server: a static site may have a page `server`, and
    /// a folder `server` is one where there is a folder `client` as well and no page next to both;
    /// `_worker.js` is a Worker on Cloudflare alone.
    fn is_server_glob(&self, glob: &str) -> bool {
        let folder = base(glob);
        let top = folder.strip_suffix("/server").unwrap_or(&folder);
        if glob.contains("_worker.js") {
            return self.is_on_cloudflare(&folder);
        }
        let is_node = glob.contains("handler,index");
        !(glob.contains("/server/") || is_node)
            || top == ".svelte-kit"
            || top.starts_with(".next")
            || self.is_split(top)
    }

    /// Whether a folder has one for the client in it, and is no site itself.
    fn is_split(&self, top: &str) -> bool {
        let has = |name: &str| self.exists(&format!("{top}/{name}"));
        (has("client") || has("browser")) && !has("index.html")
    }

    /// Whether something says that Cloudflare runs what is in a folder.
    fn is_on_cloudflare(&self, folder: &str) -> bool {
        let files = ["wrangler.toml", "wrangler.json", "wrangler.jsonc", ".wrangler"];
        // what adapters write next to the Worker
        let routes = self.exists(&format!("{folder}/_routes.json"));
        routes
            || folder.ends_with("/cloudflare")
            || files.iter().any(|file| self.exists(file))
            || ["cloudflare", "wrangler"].iter().any(|word| scripts::names(&self.package, word))
            || self.is_configured_for("cloudflare")
    }

    /// Whether a word is in a configuration file of the framework: `preset: "cloudflare_pages"`.
    fn is_configured_for(&self, word: &str) -> bool {
        let settings = self.framework.into_iter().flat_map(|it| it.settings);
        let files = settings.flat_map(Setting::files);
        let texts =
            files.filter_map(|name| regular_file::read_to_string(self.directory().join(name)).ok());
        texts.into_iter().any(|text| text.contains(word))
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

    /// Folders that scripts give to tools of which nothing else is in the project.
    fn scripts_of_others(&mut self) {
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

    /// Folders whose names say what they are.
    fn hosted(&mut self) {
        for hosted in HOSTED {
            let folder = base(hosted.pattern);
            if self.exists(&folder) {
                let role = if hosted.is_companion { Role::Companion } else { Role::App };
                self.add(hosted.pattern.to_owned(), format!("output of {}", hosted.by), role);
            }
        }
    }

    fn platforms(&mut self, platform: Platform) {
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
    fn deployed(&mut self) {
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
    fn glob_of(&self, path: &str) -> String {
        let is_file = self.directory.join(path).is_file();
        if is_file { literal(path) } else { format!("{}/**", literal(path)) }
    }

    /// A folder into which a script copies client output, or the one in it that has its name.
    fn copied(&mut self, from: &str, to: &str, by: String) {
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

    /// Folders in which scripts build: `vite build client`, `npm --prefix admin run build`.
    fn roots(&mut self, depth: usize) {
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

    fn root(&mut self, root: &Root, directory: PathBuf, location: &Location, depth: usize) {
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
    fn add_below(&mut self, folder: &str, by: &str, inner: Search<'_>) {
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

    fn published(&mut self, folder: &str, by: String, location: Location) {
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
    fn published_somewhere(&mut self, folder: &str, by: String, location: Location) {
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
    fn is_mixed(&self, folder: &str) -> bool {
        self.exists(&format!("{folder}/BUILD_ID"))
    }

    /// `runtimeConfig.public` of Nitro is in the server's program, and goes into every page.
    fn runtime_config(&mut self) {
        let patterns = self.folders.patterns.iter();
        let folders =
            patterns.filter_map(|it| it.glob.strip_suffix("/public/**").map(str::to_owned));
        let mut servers: Vec<String> = folders.map(|folder| format!("{folder}/server")).collect();
        servers.push(".vercel/output/functions/__nitro.func".to_owned());
        servers.push(".amplify-hosting/compute/default".to_owned());
        servers.retain(|server| self.exists(server));
        for server in servers {
            let glob = literal(&server);
            self.folders.parts.extend(RUNTIME_CONFIG.iter().map(|file| format!("{glob}/{file}")));
        }
    }

    /// Leaves out the folders of servers, without the client output that is inside of them.
    fn servers(&mut self) {
        let mut servers = std::mem::take(&mut self.servers);
        servers.sort();
        servers.dedup();
        for server in servers.iter().filter(|server| !server.is_empty()) {
            if self.holds_client_too(server) || !self.has_client_besides(server) {
                continue;
            }
            let inside: Vec<String> = self.inside(server).collect();
            let globs = self.all_but(server, &inside);
            self.folders.server.extend(globs);
        }
    }

    /// Folders of client output inside of another folder.
    fn inside<'s>(&'s self, folder: &'s str) -> impl Iterator<Item = String> + 's {
        let patterns = self.folders.patterns.iter().map(|pattern| base(&pattern.glob));
        patterns.filter(move |it| it != folder && covers(folder, it))
    }

    /// Whether a folder into which a server's program is written has client output next to it.
    fn holds_client_too(&self, folder: &str) -> bool {
        let has = |name: &&str| self.exists(&format!("{folder}/{name}"));
        let is_named = self.named.iter().any(|named| named == folder);
        // a server's chunks are in `assets`, too: it says something where client output is expected
        let is_default = self.folders.patterns.iter().any(|it| base(&it.glob) == folder)
            && self.inside(folder).next().is_none();
        is_named || has(&"index.html") || is_default && CLIENT_FILES.iter().any(has)
    }

    /// Whether there is client output that is not in the folder of a server itself.
    fn has_client_besides(&self, server: &str) -> bool {
        let built = self.folders.patterns.iter().filter(|it| it.role.is_built());
        built.map(|pattern| base(&pattern.glob)).any(|it| it != server && self.exists(&it))
    }

    /// Globs of what is in a folder, without other folders that are in it.
    fn all_but(&self, folder: &str, others: &[String]) -> Vec<String> {
        if others.is_empty() {
            return vec![format!("{}/**", literal(folder))];
        }
        let entries = std::fs::read_dir(self.directory().join(folder)).into_iter().flatten();
        let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
        let mut globs = Vec::new();
        for name in names.map(|name| format!("{folder}/{name}")) {
            let inside: Vec<_> =
                others.iter().filter(|other| covers(&name, other)).cloned().collect();
            if inside.is_empty() {
                globs.push(format!("{}{{,/**}}", literal(&name)));
            } else if !inside.contains(&name) {
                globs.extend(self.all_but(&name, &inside));
            }
        }
        globs.sort();
        globs
    }

    /// Servers that builds put into client folders.
    fn servers_inside(&mut self) {
        let mut tops: Vec<String> = self.folders.patterns.iter().map(|it| base(&it.glob)).collect();
        tops.sort();
        tops.dedup();
        for top in tops.iter().filter(|top| !top.is_empty()) {
            let glob = literal(top);
            if self.is_on_cloudflare(top) {
                self.folders.server.push(format!("{glob}/_worker.js{{,.map,/**}}"));
            }
            if self.exists(&format!("{top}/client")) && self.is_split(top) {
                self.folders.server.push(format!("{glob}/server/**"));
            }
            for worker in workers(&self.directory().join(top)) {
                self.folders.server.push(format!("{glob}/{}/**", literal(&worker)));
            }
        }
    }
}

/// Where Nitro keeps the runtime configuration, in the folder of the server; nitropack@2.13, nitro@3.
const RUNTIME_CONFIG: &[&str] = &["index.mjs", "chunks/**/nitro.mjs", "chunks/**/*runtime*.mjs"];

/// Folders of @cloudflare/vite-plugin: each with the configuration of a Worker, and its program.
fn workers(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let is_worker = |path: &Path| {
        path.join("wrangler.json").is_file()
            && ["index.js", "index.mjs", "_worker.js", "worker.js"]
                .iter()
                .any(|it| path.join(it).exists())
    };
    let workers = entries.filter(|entry| is_worker(&entry.path()));
    let mut names: Vec<_> =
        workers.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
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
