//! A project's folder: manifest, framework, environment, resolved in one go.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Finding, Location, Severity};
use crate::dotenv::{self, Dialect, Loaded};
use crate::elsewhere::{Elsewhere, Modes, warned};
use crate::framework::{self, EnvFiles, Framework};
use crate::manifest::{FILE_NAME, Manifest, WaiverScope, path_glob};
use crate::resolve::{Resolved, Sources, resolve};
use crate::source::SourceFile;
use crate::suggest::nearest;
use crate::{
    Date, JsonSchema, ProcessEnv, Redactor, SecretValue, ValueType, env_files, is_searchable,
};

/// Where to look, and at what.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The folder with the manifest and the `.env` files.
    pub directory: &'a Path,
    /// The environment: a table of the manifest and the mode of `.env` files.
    pub environment: &'a str,
    /// The process environment.
    pub process: &'a ProcessEnv,
    /// The day against which rotation and waivers are judged.
    pub today: Date,
}

/// A project with every variable resolved.
#[derive(Debug)]
pub struct Project {
    /// Its folder.
    pub directory: PathBuf,
    /// The environment that it was resolved for.
    pub environment: String,
    /// Its manifest, where there is one.
    pub manifest: Option<Manifest>,
    /// Its framework, named or detected.
    pub framework: Option<&'static Framework>,
    /// Its variables, by name.
    pub variables: Vec<Resolved>,
    /// What they may hold in the project's other modes, by name and file.
    pub elsewhere: Vec<Elsewhere>,
    /// What is wrong, in a stable order, with no sensitive value in it.
    pub findings: Vec<Finding>,
}

/// What browsers can fetch, as globs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// Files that they can fetch.
    pub include: Vec<String>,
    /// Files among them that they cannot fetch.
    pub exclude: Vec<String>,
}

impl Project {
    /// Looks at a project.
    ///
    /// # Errors
    /// When the manifest cannot be used: everything that is wrong with it. Whatever else is wrong
    /// is in [`findings`](Self::findings).
    pub fn load(request: &Request<'_>) -> Result<Self, Vec<Finding>> {
        Self::resolved(request).map_err(|findings| {
            // no classes are known, so every value is taken for a secret
            let redactor = cautious_redactor(request);
            findings.into_iter().map(|finding| redactor.redact_finding(finding)).collect()
        })
    }

    fn resolved(request: &Request<'_>) -> Result<Self, Vec<Finding>> {
        let (manifest, mut findings) = read_manifest(request.directory)?;
        let framework = find_framework(request.directory, manifest.as_ref())?;
        let (files, problems) = read_env_files(request, framework);
        findings.extend(problems);
        if manifest.is_none() && framework.is_none() && files.is_empty() {
            findings.push(nothing_here(request.directory));
            return Err(findings);
        }
        let dialect = dialect(request.directory, framework);
        let Loaded { assignments, findings: of_files } =
            dotenv::load(&files, dialect, &in_use(request.directory, dialect), request.process);
        findings.extend(of_files);
        let sources = Sources {
            manifest: manifest.as_ref(),
            framework,
            environment: request.environment,
            assignments: &assignments,
            process: request.process,
            today: request.today,
        };
        let (variables, of_variables) = resolve(&sources);
        findings.extend(of_variables);
        let own = env_file_names(framework, request.environment);
        let modes = Modes {
            directory: request.directory,
            manifest: manifest.as_ref(),
            framework,
            order: env_file_order(framework),
            dialect,
            process: request.process,
            own: &own,
        };
        let (elsewhere, problems) = modes.read(&variables);
        findings.extend(problems.into_iter().map(warned));
        if let Some(manifest) = &manifest {
            findings.extend(empty(manifest));
            findings.extend(unknown_in_waivers(manifest, &variables));
            findings.extend(expired_waivers(manifest, request.today));
        }
        findings.extend(configured_elsewhere(request.directory, framework, manifest.as_ref()));
        findings.extend(environment_typo(request, manifest.as_ref()));
        let redactor = redactor(&variables);
        let mut findings: Vec<_> =
            findings.into_iter().map(|finding| redactor.redact_finding(finding)).collect();
        findings.sort_by(Finding::report_order);
        let directory = request.directory.to_owned();
        let environment = request.environment.to_owned();
        Ok(Self { directory, environment, manifest, framework, variables, elsewhere, findings })
    }

