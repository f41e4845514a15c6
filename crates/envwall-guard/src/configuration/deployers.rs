//! Folders that scripts in `package.json` publish, serve, move or copy.

use serde_json::Value;

use super::commands::Command;
use super::{paths, scripts};

/// A folder that a script hands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Deployed {
    pub(super) script: String,
    /// Relative to the project.
    pub(super) folder: String,
    pub(super) way: Way,
}

/// How a folder is handed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Way {
    /// It is a site then.
    Published,
    /// It is copied to a host, as sources may be, too.
    Uploaded,
    /// A server of files reads it, or it is copied to one: a site if it has pages.
    Served,
    /// A bundle for browsers is written into it; it may be a file.
    Bundled,
    /// A program for servers is written into it; it may be a file.
    Server,
    /// It is in another folder afterwards.
    Copied(String),
}

/// A program, the words after which the folder follows, and the flags by which it is given.
struct Deployer {
    names: &'static [&'static str],
    /// None of them: the folder has no place of its own.
    commands: &'static [&'static str],
    flags: &'static [&'static str],
    way: Way,
}

/// The programs' own documentation.
const DEPLOYERS: &[Deployer] = &[
    Deployer { names: &["gh-pages"], commands: &[], flags: &["-d", "--dist"], way: Way::Published },
    Deployer {
        names: &["netlify", "netlify-cli", "ntl"],
        commands: &[],
        flags: &["-d", "--dir"],
        way: Way::Published,
    },
    Deployer {
        names: &["wrangler"],
        commands: &["pages deploy", "pages publish"],
        flags: &["--assets", "--site"],
        way: Way::Published,
    },
    Deployer {
        names: &["surge"],
        commands: &[""],
        flags: &["--project", "-p"],
        way: Way::Published,
    },
    Deployer {
        names: &["vercel", "now"],
        commands: &["deploy", ""],
        flags: &["--cwd"],
        way: Way::Uploaded,
    },
    Deployer {
        names: &["aws"],
        commands: &["s3 sync", "s3 cp", "s3 mv"],
        flags: &[],
        way: Way::Uploaded,
    },
    Deployer { names: &["gsutil"], commands: &["rsync", "cp"], flags: &[], way: Way::Uploaded },
    Deployer {
        names: &["gcloud"],
        commands: &["storage rsync", "storage cp"],
        flags: &[],
        way: Way::Uploaded,
    },
    Deployer { names: &["az"], commands: &[], flags: &["--source", "-s"], way: Way::Uploaded },
    Deployer {
        names: &["swa"],
        commands: &["deploy"],
        flags: &["--output-location", "-O"],
        way: Way::Uploaded,
    },
    Deployer {
        names: &["web-ext"],
        commands: &[],
        flags: &["--source-dir", "-s"],
        way: Way::Uploaded,
    },
    Deployer { names: &["rsync", "scp"], commands: &[""], flags: &[], way: Way::Served },
];

/// Servers of files.
const SERVERS: &[&str] = &["http-server", "live-server", "serve", "sirv", "sirv-cli"];

/// Words after `vercel` that are commands.
const OF_VERCEL: &[&str] = &[
    "alias", "build", "dev", "env", "link", "login", "logs", "promote", "pull", "redeploy",
    "rollback", "whoami",
];

/// Flags without a value.
const SWITCHES: &[&str] = &[
    "--delete",
    "--prod",
    "--recursive",
    "--yes",
    "-P",
    "-a",
    "-av",
    "-avz",
    "-r",
    "-s",
    "-y",
    "-z",
];

/// Every folder that a script hands on.
pub(super) fn deployed(package: &Value) -> Vec<Deployed> {
    let of_command = |(script, command): (&str, Command)| {
        let (folder, way) = handed_on(&command)?;
        let is_elsewhere = folder.contains(':') || folder.starts_with('/');
        let folder = paths::from_project("/", &command.folder, &folder);
        (!is_elsewhere).then(|| Deployed { script: script.to_owned(), folder, way })
    };
    scripts::all(package).filter_map(of_command).collect()
}

/// Programs that bundle for browsers unless a flag says otherwise, with the command and the flags of
/// the output: esbuild.github.io/api, bun.sh/docs/bundler, browserify's own help.
const BUNDLERS: &[(&str, &str, &[&str])] = &[
    ("esbuild", "--bundle", &["--outdir", "--outfile"]),
    ("bun", "build", &["--outdir", "--outfile"]),
    ("browserify", "", &["-o", "--outfile"]),
];

