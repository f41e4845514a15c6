//! What the files of hosting platforms say is published, and what runs on the server.

use std::path::Path;

use envwall_core::regular_file;
use envwall_core::source::{Position, SourceFile};
use serde_json::Value;

use super::data::{self, Invalid};
use super::paths;
use super::pipelines::{self, Line};

/// A folder that a platform publishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Published {
    /// Relative to the project; empty for the project itself.
    pub(super) folder: String,
    /// The key that says so.
    pub(super) key: &'static str,
    pub(super) file: String,
    pub(super) position: Position,
    /// Whether the file may be about another build than the one that is here.
    pub(super) is_optional: bool,
}

/// What the files of platforms say.
#[derive(Debug, Default)]
pub(super) struct Platform {
    pub(super) published: Vec<Published>,
    /// Files of the server, relative to the project.
    pub(super) server: Vec<String>,
    /// Folders that they are in.
    pub(super) server_folders: Vec<String>,
    /// Files that cannot be read, and why.
    pub(super) invalid: Vec<(String, Option<Invalid>)>,
}

/// A file of a platform, the keys that name published folders, and the one of the folder from which
/// they count.
struct File {
    name: &'static str,
    base: Option<&'static str>,
    published: &'static [&'static str],
    /// Whether it is the configuration of a Worker: `main` is its server.
    is_worker: bool,
}

const WORKER: &[&str] = &[
    "assets",
    "assets.directory",
    "assets.bucket",
    "pages_build_output_dir",
    "site.bucket",
    "env.*.assets.directory",
    "env.*.site.bucket",
];

/// The platforms' documentation of their files; wrangler@4.164.0: config validation.
const FILES: &[File] = &[
    File {
        name: "netlify.toml",
        base: Some("build.base"),
        published: &["build.publish", "context.*.publish"],
        is_worker: false,
    },
    File {
        name: "vercel.json",
        base: None,
        published: &["outputDirectory", "builds.*.config.distDir"],
        is_worker: false,
    },
    File {
        name: ".vercel/project.json",
        base: Some("settings.rootDirectory"),
        published: &["settings.outputDirectory"],
        is_worker: false,
    },
    File { name: "wrangler.toml", base: None, published: WORKER, is_worker: true },
    File { name: "wrangler.json", base: None, published: WORKER, is_worker: true },
    File { name: "wrangler.jsonc", base: None, published: WORKER, is_worker: true },
    File {
        name: "firebase.json",
        base: None,
        published: &["hosting.public", "hosting.*.public"],
        is_worker: false,
    },
    File {
        name: "src-tauri/tauri.conf.json",
        base: None,
        published: &[
            "build.frontendDist",
            "build.frontendDist.*",
            "build.distDir",
            "build.distDir.*",
        ],
        is_worker: false,
    },
    File {
        name: "src-tauri/Tauri.toml",
        base: None,
        published: &[
            "build.frontend-dist",
            "build.frontendDist",
            "build.dist-dir",
            "build.distDir",
        ],
        is_worker: false,
    },
    File {
        name: "swa-cli.config.json",
        base: None,
        published: &["configurations.*.outputLocation"],
        is_worker: false,
    },
    File { name: "capacitor.config.json", base: None, published: &["webDir"], is_worker: false },
];

/// What a build with Cloudflare's plugin leaves for `wrangler deploy`.
const DEPLOY: &str = ".wrangler/deploy/config.json";

const AMPLIFY: &[&str] = &["amplify.yml", "amplify.yaml"];

/// Reads every file of a platform in the project, and of the folders above it in its workspace what
/// is about the project.
pub(super) fn read(directory: &Path, levels: usize) -> Platform {
    let mut platform = read_one(directory);
    let project = paths::absolute(directory);
    for level in 1..=levels {
        let up = "../".repeat(level);
        let above = read_one(&directory.join(&up));
        platform.extend(above, &up, &folder_below(&project, level));
    }
    platform
}

