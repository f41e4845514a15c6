//! Everything that a manifest names, as texts with their paths.

use envwall_core::Project;
use envwall_core::diagnostic::{Code, Finding};
use envwall_core::dotenv::Dialect;
use envwall_core::framework::Framework;
use envwall_core::manifest::{Spot, Target};

use crate::{Config, GENERATED, NameError, example, json_schema, markdown, typescript};

/// A generated file, not yet written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path relative to the manifest, with forward slashes.
    pub path: String,
    /// What it holds; it ends with a line break.
    pub text: String,
}

/// Generates what the manifest names in `[generate]`; where it names nothing, the modules of both
/// sides and the types, in `src` or beside the manifest.
///
/// # Errors
/// What is wrong with manifest or public values, two names that become one, and a project in which
/// nothing says what to generate.
pub fn files(project: &Project) -> Result<Vec<File>, Vec<Finding>> {
    let config = Config::of(project)?;
    let targets = targets(project)?;
    let mut files = Vec::with_capacity(targets.len());
    let mut findings = Vec::new();
    for (target, path) in targets {
        match emit(target, &config) {
            Ok(text) => files.push(File { path, text }),
            Err(error) => findings.push(same_name(project, &error)),
        }
    }
    if findings.is_empty() { Ok(files) } else { Err(findings) }
}

/// Whether a text is a generated file, which may be replaced.
pub fn is_generated(text: &str) -> bool {
    const HEAD: usize = 4;
    text.lines().take(HEAD).any(|line| line.contains(GENERATED))
}

fn targets(project: &Project) -> Result<Vec<(Target, String)>, Vec<Finding>> {
    let Some(manifest) = &project.manifest else { return Err(vec![no_manifest()]) };
    let named = &manifest.generate.files;
    if !named.is_empty() {
        let path = |(target, path): &(Target, Spot<String>)| (*target, path.value.clone());
        return Ok(named.iter().map(path).collect());
    }
    if project.framework.is_some_and(|framework| framework.dialect == Dialect::Rust) {
        return Err(vec![of_rust()]);
    }
    let folder = if project.directory.join("src").is_dir() { "src/" } else { "" };
    let usual = [
        (Target::Client, client_name(project)),
        (Target::Server, "env.server.ts"),
        // `env.d.ts` beside an `env.ts` is no declaration to the compiler
        (Target::Types, "envwall-env.d.ts"),
    ];
    Ok(usual.map(|(target, name)| (target, format!("{folder}{name}"))).into())
}

/// Frameworks in which a server that renders pages cannot import `*.client.*`, and so not what its
/// pages need (Remix and React Router: "`.client` modules"; TanStack Start: "Import Protection").
const CLIENT_MEANS_BROWSER: &[&str] = &["react-router", "remix", "tanstack-start"];

fn client_name(project: &Project) -> &'static str {
    let for_browsers_only = |it: &&Framework| CLIENT_MEANS_BROWSER.contains(&it.id);
    match project.framework.filter(for_browsers_only) {
        Some(_) => "env.public.ts",
        None => "env.client.ts",
    }
}

fn emit(target: Target, config: &Config) -> Result<String, NameError> {
    Ok(match target {
        Target::Client => typescript::client(config)?,
        Target::Server => typescript::server(config),
        Target::Types => typescript::declarations(config),
        Target::Validators => typescript::validators(config),
        Target::Cloudflare => typescript::cloudflare(config),
        Target::Sveltekit => typescript::sveltekit(config),
        Target::Astro => typescript::astro(config),
        Target::JsonSchema => json_schema(config),
        Target::Example => example(config),
        // the enum grows with this crate
        _ => markdown(config),
    })
}

fn no_manifest() -> Finding {
    let message = "there is no envwall.toml: nothing says which variables are public";
    Finding::new(Code::NoManifest, message).help(
        "write an envwall.toml that names the project's variables in [public] and [server], or say \
         where it is with -C DIR",
    )
}

fn of_rust() -> Finding {
    let message = "nothing says what to generate, and Rust gets its config from `build.rs`";
    Finding::new(Code::BadGeneratePath, message).help(
        "for Rust use the crate envwall-build; for other files name them in [generate], such as \
         example = \".env.example\"",
    )
}

fn same_name(project: &Project, error: &NameError) -> Finding {
    let NameError::SameVariable { second, .. } = error else {
        return Finding::new(Code::SameName, error.to_string());
    };
    let finding = Finding::new(Code::SameName, error.to_string()).variable(second);
    let manifest = project.manifest.as_ref();
    let declared = manifest.and_then(|manifest| {
        let declared = manifest.variables(&project.environment).find(|it| it.name == *second)?;
        Some(manifest.location(&declared.span))
    });
    match declared {
        Some(location) => finding.at(location),
        None => finding,
    }
}
