//! Files that are secrets by what they are, whatever they hold.

use std::fs;
use std::path::Path;

use envwall_core::diagnostic::{Code, Finding, Location};

use super::output::OutputFile;

/// A larger file is no private key and no configuration of a tool.
const MAX_BYTES: u64 = 64 << 10;

/// How a kind of file is recognized.
enum Mark {
    /// By its name.
    Name(fn(&str) -> bool),
    /// By its name and its content.
    Content(fn(&str) -> bool, fn(&str) -> bool),
}

/// Kinds of files. The names are paths with forward slashes.
const KINDS: &[(&str, Mark)] = &[
    ("a file of environment variables", Mark::Name(is_env_file)),
    ("an SSH key", Mark::Name(is_ssh_key)),
    ("a key store", Mark::Name(is_key_store)),
    ("a file of credentials", Mark::Name(is_credentials)),
    ("the state of Terraform", Mark::Name(is_terraform_state)),
    ("an `.npmrc` with a token", Mark::Content(is_npmrc, has_npm_token)),
    ("a private key", Mark::Content(may_be_a_key, is_private_key)),
];

/// Parts of names that mark a file without values in use.
const EXAMPLES: &[&str] =
    &["defaults", "dist", "example", "examples", "sample", "schema", "template", "tpl", "vault"];

/// Extensions of files that are no environment files.
const OTHER_FORMATS: &[&str] =
    &["br", "css", "d", "gz", "html", "js", "json", "map", "md", "mjs", "ts", "yaml", "yml", "zst"];

/// Findings for the files that browsers must not fetch: one each, and one for all of a repository.
pub(crate) fn findings(files: &[OutputFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut repositories: Vec<String> = Vec::new();
    for file in files {
        if let Some(repository) = repository(&file.name) {
            if !repositories.contains(&repository) {
                findings.push(exposed("a Git repository, with its history,", &repository));
                repositories.push(repository);
            }
        } else if let Some(what) = kind(&file.path, &file.name) {
            findings.push(exposed(what, &file.name));
        }
    }
    findings
}

/// The folder of a repository that a file is in: of its internals, not any file called `.git`.
fn repository(name: &str) -> Option<String> {
    let (before, inside) = match name.strip_prefix(".git/") {
        Some(inside) => ("", inside),
        None => name.split_once("/.git/")?,
    };
    let is_internal = ["HEAD", "config", "index", "packed-refs", "logs/", "objects/", "refs/"]
        .iter()
        .any(|known| inside == *known || known.ends_with('/') && inside.starts_with(known));
    let folder = if before.is_empty() { ".git".to_owned() } else { format!("{before}/.git") };
    is_internal.then_some(folder)
}

fn kind(path: &Path, name: &str) -> Option<&'static str> {
    let (name, mut content) = (name.to_ascii_lowercase(), None);
    let mut fits = |mark: &Mark| match mark {
        Mark::Name(fits) => fits(&name),
        Mark::Content(may, fits) => may(&name) && fits(content.get_or_insert_with(|| text(path))),
    };
    KINDS.iter().find(|(_, mark)| fits(mark)).map(|(what, _)| *what)
}

/// The text of a small file; empty if it is none.
fn text(path: &Path) -> String {
    let is_small = fs::metadata(path).is_ok_and(|about| about.len() <= MAX_BYTES);
    let bytes = if is_small { fs::read(path).unwrap_or_default() } else { Vec::new() };
    String::from_utf8(bytes).unwrap_or_default()
}