/// The last folders of a path: `apps/web` for two levels.
fn folder_below(path: &str, levels: usize) -> String {
    let mut parts: Vec<_> = path.rsplit('/').take(levels).collect();
    parts.reverse();
    parts.join("/")
}

fn read_one(directory: &Path) -> Platform {
    let mut reader = Reader { directory, platform: Platform::default() };
    for file in FILES {
        reader.file(file);
    }
    reader.deploy();
    for name in AMPLIFY {
        reader.amplify(name);
    }
    reader.pipelines();
    reader.platform
}

impl Platform {
    /// Adds what files further up say of the project, whose folder from there is given.
    fn extend(&mut self, above: Self, up: &str, project: &str) {
        let inside = |path: &String| {
            let rest = path.strip_prefix(project)?;
            rest.strip_prefix('/').or(rest.is_empty().then_some("")).map(str::to_owned)
        };
        self.published.extend(above.published.into_iter().filter_map(|published| {
            let folder = inside(&published.folder)?;
            Some(Published { folder, file: format!("{up}{}", published.file), ..published })
        }));
        self.server.extend(above.server.iter().filter_map(inside));
        self.server_folders.extend(above.server_folders.iter().filter_map(inside));
        let invalid = above.invalid.into_iter();
        self.invalid.extend(invalid.map(|(file, why)| (format!("{up}{file}"), why)));
    }
}

struct Reader<'a> {
    directory: &'a Path,
    platform: Platform,
}

impl Reader<'_> {
    fn source(&mut self, name: &str) -> Option<SourceFile> {
        let path = self.directory.join(name);
        if !path.is_file() {
            return None;
        }
        let text = regular_file::read_to_string(&path);
        if text.is_err() {
            self.platform.invalid.push((name.to_owned(), None));
        }
        text.ok().map(|text| SourceFile::new(name, text))
    }

    fn parsed(&mut self, name: &str) -> Option<(SourceFile, Value)> {
        let source = self.source(name)?;
        match data::parse(&source) {
            Ok(value) => Some((source, value)),
            Err(invalid) => {
                self.platform.invalid.push((name.to_owned(), Some(invalid)));
                None
            }
        }
    }

    fn file(&mut self, file: &File) {
        let Some((source, value)) = self.parsed(file.name) else { return };
        let base = file.base.and_then(|key| data::at(&value, key).first()?.as_str());
        // in a monorepo the file may be the repository's, and the project its base
        let base = base.filter(|base| self.directory.join(base).is_dir()).unwrap_or("");
        for key in file.published {
            // Tauri's counts from its own folder
            let own = if file.name.starts_with("src-tauri/") { "src-tauri" } else { base };
            self.published(&source, &value, key, own);
        }
        if file.is_worker {
            self.main(&value, "");
        }
    }

    fn published(&mut self, source: &SourceFile, value: &Value, key: &'static str, base: &str) {
        for folder in data::at(value, key).into_iter().filter_map(Value::as_str) {
            let position = data::position(source, key, folder);
            self.add(folder, base, key, source.name(), position);
        }
    }

    fn add(&mut self, folder: &str, base: &str, key: &'static str, file: &str, position: Position) {
        // an address is served by somebody else
        if folder.trim().is_empty() || folder.contains("://") {
            return;
        }
        let base = base.trim_matches('/');
        let folder = paths::from_project(
            &paths::absolute(self.directory),
            base,
            folder.trim_start_matches('/'),
        );
        let file = file.to_owned();
        let published = Published { folder, key, file, position, is_optional: false };
        self.platform.published.push(published);
    }

    /// The program of a Worker, and the folder that it is in.
    fn main(&mut self, value: &Value, folder: &str) {
        for main in data::at(value, "main").into_iter().filter_map(Value::as_str) {
            let main = paths::from_project(&paths::absolute(self.directory), folder, main);
            if let Some((around, _)) = main.rsplit_once('/') {
                self.platform.server_folders.push(around.to_owned());
            }
            self.platform.server.push(main);
        }
    }

    /// `.wrangler/deploy/config.json` names the configuration that a build wrote next to the Worker.
    fn deploy(&mut self) {
        let Some((_, value)) = self.parsed(DEPLOY) else { return };
        let folder = ".wrangler/deploy";
        let keys = ["configPath", "auxiliaryWorkers.*.configPath"];
        let names: Vec<String> = keys
            .iter()
            .flat_map(|key| data::at(&value, key))
            .filter_map(Value::as_str)
            .map(|path| paths::from_project(&paths::absolute(self.directory), folder, path))
            .collect();
        for name in names {
            let Some((source, value)) = self.parsed(&name) else { continue };
            let around = name.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
            for key in WORKER {
                self.published(&source, &value, key, &around);
            }
            self.main(&value, &around);
        }
    }

    /// Workflows, specifications of apps, and Dockerfiles.
    fn pipelines(&mut self) {
        let project = paths::absolute(self.directory);
        for Line { folder, base, key, file, offset } in pipelines::lines(self.directory) {
            let Some(source) = self.source(&file) else { continue };
            let base = if self.directory.join(&base).is_dir() { base.as_str() } else { "" };
            let folder = paths::from_project(&project, base, folder.trim_start_matches('/'));
            let position = source.position(offset);
            self.platform.published.push(Published {
                folder,
                key,
                file,
                position,
                is_optional: true,
            });
        }
    }

    /// `artifacts.baseDirectory` of each application.
    fn amplify(&mut self, name: &str) {
        let Some(source) = self.source(name) else { return };
        for Artifacts { folder, root, offset } in artifacts(source.text()) {
            let root = root.filter(|root| self.directory.join(root).is_dir()).unwrap_or_default();
            let position = source.position(offset);
            self.add(&folder, &root, "artifacts.baseDirectory", name, position);
        }
    }
}