    /// What browsers can fetch: the manifest's word, else the framework's, else the usual folders.
    pub fn client(&self) -> Client {
        let own = |globs: &[&str]| globs.iter().map(|glob| (*glob).to_owned()).collect();
        let named = self.manifest.as_ref().and_then(|manifest| manifest.include.clone());
        let include = named.unwrap_or_else(|| match self.framework {
            Some(framework) => own(framework.client),
            None => own(USUAL_OUTPUT),
        });
        let mut exclude: Vec<String> =
            self.framework.map_or_else(Vec::new, |framework| own(framework.server));
        exclude.extend(self.manifest.iter().flat_map(|manifest| manifest.exclude.clone()));
        Client { include, exclude }
    }

    /// The names of the `.env` files that are read where they exist, by what the framework does.
    pub fn env_file_names(&self) -> Vec<String> {
        env_file_names(self.framework, &self.environment)
    }

    /// The variables whose values nobody outside may see.
    pub fn sensitive(&self) -> impl Iterator<Item = &Resolved> {
        self.variables.iter().filter(|variable| variable.sensitive)
    }
}

/// Where output lies when nothing tells the framework.
const USUAL_OUTPUT: &[&str] = &["dist/**", "build/**", "out/**", ".output/public/**"];

fn redactor(variables: &[Resolved]) -> Redactor {
    let sensitive = variables.iter().filter(|variable| variable.sensitive);
    let values = sensitive.flat_map(|variable| variable.value.iter().chain(&variable.readings));
    let names = variables.iter().map(|variable| variable.name.as_str());
    let schemas = variables.iter().filter_map(|variable| match &variable.value_type {
        ValueType::Json { schema } => schema.as_deref(),
        _ => None,
    });
    // a place in a value is told by names of its schema, which stand in the value as well
    let properties = schemas.flat_map(JsonSchema::property_names);
    let properties = properties.filter(|name| !is_searchable(name));
    Redactor::new(values.collect::<Vec<&SecretValue>>()).names(names.chain(properties))
}

/// Hides every value of the project's files, and of the process where the manifest's text has the
/// variable's name.
fn cautious_redactor(request: &Request<'_>) -> Redactor {
    let orders = [EnvFiles::LocalOverMode, EnvFiles::ModeOverLocal];
    let names = orders.map(|order| order.names(request.environment)).concat();
    let (files, _) = env_files::read(request.directory, &names);
    let loaded = dotenv::load(&files, Dialect::Dotenv, &[], request.process);
    let of_files = loaded.assignments.iter();
    let of_files = of_files.flat_map(|one| std::iter::once(&one.value).chain(&one.readings));
    let manifest = env_files::read_text(&request.directory.join(FILE_NAME), FILE_NAME);
    let manifest = manifest.ok().flatten();
    let manifest = manifest.as_ref().map_or("", SourceFile::text);
    let of_process = request.process.iter().filter(|(name, _)| manifest.contains(name));
    Redactor::new(of_files.chain(of_process.map(|(_, value)| value)))
}

