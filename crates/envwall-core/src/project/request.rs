//! The input of a project.

use std::path::Path;

use super::configured::Configured;
use super::process::ProcessEnv;
use crate::Date;

/// Which project to load, and for which environment.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The folder with the manifest and the `.env` files.
    pub directory: &'a Path,
    /// The environment: a table in the manifest and the mode of `.env` files.
    pub environment: &'a str,
    /// The process environment.
    pub process: &'a ProcessEnv,
    /// The current day, for rotation and waivers.
    pub today: Date,
    /// What the configuration files set, if somebody has read them: `envwall_guard::read_configuration`.
    /// Without it, only plain strings in them are recognized.
    pub configured: Option<&'a Configured>,
}