/// What an application of `amplify.yml` publishes.
#[derive(Debug, PartialEq, Eq)]
struct Artifacts {
    folder: String,
    root: Option<String>,
    offset: usize,
}

/// Reads these two keys alone; an item of a list that holds `appRoot` is an application.
fn artifacts(text: &str) -> Vec<Artifacts> {
    let mut found: Vec<Artifacts> = Vec::new();
    let (mut offset, mut first, mut item, mut root) = (0, 0, None, None);
    for line in text.split_inclusive('\n') {
        let plain = line.split(" #").next().unwrap_or(line);
        let indent = plain.len() - plain.trim_start().len();
        let key = plain.trim_start().trim_start_matches("- ").trim_start();
        let starts_item =
            plain.trim_start().starts_with("- ") && item.is_none_or(|it| indent <= it);
        if starts_item {
            found.iter_mut().skip(first).for_each(|it| it.root.clone_from(&root));
            (item, first, root) = (Some(indent), found.len(), None);
        }
        if let Some(value) = value_of(key, "appRoot") {
            root = Some(value);
        }
        if let Some(folder) = value_of(key, "baseDirectory") {
            found.push(Artifacts { folder, root: None, offset: offset + indent });
        }
        offset += line.len();
    }
    found.iter_mut().skip(first).for_each(|it| it.root.clone_from(&root));
    found
}

