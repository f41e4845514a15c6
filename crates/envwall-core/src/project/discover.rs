//! What a project's folder contains: manifest, framework, environment files and their dialects.

use std::path::{Path, PathBuf};

use super::dotenv::Dialect;
use super::env_files;
use super::framework::{self, EnvFiles, Framework};
use super::manifest::{FILE_NAME, Manifest};
use super::packages;
use super::request::Request;
use crate::diagnostic::{Code, Finding, Location, Severity};
use crate::source::SourceFile;

/// The manifest, if there is one, with its warnings.
pub(super) fn read_manifest(
    directory: &Path,
) -> Result<(Option<Manifest>, Vec<Finding>), Vec<Finding>> {
    if !directory.is_dir() {
        let message = format!("no such folder: `{}`", directory.display());
        return Err(vec![Finding::new(Code::NoManifest, message)]);
    }
    let source = match env_files::read_text(&directory.join(FILE_NAME), FILE_NAME) {
        Ok(Some(source)) => source,
        Ok(None) => return Ok((None, Vec::new())),
        Err(mut finding) => {
            finding.code = Code::NoManifest;
            return Err(vec![*finding]);
        }
    };
    let parsed = Manifest::parse_in(&source, directory);
    if parsed.findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(parsed.findings);
    }
    Ok((Some(parsed.manifest), parsed.findings))
}

pub(super) fn find_framework(
    directory: &Path,
    manifest: Option<&Manifest>,
) -> Result<Option<&'static Framework>, Vec<Finding>> {
    let Some((manifest, named)) =
        manifest.and_then(|manifest| Some((manifest, manifest.framework.as_ref()?)))
    else {
        return framework::detect(directory).map_err(|error| vec![undetected(&error)]);
    };
    match framework::by_id(&named.value) {
        Some(framework) => Ok(Some(framework)),
        None => {
            Err(vec![unknown_framework(manifest, &named.value, manifest.location(&named.span))])
        }
    }
}

fn undetected(error: &framework::DetectError) -> Finding {
    // a parser's message quotes the text, which may contain a value
    let place = match error {
        framework::DetectError::PackageJson { source, .. } => {
            format!(" (line {}, column {})", source.line(), source.column())
        }
        _ => String::new(),
    };
    Finding::new(Code::NoManifest, format!("cannot detect the framework: {error}{place}"))
        .help("fix the file, or set the framework in envwall.toml: [project] framework = \"vite\"")
}

fn unknown_framework(manifest: &Manifest, named: &str, location: Location) -> Finding {
    let ids: Vec<_> = framework::FRAMEWORKS.iter().map(|framework| framework.id).collect();
    let near = framework::nearest_id(named);
    // a word that is like none may be anything
    let shown = near.map_or_else(String::new, |_| format!(" `{named}`"));
    let finding = Finding::new(
        Code::WrongKind,
        format!("unknown framework{shown} in {}", manifest.name()),
    )
    .at(location)
    .help(format!(
        "known frameworks: {}; for any other, omit `framework` and list what browsers can fetch \
         in [client] include",
        ids.join(", ")
    ));
    match near {
        Some(near) => finding.label(format!("did you mean \"{near}\"?")),
        None => finding,
    }
}

pub(super) fn read_env_files(
    request: &Request<'_>,
    framework: Option<&Framework>,
) -> (Vec<SourceFile>, Vec<Finding>) {
    env_files::read(request.directory, &env_files_in_use(request, framework))
}

/// The `.env` files that the framework reads if they exist, relative to the project.
pub(super) fn env_files_in_use(
    request: &Request<'_>,
    framework: Option<&Framework>,
) -> Vec<String> {
    let names = env_file_names(framework, request.environment);
    match request.configured {
        Some(configured) => configured.env_files(names),
        None => names,
    }
}

fn env_file_names(framework: Option<&Framework>, environment: &str) -> Vec<String> {
    env_file_order(framework).names(environment)
}

pub(super) fn env_file_order(framework: Option<&Framework>) -> EnvFiles {
    framework.map_or(EnvFiles::LocalOverMode, |framework| framework.env_files)
}

pub(super) fn dialect(directory: &Path, framework: Option<&Framework>) -> Dialect {
    let rust_only =
        || directory.join("Cargo.toml").exists() && !directory.join("package.json").exists();
    match framework {
        // Expo reads the files itself, whichever Vite other tools bring along
        Some(framework) if framework.dialect == Dialect::Vite && framework.id != "expo" => {
            packages::vite_dialect(directory)
        }
        Some(framework) => framework.dialect,
        None if rust_only() => Dialect::Rust,
        None => Dialect::Dotenv,
    }
}

/// The other dialects that tools of this project may use.
pub(super) fn in_use(directory: &Path, own: Dialect) -> Vec<Dialect> {
    let node = own != Dialect::Rust || directory.join("package.json").exists();
    let rust = directory.join("Cargo.toml").exists();
    let used = |dialect: &Dialect| match dialect {
        Dialect::Rust => rust,
        Dialect::Next => own == Dialect::Next,
        Dialect::Vite => own == Dialect::Vite || own == Dialect::Next,
        // what these read well is not a finding only because a tool that is not there would not
        Dialect::Dotenv if matches!(own, Dialect::Dotenv10 | Dialect::Nuxt) => {
            packages::has_dotenv(directory)
        }
        Dialect::Dotenv => node,
        // read by one framework each
        Dialect::Vite7 | Dialect::Vite4 | Dialect::Vite3 | Dialect::Dotenv10 | Dialect::Nuxt => {
            false
        }
    };
    Dialect::ALL.into_iter().filter(|dialect| *dialect != own && used(dialect)).collect()
}

/// Output folders of projects whatever builds them: those of most tools without a row in the table of
/// frameworks, such as esbuild, Rollup, Docusaurus and Eleventy.
pub const USUAL_OUTPUT: &[&str] = &["dist", "build", "out", ".output/public", "_site", "www"];

/// The usual output folders that a project has.
pub fn usual_output(directory: &Path) -> impl Iterator<Item = &'static str> {
    let directory = directory.to_owned();
    USUAL_OUTPUT.iter().copied().filter(move |folder| directory.join(folder).is_dir())
}

/// Whether a folder has a package: its output may be anywhere.
pub(super) fn has_package(directory: &Path) -> bool {
    directory.join("package.json").is_file()
}

pub(super) fn nothing_here(directory: &Path) -> Finding {
    let message = "no envwall.toml, no `.env` file and no known framework here";
    let finding = Finding::new(Code::NoManifest, message);
    match manifest_above(directory) {
        Some(above) => {
            let above = above.display();
            finding.help(format!("there is an envwall.toml in `{above}`: use -C {above}"))
        }
        None => finding.help(
            "pass the project's folder with -C DIR, or write an envwall.toml that declares its \
             variables in [public] and [server]",
        ),
    }
}

/// The nearest parent folder with a manifest, as a relative path.
fn manifest_above(directory: &Path) -> Option<PathBuf> {
    let folders = directory.canonicalize().ok()?;
    let depth = folders.ancestors().skip(1).position(|above| above.join(FILE_NAME).is_file())?;
    let up = std::iter::repeat_n("..", depth + 1).collect::<PathBuf>();
    Some(if directory == Path::new(".") { up } else { directory.join(up) })
}
