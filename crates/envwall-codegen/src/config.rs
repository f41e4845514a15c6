//! The input of all generators.

use envwall_core::diagnostic::{Code, Finding, Severity};
use envwall_core::framework::Framework;
use envwall_core::manifest::{self, ClientMode, Phase};
use envwall_core::{Class, Project, ValueType};

/// The declared variables of a project, with public values only.
#[derive(Debug, Clone)]
pub struct Config {
    pub(crate) public: Vec<Variable>,
    pub(crate) server: Vec<Variable>,
    pub(crate) framework: Option<&'static Framework>,
    pub(crate) client_mode: ClientMode,
    /// Whether the server module has `import "server-only"`.
    pub(crate) server_only: bool,
}

/// A declared variable.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// Name.
    pub name: String,
    /// Type.
    pub value_type: ValueType,
    /// Description from the manifest.
    pub description: Option<String>,
    /// Whether it must have a value.
    pub required: bool,
    /// Whether its value is secret.
    pub sensitive: bool,
    /// Whether the build or the running server needs it.
    pub phase: Phase,
    /// The value of a public variable, or the default of a server variable that is not sensitive.
    pub value: Option<String>,
    /// The default from the manifest, unless the variable is sensitive.
    pub default: Option<String>,
}

impl Config {
    /// Collects the declared variables of a project.
    ///
    /// # Errors
    /// The errors of the project. A missing or invalid value is no error if the build does not need it:
    /// for server variables, and for public ones that the client reads from the page.
    pub fn of(project: &Project) -> Result<Self, Vec<Finding>> {
        let client_mode =
            project.manifest.as_ref().map_or(ClientMode::Static, |it| it.generate.client_mode);
        let errors: Vec<_> = project
            .findings
            .iter()
            .filter(|finding| blocks(project, client_mode, finding))
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
        let of_class = |class| {
            let variables = declared.iter().filter(move |variable| variable.class == class);
            variables.map(|variable| Variable::of(project, variable)).collect()
        };
        Ok(Self {
            public: of_class(Class::Public),
            server: of_class(Class::Server),
            framework: project.framework,
            client_mode,
            server_only: project.framework.is_some_and(|framework| framework.id == "next")
                && project.manifest.as_ref().is_none_or(|it| it.generate.server_only),
        })
    }

    /// Variables of the client, in the order of the manifest.
    pub fn public(&self) -> &[Variable] {
        &self.public
    }

    /// Variables of the server, in the order of the manifest.
    pub fn server(&self) -> &[Variable] {
        &self.server
    }
}

/// Whether a finding makes generating impossible.
fn blocks(project: &Project, client_mode: ClientMode, finding: &Finding) -> bool {
    let is_read_at_run_time = || {
        let named = project.variables.iter().find(|it| Some(&it.name) == finding.variable.as_ref());
        let is_server = named.is_some_and(|variable| variable.class == Class::Server);
        is_server || client_mode == ClientMode::Runtime
    };
    let is_about_value = matches!(finding.code, Code::Missing | Code::InvalidValue);
    finding.severity == Severity::Error && !(is_about_value && is_read_at_run_time())
}

impl Variable {
    /// Whether it may be unset at run time.
    pub(crate) fn is_optional_at_run_time(&self) -> bool {
        !self.required && self.default.is_none()
    }

    /// Whether the environment must set it.
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
            // an empty string is no value unless the type allows it
            value: value.filter(|value| declared.value_type.check(value).is_ok()),
            default,
        }
    }
}
