//! Which of the folders are a server's, in whole or in part.

use std::path::Path;

use envwall_core::framework::{Framework, Setting};
use envwall_core::regular_file;

use super::{CLIENT_FILES, Search, covers};
use crate::configuration::paths::{base, literal, moved};
use crate::configuration::scripts;
use crate::configuration::settings::Moved;

impl Search<'_> {
    pub(super) fn server_of(&mut self, framework: &Framework, outputs: &[Moved]) {
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

    /// Whether what a pattern matches runs on a server: a static site may have a page `server`, and
    /// a folder `server` is one where there is a folder `client` as well and no page next to both;
    /// `_worker.js` is a Worker on Cloudflare alone.
    pub(super) fn is_server_glob(&self, glob: &str) -> bool {
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
    pub(super) fn is_split(&self, top: &str) -> bool {
        let has = |name: &str| self.exists(&format!("{top}/{name}"));
        (has("client") || has("browser")) && !has("index.html")
    }

    /// Whether something says that Cloudflare runs what is in a folder.
    pub(super) fn is_on_cloudflare(&self, folder: &str) -> bool {
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
    pub(super) fn is_configured_for(&self, word: &str) -> bool {
        let settings = self.framework.into_iter().flat_map(|it| it.settings);
        let files = settings.flat_map(Setting::files);
        let texts =
            files.filter_map(|name| regular_file::read_to_string(self.directory().join(name)).ok());
        texts.into_iter().any(|text| text.contains(word))
    }

    /// `runtimeConfig.public` of Nitro is in the server's program, and goes into every page.
    pub(super) fn runtime_config(&mut self) {
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
    pub(super) fn servers(&mut self) {
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
    pub(super) fn inside<'s>(&'s self, folder: &'s str) -> impl Iterator<Item = String> + 's {
        let patterns = self.folders.patterns.iter().map(|pattern| base(&pattern.glob));
        patterns.filter(move |it| it != folder && covers(folder, it))
    }

    /// Whether a folder into which a server's program is written has client output next to it.
    pub(super) fn holds_client_too(&self, folder: &str) -> bool {
        let has = |name: &&str| self.exists(&format!("{folder}/{name}"));
        let is_named = self.named.iter().any(|named| named == folder);
        // a server's chunks are in `assets`, too: it says something where client output is expected
        let is_default = self.folders.patterns.iter().any(|it| base(&it.glob) == folder)
            && self.inside(folder).next().is_none();
        is_named || has(&"index.html") || is_default && CLIENT_FILES.iter().any(has)
    }

    /// Whether there is client output that is not in the folder of a server itself.
    pub(super) fn has_client_besides(&self, server: &str) -> bool {
        let built = self.folders.patterns.iter().filter(|it| it.role.is_built());
        built.map(|pattern| base(&pattern.glob)).any(|it| it != server && self.exists(&it))
    }

    /// Globs of what is in a folder, without other folders that are in it.
    pub(super) fn all_but(&self, folder: &str, others: &[String]) -> Vec<String> {
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
    pub(super) fn servers_inside(&mut self) {
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