fn bundled(command: &Command) -> Option<(String, Way)> {
    BUNDLERS.iter().find_map(|(name, needed, flags)| {
        let words = command.run_of(&[name])?;
        let is_bundle = needed.is_empty() || words.iter().any(|word| word == needed);
        let is_of_server =
            command.value(&["--platform", "--target", "--node"]).is_some_and(|(_, value)| {
                value.starts_with("node") || value == "neutral" || value == "bun"
            });
        let (_, folder) = command.value(flags)?;
        let way = if is_of_server { Way::Server } else { Way::Bundled };
        ((is_bundle || is_of_server) && !folder.contains('$')).then_some((folder, way))
    })
}

fn handed_on(command: &Command) -> Option<(String, Way)> {
    if let Some(found) = bundled(command) {
        return Some(found);
    }
    for deployer in DEPLOYERS {
        if let Some(words) = command.run_of(deployer.names) {
            let by_flag = command.value(deployer.flags).map(|(_, folder)| folder);
            let folder = by_flag.or_else(|| by_place(words, deployer.commands));
            return folder.map(|folder| (folder, deployer.way.clone()));
        }
    }
    if let Some(words) = command.run_of(SERVERS) {
        return by_place(words, &[""]).map(|folder| (folder, Way::Served));
    }
    let words = command.run_of(&["cp", "cpy", "mv", "cpx", "move-cli", "shx"])?;
    let places: Vec<_> = words[1..]
        .iter()
        .filter(|word| !word.starts_with('-') && !["cp", "mv"].contains(&word.as_str()))
        .collect();
    let [from, to] = places.as_slice() else { return None };
    let to = paths::from_project("/", &command.folder, to);
    let is_whole = !to.starts_with('/') && !to.contains('$');
    let from = from.trim_end_matches("/*").trim_end_matches("/.");
    is_whole.then(|| (from.to_owned(), Way::Copied(to)))
}

/// The folder after one of the commands of a program: the first word that is no flag and no flag's value.
fn by_place(words: &[String], commands: &[&str]) -> Option<String> {
    commands.iter().find_map(|command| {
        let command: Vec<&str> = command.split_whitespace().collect();
        let rest = words[1..].strip_prefix_words(&command)?;
        let mut before = "";
        for word in rest {
            let is_value =
                before.starts_with('-') && !before.contains('=') && !SWITCHES.contains(&before);
            if !word.starts_with('-') && !is_value {
                let is_folder = !OF_VERCEL.contains(&word.as_str()) && word != "deploy";
                return is_folder.then(|| word.clone());
            }
            before = word;
        }
        None
    })
}

trait Words {
    fn strip_prefix_words(&self, prefix: &[&str]) -> Option<&[String]>;
}

impl Words for [String] {
    fn strip_prefix_words(&self, prefix: &[&str]) -> Option<&[String]> {
        let is_prefix = self.len() >= prefix.len()
            && prefix.iter().zip(self).all(|(part, word)| *part == word.as_str());
        is_prefix.then(|| &self[prefix.len()..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_publish_folders() {
        for (script, folder) in [
            ("gh-pages -d www", Some("www")),
            ("wrangler pages deploy www --branch main", Some("www")),
            ("wrangler pages deploy --project-name x www", Some("www")),
            ("npx wrangler@4 deploy --assets=www", Some("www")),
            ("wrangler deploy", None),
            ("npx netlify-cli deploy --prod --dir=www", Some("www")),
            ("netlify deploy --prod", None),
            ("surge www x.surge.sh", Some("www")),
            ("vercel deploy www", Some("www")),
            ("vercel --prod www", Some("www")),
            ("vercel --prod", None),
            ("vercel build", None),
            ("aws s3 sync www s3://bucket --delete", Some("www")),
            ("aws s3 sync --delete ./www/ s3://bucket", Some("www")),
            ("aws s3 sync s3://bucket www", None),
            ("rsync -avz www/ me@host:/srv/www", Some("www")),
            ("rsync -avz me@host:/srv/www www", None),
            ("cd site && surge www", Some("site/www")),
            ("serve -s www", Some("www")),
            ("esbuild a.ts --bundle --outdir=www", Some("www")),
            ("esbuild a.ts --outdir=www", None),
            ("bun build ./a.html --outdir www", Some("www")),
        ] {
            let package = serde_json::json!({ "scripts": { "deploy": script } });
            let found = deployed(&package);
            let folders: Vec<_> = found.iter().map(|it| it.folder.as_str()).collect();
            assert_eq!(folders, folder.into_iter().collect::<Vec<_>>(), "{script}");
        }
    }

    #[test]
    fn folders_are_moved_and_copied() {
        let package = serde_json::json!({ "scripts": { "postbuild": "rm -rf x && mv build ./x" } });
        let [Deployed { folder, way, .. }] = &deployed(&package)[..] else { panic!() };
        assert_eq!((folder.as_str(), way), ("build", &Way::Copied("x".to_owned())));
    }
}
