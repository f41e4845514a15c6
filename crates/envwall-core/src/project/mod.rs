//! A project: its manifest, framework and environment, resolved in one step.
//!
//! | module | holds |
//! |---|---|
//! | [`manifest`] | `envwall.toml`: parsed and checked |
//! | [`framework`] | what frameworks do, as data |
//! | [`dotenv`] | `.env` files as each tool reads them |
//! | `discover` | what the folder contains |
//! | `configured` | what configuration files set, as the guard reads them |
//! | `packages` | which Vite a project has, and whether it uses `dotenv` |
//! | `sources`, `resolve`, `resolved` | each variable's class, value and origin |
//! | `taken`, `source_reads` | which variables of the process are the project's though nobody declared them |
//! | `other_modes` | values of variables in the project's other modes |
//! | `examples` | names in examples of `.env` files |
//! | `private_keys` | keys of values that dotenvx encrypted |
//! | `elsewhere` | values in files of the workspace and of platforms |
//! | `workspace` | the packages of a workspace |
//! | `unknown` | secrets whose values are not known here |
//! | `json_leaves` | secrets inside values that are JSON |
//! | `checks` | the checks of variables and of the project, one file each |
//! | `redaction` | what findings must not show |

mod checks;
mod configured;
mod discover;
pub mod dotenv;
mod elsewhere;
mod env_files;
mod examples;
pub mod framework;
mod json_leaves;
pub mod manifest;
mod origin;
mod other_modes;
mod packages;
mod pipe;
mod private_keys;
mod process;
mod redaction;
mod request;
mod resolve;
mod resolved;
mod source_reads;
mod sources;
mod taken;
mod unknown;
mod workspace;

use std::path::{Path, PathBuf};

pub use self::configured::{Configured, EnvPrefixes};
pub use self::discover::{USUAL_OUTPUT, usual_output};
pub use self::origin::Origin;
pub use self::other_modes::OtherValues;
pub use self::process::ProcessEnv;
pub use self::request::Request;
pub use self::resolved::{DecidedBy, Resolved};
pub use self::source_reads::{reads_of, source_files};
pub use self::taken::Taken;
pub use self::unknown::UnknownSecret;
pub use self::workspace::{levels_above, workspace_packages};
use crate::diagnostic::{Code, Finding};
use discover::{
    dialect, env_file_order, env_files_in_use, find_framework, has_package, in_use, nothing_here,
    read_env_files, read_manifest,
};
use dotenv::Loaded;
use elsewhere::Elsewhere;
use framework::Framework;
use manifest::Manifest;
use other_modes::{Modes, warned};
use redaction::{cautious_redactor, redactor};
use sources::Sources;
use unknown::Knowledge;

/// A project with every variable resolved.
#[derive(Debug)]
pub struct Project {
    /// Its folder.
    pub directory: PathBuf,
    /// The environment that it was resolved for.
    pub environment: String,
    /// Its manifest, if it has one.
    pub manifest: Option<Manifest>,
    /// Its framework, from the manifest or detected.
    pub framework: Option<&'static Framework>,
    /// Its variables, by name.
    pub variables: Vec<Resolved>,
    /// Values in files that are not in force: of the project's other modes, its workspace, its
    /// platform.
    pub other_values: Vec<OtherValues>,
    /// The files whose values are known.
    pub files_read: Vec<String>,
    /// Secrets that the project has and whose values are not known here.
    pub unknown: Vec<UnknownSecret>,
    /// What is wrong, in a stable order and without any sensitive value.
    pub findings: Vec<Finding>,
    /// What its configuration files set.
    pub configured: Configured,
    env_files: Vec<String>,
}

impl Project {
    /// Loads, resolves and checks a project.
    ///
    /// # Errors
    /// If the manifest cannot be used: everything that is wrong with it. All other problems are in
    /// [`findings`](Self::findings).
    pub fn load(request: &Request<'_>) -> Result<Self, Vec<Finding>> {
        Self::resolved(request).map_err(|findings| {
            // the classes are unknown, so every value counts as a secret
            let redactor = cautious_redactor(request);
            findings.into_iter().map(|finding| redactor.redact_finding(finding)).collect()
        })
    }

