//! The input of a project.

use std::path::Path;

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
}