fn exposed(what: &'static str, name: &str) -> Finding {
    Finding::new(Code::ExposedFile, format!("{what} is in client output"))
        .at(Location::file(name))
        .help(
            "keep it out of the folder: find what copies it there; if this was deployed, change \
             every secret in it (envwall explain EW008)",
        )
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// `.env`, `.env.production.local`, `.envrc`, `.dev.vars.staging`.
fn is_env_file(path: &str) -> bool {
    let name = file_name(path).trim_end_matches(['~']);
    // `prod.env`, and no example
    if let Some(stem) = name.strip_suffix(".env").filter(|stem| !stem.is_empty()) {
        return !stem.split(['.', '-', '_']).any(|part| EXAMPLES.contains(&part));
    }
    let rest = [".env", ".dev.vars"].iter().find_map(|stem| name.strip_prefix(stem));
    let Some(rest) = rest else { return false };
    let parts: Vec<&str> = rest.split(['.', '-', '_']).collect();
    let is_example = parts.iter().any(|part| EXAMPLES.contains(part));
    let is_other = parts.last().is_some_and(|last| OTHER_FORMATS.contains(last));
    (rest.is_empty() || rest == "rc" || rest.starts_with(['.', '-', '_']))
        && !is_example
        && !is_other
}

fn is_ssh_key(path: &str) -> bool {
    matches!(file_name(path), "id_rsa" | "id_dsa" | "id_ecdsa" | "id_ed25519")
}

fn is_key_store(path: &str) -> bool {
    [".p12", ".pfx", ".jks", ".keystore", ".kdbx", ".ppk"]
        .iter()
        .any(|ending| path.ends_with(ending))
}

fn is_credentials(path: &str) -> bool {
    let names = [
        ".netrc",
        "_netrc",
        ".dockerconfigjson",
        ".git-credentials",
        ".pypirc",
        ".htpasswd",
        ".pgpass",
        ".my.cnf",
    ];
    names.contains(&file_name(path))
        || [".aws/credentials", ".docker/config.json"].iter().any(|ending| {
            path.strip_suffix(ending).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
        })
}

fn is_terraform_state(path: &str) -> bool {
    path.ends_with(".tfstate") || path.ends_with(".tfstate.backup")
}

fn is_npmrc(path: &str) -> bool {
    matches!(file_name(path), ".npmrc" | ".yarnrc" | ".yarnrc.yml")
}

/// A token that is written out, not one that a variable holds: `_authToken=…` in `.npmrc`,
/// `npmAuthToken: …` in `.yarnrc.yml`.
fn has_npm_token(text: &str) -> bool {
    const KEYS: &[&str] = &["_authtoken", "_auth", "_password", "npmauthtoken", "npmauthident"];
    let is_token = |(key, value): (&str, &str)| {
        let key = key.trim().rsplit(':').next().unwrap_or(key).trim().to_ascii_lowercase();
        let value = value.trim().trim_matches(['"', '\'']);
        KEYS.contains(&key.as_str()) && !value.is_empty() && !value.starts_with('$')
    };
    let lines = text.lines().map(str::trim).filter(|line| !line.starts_with(['#', ';']));
    lines.into_iter().any(|line| {
        [line.split_once('='), line.split_once(':')].into_iter().flatten().any(is_token)
    })
}

/// Names of files that may be keys: those of programs and pages are not read for that.
fn may_be_a_key(path: &str) -> bool {
    let name = file_name(path);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    matches!(
        ending,
        "" | "pem" | "key" | "txt" | "crt" | "cer" | "asc" | "der" | "priv" | "pk8" | "p8" | "bak"
    )
}

/// An armoured private key at the beginning of a line.
fn is_private_key(text: &str) -> bool {
    text.lines().any(|line| {
        let label = line.strip_prefix("-----BEGIN ").and_then(|rest| rest.strip_suffix("-----"));
        label.is_some_and(|label| {
            label.ends_with("PRIVATE KEY") || label.ends_with("PRIVATE KEY BLOCK")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of files with this content that are exposed.
    fn exposed_in(files: &[(&str, &str)]) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let of = |(name, text): &(&str, &str)| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, text).unwrap();
            OutputFile { path, name: (*name).to_owned(), part: None }
        };
        let files: Vec<_> = files.iter().map(of).collect();
        findings(&files).into_iter().map(|finding| finding.location.unwrap().file).collect()
    }

    #[test]
    fn names_say_what_a_file_is() {
        for name in [
            "dist/.env",
            "dist/.env.production.local",
            "dist/.env-staging",
            "dist/.envrc",
            "dist/.env.keys",
            "dist/.dev.vars",
            "dist/.dev.vars.staging",
            "dist/.ENV",
            "dist/ssh/id_rsa",
            "dist/a.p12",
            "dist/.aws/credentials",
            "dist/x.tfstate",
        ] {
            assert_eq!(exposed_in(&[(name, "")]), [name]);
        }
        for name in [
            "dist/.env.example",
            "dist/.env.local.sample",
            "dist/.dev.vars.example",
            "dist/.env.d.ts",
            "dist/.env.vault",
            "dist/.environment",
            "dist/env.js",
            "dist/id_rsa.pub",
            "dist/.npmrc",
            "dist/cert.pem",
            "dist/docs/.git/about.html",
        ] {
            assert_eq!(exposed_in(&[(name, "")]), [""; 0], "{name}");
        }
    }

    #[test]
    fn content_says_what_a_file_is() {
        let key = ["BEGIN", "END"].map(|word| format!("-----{word} RSA PRIVATE KEY-----"));
        let key = format!("{}\nMIIB\n{}\n", key[0], key[1]);
        let key = key.as_str();
        for (name, text, is_exposed) in [
            ("a.pem", key, true),
            ("server", key, true),
            ("notes.txt", &format!("key:\n{key}"), true),
            ("a.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n", false),
            // written about, not exposed
            ("docs.html", &format!("<pre>{key}</pre>"), false),
            (".npmrc", "//npm.example.com/:_authToken=made-up-token", true),
            (".npmrc", "//npm.example.com/:_authToken=${NPM_TOKEN}", false),
            (".npmrc", "engine-strict=true\n# _auth=x", false),
            (".npmrc", "_password = bWFkZS11cA==", true),
            (".yarnrc.yml", "npmAuthToken: \"made-up\"", true),
        ] {
            assert_eq!(
                exposed_in(&[(name, text)]).len(),
                usize::from(is_exposed),
                "{name}: {text}"
            );
        }
    }

    #[test]
    fn a_repository_is_one_finding() {
        let files = [("dist/.git/HEAD", ""), ("dist/.git/objects/ab/cd", ""), ("dist/a.js", "")];
        assert_eq!(exposed_in(&files), ["dist/.git"]);
    }
}