/// The value of a key that begins a line, or is in braces.
fn value_of(line: &str, key: &str) -> Option<String> {
    let (before, rest) = line.split_once(key)?;
    let in_braces = before.trim_end().ends_with(['{', ',']);
    let value = rest.trim_start().strip_prefix(':').filter(|_| before.is_empty() || in_braces)?;
    let value = if in_braces { value.split([',', '}']).next().unwrap_or(value) } else { value };
    Some(value.trim().trim_matches(['"', '\'']).to_owned())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// The folders that are published, the files of the server, and their folders.
    fn read_from(files: &[(&str, &str)]) -> (Vec<String>, Vec<String>, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let platform = read_one(folder.path());
        let folders = platform.published.into_iter().map(|published| published.folder);
        (folders.collect(), platform.server, platform.server_folders)
    }

    #[test]
    fn platforms_say_what_is_published() {
        for (name, text, folders) in [
            ("netlify.toml", "[build]\npublish = \"www\"", &["www"][..]),
            ("netlify.toml", "[context.production]\npublish = \"./a/\"", &["a"]),
            ("vercel.json", r#"{"outputDirectory": "public"}"#, &["public"]),
            (".vercel/project.json", r#"{"settings": {"outputDirectory": null}}"#, &[]),
            (".vercel/project.json", r#"{"settings": {"outputDirectory": "www"}}"#, &["www"]),
            ("wrangler.toml", "[assets]\ndirectory = './www'", &["www"]),
            ("wrangler.jsonc", "{ /* a */ \"pages_build_output_dir\": \"www\", }", &["www"]),
            ("wrangler.json", r#"{"site": {"bucket": "./www"}}"#, &["www"]),
            ("wrangler.jsonc", r#"{"assets": "./www"}"#, &["www"]),
            ("src-tauri/Tauri.toml", "[build]\nfrontendDist = '../www'", &["www"]),
            (
                "src-tauri/tauri.conf.json",
                r#"{"build": {"frontendDist": ["../a.html", "../b.js"]}}"#,
                &["a.html", "b.js"],
            ),
            (
                "amplify.yml",
                "frontend: {artifacts: {baseDirectory: www, files: ['**/*']}}\n",
                &["www"],
            ),
            ("src-tauri/tauri.conf.json", r#"{"build": {"frontendDist": "../www"}}"#, &["www"]),
            ("src-tauri/tauri.conf.json", r#"{"build": {"frontendDist": "http://a"}}"#, &[]),
            ("firebase.json", r#"{"hosting": [{"public": "a"}, {"public": "b"}]}"#, &["a", "b"]),
            (
                "amplify.yml",
                "version: 1\nfrontend:\n  artifacts:\n    baseDirectory: '/www'\n",
                &["www"],
            ),
        ] {
            assert_eq!(read_from(&[(name, text)]).0, folders, "{name}: {text}");
        }
    }

    #[test]
    fn folders_count_from_the_base() {
        let text = "[build]\nbase = 'web'\npublish = 'out'";
        assert_eq!(read_from(&[("netlify.toml", text), ("web/a", "")]).0, ["web/out"]);
        assert_eq!(read_from(&[("netlify.toml", text)]).0, ["out"]);
        let text = "applications:\n  - appRoot: web\n    frontend:\n      artifacts:\n        \
                    baseDirectory: a\n        files:\n          - '**/*'\n  - frontend:\n      \
                    artifacts:\n        baseDirectory: b\n    appRoot: docs\n";
        let files = [("amplify.yml", text), ("web/x", ""), ("docs/x", "")];
        assert_eq!(read_from(&files).0, ["web/a", "docs/b"]);
    }

    #[test]
    fn a_worker_is_the_server() {
        let deploy = (DEPLOY, r#"{"configPath": "../../dist/api/wrangler.json"}"#);
        let config = r#"{"main": "index.js", "assets": {"directory": "../client"}}"#;
        let files = [deploy, ("dist/api/wrangler.json", config)];
        let (published, server, folders) = read_from(&files);
        assert_eq!(published, ["dist/client"]);
        assert_eq!((server, folders), (vec!["dist/api/index.js".into()], vec!["dist/api".into()]));
        let config = r#"{"main": "index.js", "assets": {"directory": "dist"}}"#;
        let (published, server, folders) = read_from(&[("wrangler.json", config)]);
        assert_eq!((published, server), (vec!["dist".into()], vec!["index.js".into()]));
        assert_eq!(folders, [""; 0]);
    }
}