    fn resolved(request: &Request<'_>) -> Result<Self, Vec<Finding>> {
        let (manifest, mut findings) = read_manifest(request.directory)?;
        let framework = find_framework(request.directory, manifest.as_ref())?;
        let (files, problems) = read_env_files(request, framework);
        findings.extend(problems);
        let is_known = manifest.is_some() || framework.is_some() || !files.is_empty();
        if !is_known && !has_package(request.directory) {
            findings.push(nothing_here(request.directory));
            return Err(findings);
        }
        let dialect = dialect(request.directory, framework);
        let keys = private_keys::private_keys(request.directory, request.process);
        let Loaded { assignments, findings: of_files, cuts } = dotenv::load(
            &files,
            dialect,
            &in_use(request.directory, dialect),
            request.process,
            &keys,
        );
        findings.extend(of_files);
        let configured =
            framework.map(|it| request.configured.map_or_else(|| it.clone(), |set| set.apply(it)));
        findings.extend(cuts);
        let sources = Sources::new(
            (manifest.as_ref(), request.environment),
            configured.as_ref(),
            &assignments,
            request.process,
            request.today,
        );
        let examples = examples::examples(request.directory);
        let sources = sources.with_taken(request.directory, &examples);
        let variables = resolve::resolve(&sources);
        findings.extend(checks::variables(&sources, &variables));
        let own = env_files_in_use(request, framework);
        let modes = Modes {
            directory: request.directory,
            manifest: manifest.as_ref(),
            framework: configured.as_ref(),
            order: env_file_order(framework),
            dialect,
            process: request.process,
            keys: &keys,
            own: &own,
        };
        let (mut other_values, problems) = modes.read(&variables);
        findings.extend(problems.into_iter().map(warned));
        let elsewhere = Elsewhere {
            directory: request.directory,
            manifest: manifest.as_ref(),
            framework: configured.as_ref(),
            own: &own,
            process: request.process,
            keys: &keys,
        };
        let elsewhere = elsewhere.read(&variables, &other_values);
        other_values.extend(elsewhere.values);
        findings.extend(elsewhere.findings);
        // what a server reads from its own file is there
        let is_elsewhere =
            |name: &str| other_values.iter().any(|it| it.name == name && !it.is_other_mode);
        findings.retain(|finding| {
            finding.code != Code::Missing || !finding.variable.as_deref().is_some_and(is_elsewhere)
        });
        let mut files_read: Vec<String> = files.iter().map(|file| file.name().to_owned()).collect();
        // a script may name a file that the framework reads, too
        for file in elsewhere.files {
            if !files_read.contains(&file) {
                files_read.push(file);
            }
        }
        let knowledge = Knowledge {
            directory: request.directory,
            sources: &sources,
            variables: &variables,
            elsewhere: &other_values,
            examples: &examples,
        };
        let unknown = knowledge.unknown();
        findings.extend(checks::project(request, framework, manifest.as_ref(), &variables));
        let redactor = redactor(&variables);
        let mut findings: Vec<_> =
            findings.into_iter().map(|finding| redactor.redact_finding(finding)).collect();
        findings.sort_by(Finding::report_order);
        let directory = request.directory.to_owned();
        let environment = request.environment.to_owned();
        let env_files = own;
        Ok(Self {
            directory,
            environment,
            manifest,
            framework,
            variables,
            other_values,
            files_read,
            unknown,
            findings,
            configured: request.configured.cloned().unwrap_or_default(),
            env_files,
        })
    }

    /// The names of the `.env` files that the framework reads if they exist.
    pub fn env_file_names(&self) -> Vec<String> {
        self.env_files.clone()
    }

    /// The framework of the project in a folder: as set in its manifest, else detected; `None` if
    /// there is none or it cannot be found out.
    pub fn framework_of(directory: &Path) -> Option<&'static Framework> {
        let (manifest, _) = read_manifest(directory).ok()?;
        find_framework(directory, manifest.as_ref()).ok()?
    }

    /// The public variables that look like secrets: nobody declared them, and EW043 names them.
    pub fn likely_secrets(&self) -> impl Iterator<Item = &Resolved> {
        self.variables.iter().filter(|variable| variable.is_likely_secret())
    }

    /// The variables whose values must stay secret.
    pub fn sensitive(&self) -> impl Iterator<Item = &Resolved> {
        self.variables.iter().filter(|variable| variable.sensitive)
    }
}