/// The manifest, where there is one, with its warnings.
fn read_manifest(directory: &Path) -> Result<(Option<Manifest>, Vec<Finding>), Vec<Finding>> {
    if !directory.is_dir() {
        let message = format!("there is no folder `{}`", directory.display());
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

fn find_framework(
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
    // what a parser says repeats the text, and a value may stand in it
    let place = match error {
        framework::DetectError::PackageJson { source, .. } => {
            format!(" (line {}, column {})", source.line(), source.column())
        }
        _ => String::new(),
    };
    Finding::new(Code::NoManifest, format!("the framework cannot be told: {error}{place}")).help(
        "mend the file, or name the framework in envwall.toml: [project] framework = \"vite\"",
    )
}

fn unknown_framework(manifest: &Manifest, named: &str, location: Location) -> Finding {
    let ids: Vec<_> = framework::FRAMEWORKS.iter().map(|framework| framework.id).collect();
    let finding = Finding::new(
        Code::WrongKind,
        format!("{} names an unknown framework", manifest.name()),
    )
    .at(location)
    .help(format!(
        "known: {}; for another one leave `framework` out and say what browsers can fetch in \
             [client] include",
        ids.join(", ")
    ));
    match framework::nearest_id(named) {
        Some(near) => finding.label(format!("did you mean \"{near}\"?")),
        None => finding,
    }
}

fn read_env_files(
    request: &Request<'_>,
    framework: Option<&Framework>,
) -> (Vec<SourceFile>, Vec<Finding>) {
    env_files::read(request.directory, &env_file_names(framework, request.environment))
}

fn env_file_names(framework: Option<&Framework>, environment: &str) -> Vec<String> {
    env_file_order(framework).names(environment)
}

fn env_file_order(framework: Option<&Framework>) -> EnvFiles {
    framework.map_or(EnvFiles::LocalOverMode, |framework| framework.env_files)
}

fn dialect(directory: &Path, framework: Option<&Framework>) -> Dialect {
    let rust_only =
        || directory.join("Cargo.toml").exists() && !directory.join("package.json").exists();
    match framework {
        Some(framework) => framework.dialect,
        None if rust_only() => Dialect::Rust,
        None => Dialect::Dotenv,
    }
}

/// The other dialects that tools of this project may speak.
fn in_use(directory: &Path, own: Dialect) -> Vec<Dialect> {
    let node = own != Dialect::Rust || directory.join("package.json").exists();
    let rust = directory.join("Cargo.toml").exists();
    let used = |dialect: &Dialect| match dialect {
        Dialect::Rust => rust,
        Dialect::Next => own == Dialect::Next,
        Dialect::Vite => own == Dialect::Vite || own == Dialect::Next,
        Dialect::Dotenv => node,
    };
    Dialect::ALL.into_iter().filter(|dialect| *dialect != own && used(dialect)).collect()
}

fn nothing_here(directory: &Path) -> Finding {
    let message = "there is no envwall.toml here, no `.env` file and no framework that is known";
    let finding = Finding::new(Code::NoManifest, message);
    match manifest_above(directory) {
        Some(above) => {
            let above = above.display();
            finding.help(format!("there is an envwall.toml in `{above}`: say -C {above}"))
        }
        None => finding.help(
            "say where the project is with -C DIR, or write an envwall.toml that names its \
             variables in [public] and [server]",
        ),
    }
}

/// The nearest folder above that has a manifest, as a way up.
fn manifest_above(directory: &Path) -> Option<PathBuf> {
    let folders = directory.canonicalize().ok()?;
    let depth = folders.ancestors().skip(1).position(|above| above.join(FILE_NAME).is_file())?;
    let up = std::iter::repeat_n("..", depth + 1).collect::<PathBuf>();
    Some(if directory == Path::new(".") { up } else { directory.join(up) })
}

fn empty(manifest: &Manifest) -> Option<Finding> {
    let says_nothing = manifest.rules.is_empty() && manifest.variables("").next().is_none();
    says_nothing.then(|| {
        Finding::new(Code::EmptyManifest, "the manifest names no variable and has no rule")
            .at(Location::file(manifest.name()))
            .help("name what the browser may have in [public] and what it may not in [server]")
    })
}

/// What the framework's configuration has where nobody looks: a manifest has the last word on
/// output.
fn configured_elsewhere(
    directory: &Path,
    framework: Option<&Framework>,
    manifest: Option<&Manifest>,
) -> Vec<Finding> {
    let Some(framework) = framework else { return Vec::new() };
    let by_manifest = manifest.is_some_and(|manifest| manifest.include.is_some());
    let is_looked_at = |folder: &String| {
        let globs = framework.client.iter().filter_map(|glob| path_glob(glob).ok());
        globs.into_iter().any(|glob| glob.is_match(format!("{folder}/index.html")))
    };
    let finding = |set: framework::Set| {
        let known = match set.moves {
            framework::Moves::Output => by_manifest || set.folders.iter().any(is_looked_at),
            framework::Moves::EnvFiles => set.folders.iter().any(String::is_empty),
        };
        let folder = set.folders.first().filter(|_| !known)?;
        let location = Location { position: Some(set.position), ..Location::file(set.file) };
        Some(moved(set.moves, folder).at(location))
    };
    framework::set(directory, framework).into_iter().filter_map(finding).collect()
}

fn moved(moves: framework::Moves, folder: &str) -> Finding {
    match moves {
        framework::Moves::Output => Finding::new(
            Code::OutputElsewhere,
            format!("the output is configured to go into `{folder}`, which is not looked at"),
        )
        .help(format!("say so in [client] of envwall.toml: include = [\"{folder}/**\"]")),
        framework::Moves::EnvFiles => Finding::new(
            Code::EnvFilesElsewhere,
            format!("the `.env` files are configured to be in `{folder}`, where they are not read"),
        )
        .help(
            "set their variables in the process environment and name them in [server] and [public] \
             of envwall.toml, or move the files beside it",
        ),
    }
}

/// What every tool calls an environment.
const USUAL_ENVIRONMENTS: &[&str] = &["production", "development", "test"];

/// An environment that nothing here knows: neither the manifest, nor the name of an `.env` file,
/// nor the usage of all tools.
fn environment_typo(request: &Request<'_>, manifest: Option<&Manifest>) -> Option<Finding> {
    let of_files = env_files::environments(request.directory);
    let known: Vec<&str> = manifest
        .into_iter()
        .flat_map(Manifest::environments)
        .chain(of_files.iter().map(String::as_str))
        .chain(USUAL_ENVIRONMENTS.iter().copied())
        .collect();
    if known.contains(&request.environment) {
        return None;
    }
    let nothing = "neither the manifest nor an `.env` file has an environment of this name";
    Some(match nearest(request.environment, known) {
        Some(near) => {
            Finding::new(Code::UnknownEnvironment, format!("{nothing}; did you mean `{near}`?"))
                .help(format!("say --env {near}, or add [environments.NAME] to envwall.toml"))
        }
        None => Finding::new(Code::UnknownEnvironment, nothing).help(
            "say the --env of the build, or add [environments.NAME] to envwall.toml, even if it \
             stays empty",
        ),
    })
}

/// A waiver for a variable that the project does not have excuses nothing, and may be a slip.
fn unknown_in_waivers(manifest: &Manifest, variables: &[Resolved]) -> Vec<Finding> {
    let names = || variables.iter().map(|variable| variable.name.as_str());
    let unknown = manifest.waivers.iter().filter_map(|waiver| {
        let WaiverScope::Place { variable, .. } = &waiver.scope else { return None };
        if names().any(|name| name == variable) {
            return None;
        }
        let mut finding = Finding::new(
            Code::UnknownVariable,
            format!("this waiver names `{variable}`, and the project has no such variable"),
        )
        .variable(variable)
        .at(manifest.location(&waiver.span))
        .help("correct the name; or, if the variable is gone, take the waiver out");
        finding.severity = Severity::Warning;
        Some(match nearest(variable, names()) {
            Some(near) => finding.label(format!("did you mean `{near}`?")),
            None => finding,
        })
    });
    unknown.collect()
}

fn expired_waivers(manifest: &Manifest, today: Date) -> Vec<Finding> {
    let expired = manifest.waivers.iter().filter_map(|waiver| {
        let day = waiver.expires.filter(|day| *day <= today)?;
        Some(
            Finding::new(Code::WaiverExpired, format!("this waiver has not held since {day}"))
                .at(manifest.location(&waiver.span))
                .help("mend what it excused, or review it again and set a new day"),
        )
    });
    expired.collect()
}
