//! Directives for cargo: when to run the build script again, and warnings.

use std::path::Path;

use envwall_core::diagnostic::{Finding, Severity};
use envwall_core::manifest::FILE_NAME;
use envwall_core::{Class, Project};

/// The variable that selects the environment if the build script does not.
pub(crate) const ENVIRONMENT: &str = "ENVWALL_ENV";

/// Prints what the generated code depends on: the manifest and its schemas, `.env` files, and public
/// variables of the process environment. Server variables do not affect it.
#[expect(clippy::print_stdout, reason = "cargo reads directives from standard output")]
pub(crate) fn print(directory: &Path, project: Option<&Project>, environment_by_variable: bool) {
    println!("cargo::rustc-check-cfg=cfg(feature, values(\"client\"))");
    let manifest = project.and_then(|project| project.manifest.as_ref());
    let schemas = manifest.map(|manifest| manifest.schema_files.clone()).unwrap_or_default();
    let env_files = project.map(Project::env_file_names).unwrap_or_default();
    let files = [FILE_NAME.to_owned()].into_iter().chain(schemas).chain(env_files);
    // cargo treats a missing file as changed on every build
    for file in files.filter(|file| directory.join(file).exists()) {
        println!("cargo::rerun-if-changed={}", directory.join(file).display());
    }
    if environment_by_variable {
        println!("cargo::rerun-if-env-changed={ENVIRONMENT}");
    }
    let variables = project.iter().flat_map(|project| &project.variables);
    for variable in variables.filter(|variable| variable.class == Class::Public) {
        println!("cargo::rerun-if-env-changed={}", variable.name);
    }
}

/// Prints warnings, such as an unknown environment.
#[expect(clippy::print_stdout, reason = "cargo reads directives from standard output")]
pub(crate) fn warn<'a>(findings: impl IntoIterator<Item = &'a Finding>) {
    for warning in findings.into_iter().filter(|it| it.severity == Severity::Warning) {
        println!("cargo::warning={}", one_line(warning));
    }
}

/// Joins the lines of a finding, as a directive is a single line.
fn one_line(finding: &Finding) -> String {
    format!("envwall {finding}").replace("\n  ", " ").replace(char::is_control, " ")
}
