//! Redactors for a project's own findings.

use super::dotenv::{self, Dialect, DotenvxKeys};
use super::env_files;
use super::framework::EnvFiles;
use super::manifest::FILE_NAME;
use super::request::Request;
use super::resolved::Resolved;
use crate::guessability::is_searchable;
use crate::source::SourceFile;
use crate::{JsonSchema, Redactor, SecretValue, ValueType};

/// Hides every value of a sensitive variable.
pub(super) fn redactor(variables: &[Resolved]) -> Redactor {
    let sensitive = variables.iter().filter(|variable| variable.sensitive);
    let values = sensitive.flat_map(|variable| variable.value.iter().chain(&variable.readings));
    let names = variables.iter().map(|variable| variable.name.as_str());
    let schemas = variables.iter().filter_map(|variable| match &variable.value_type {
        ValueType::Json { schema } => schema.as_deref(),
        _ => None,
    });
    // messages describe a place in a value by property names of its schema, which are in the value
    // too
    let properties = schemas.flat_map(JsonSchema::property_names);
    let properties = properties.filter(|name| !is_searchable(name));
    // what a type asks for is in every value that fits it
    let schemes = variables.iter().flat_map(|variable| match &variable.value_type {
        ValueType::Url { schemes } => schemes.as_slice(),
        _ => &[],
    });
    let names = names.chain(properties).chain(schemes.map(String::as_str));
    Redactor::new(values.collect::<Vec<&SecretValue>>()).names(names)
}

/// Hides every value of the project's files, and of the process if the manifest's text contains the
/// variable's name.
pub(super) fn cautious_redactor(request: &Request<'_>) -> Redactor {
    let orders = [EnvFiles::LocalOverMode, EnvFiles::ModeOverLocal];
    let names = orders.map(|order| order.names(request.environment)).concat();
    let (files, _) = env_files::read(request.directory, &names);
    let loaded = dotenv::load(&files, Dialect::Dotenv, &[], request.process, &DotenvxKeys::none());
    let of_files = loaded.assignments.iter();
    let of_files = of_files.flat_map(|one| std::iter::once(&one.value).chain(&one.readings));
    let manifest = env_files::read_text(&request.directory.join(FILE_NAME), FILE_NAME);
    let manifest = manifest.ok().flatten();
    let manifest = manifest.as_ref().map_or("", SourceFile::text);
    let of_process = request.process.iter().filter(|(name, _)| manifest.contains(name));
    Redactor::new(of_files.chain(of_process.map(|(_, value)| value)))
}
