//! What is generated from.

use envwall_core::diagnostic::{Code, Finding, Severity};
use envwall_core::framework::Framework;
use envwall_core::manifest::{self, ClientMode, Phase};
use envwall_core::{Class, Project, ValueType};

/// The declared variables of a project, with the values that everyone may see and no other.
#[derive(Debug, Clone)]
pub struct Config {
    pub(crate) public: Vec<Variable>,
    pub(crate) server: Vec<Variable>,
    pub(crate) framework: Option<&'static Framework>,
    pub(crate) client_mode: ClientMode,
    /// Whether `import "server-only"` stands in the server's module.
    pub(crate) server_only: bool,
}

/// A declared variable.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its type.
    pub value_type: ValueType,
    /// What it is for.
    pub description: Option<String>,
    /// Whether it has to have a value.
    pub required: bool,
    /// Whether nobody outside may see its value.
    pub sensitive: bool,
    /// When it is needed.
    pub phase: Phase,
    /// A public variable's value, or the default of one that is not sensitive.
    pub value: Option<String>,
    /// The manifest's default, unless the variable is sensitive: the same in every environment
    /// that does not change it.
    pub default: Option<String>,
}

impl Config {
    /// What a project declares.
    ///
    /// # Errors
    /// What is wrong with the project. That a variable has no value, or not a fitting one, is nothing
    /// where a build need not know it: of a server variable, and of a public one that the client
    /// reads from the page.
    pub fn of(project: &Project) -> Result<Self, Vec<Finding>> {
        let client_mode =
            project.manifest.as_ref().map_or(ClientMode::Static, |it| it.generate.client_mode);
        let errors: Vec<_> = project
            .findings
            .iter()
            .filter(|found| hinders(project, client_mode, found))
            .cloned()
            .collect();
        if !errors.is_empty() {
            return Err(errors);
        }
        let declared: Vec<_> = project
            .manifest
            .iter()
            .flat_map(|manifest| manifest.variables(&project.environment))
            .collect();
        let of = |class| {
            let variables = declared.iter().filter(move |variable| variable.class == class);
            variables.map(|variable| Variable::of(project, variable)).collect()
        };
        Ok(Self {
            public: of(Class::Public),
            server: of(Class::Server),
            framework: project.framework,
            client_mode,
            server_only: project.framework.is_some_and(|framework| framework.id == "next")
                && project.manifest.as_ref().is_none_or(|it| it.generate.server_only),
        })
    }

    /// What the client gets, in the order of the manifest.
    pub fn public(&self) -> &[Variable] {
        &self.public
    }

    /// What only the server gets, in the order of the manifest.
    pub fn server(&self) -> &[Variable] {
        &self.server
    }
}

fn hinders(project: &Project, client_mode: ClientMode, finding: &Finding) -> bool {
    let of_run_time = || {
        let named = project.variables.iter().find(|it| Some(&it.name) == finding.variable.as_ref());
        let is_server = named.is_some_and(|variable| variable.class == Class::Server);
        is_server || client_mode == ClientMode::Runtime
    };
    let of_value = matches!(finding.code, Code::Missing | Code::InvalidValue);
    finding.severity == Severity::Error && !(of_value && of_run_time())
}

impl Variable {
    /// Whether there may be no value where this runs.
    pub(crate) fn is_optional_at_run_time(&self) -> bool {
        !self.required && self.default.is_none()
    }

    /// Whether a machine that runs this has to set it.
    pub(crate) fn is_needed(&self) -> bool {
        self.required && self.default.is_none()
    }

    fn of(project: &Project, declared: &manifest::Variable) -> Self {
        let default = declared.default.as_ref().map(|it| &it.value);
        let default =
            default.filter(|_| !declared.sensitive).map(|value| value.expose().to_owned());
        let value = match declared.class {
            Class::Public => {
                let resolved = project.variables.iter().find(|it| it.name == declared.name);
                resolved.and_then(|it| it.value.as_ref()).map(|value| value.expose().to_owned())
            }
            Class::Server => default.clone(),
        };
        Self {
            name: declared.name.clone(),
            value_type: declared.value_type.clone(),
            description: declared.description.clone(),
            required: declared.required,
            sensitive: declared.sensitive,
            phase: declared.phase,
            // an empty text is no value, unless the type allows one
            value: value.filter(|value| declared.value_type.check(value).is_ok()),
            default,
        }
    }
}
