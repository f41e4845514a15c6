//! What is generated from.

use envwall_core::diagnostic::{Code, Finding, Severity};
use envwall_core::{Class, Project, ValueType, manifest};

/// The declared variables of a project, with the values that everyone may see and no other.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    pub(crate) public: Vec<Variable>,
    pub(crate) server: Vec<Variable>,
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
    /// A public variable's value, or the default of one that is not sensitive.
    pub value: Option<String>,
}

impl Config {
    /// What a project declares.
    ///
    /// # Errors
    /// What is wrong with the project. That a server variable has no value, or not a fitting one, is
    /// nothing: a build need not know it.
    pub fn of(project: &Project) -> Result<Self, Vec<Finding>> {
        let errors: Vec<_> =
            project.findings.iter().filter(|found| hinders(project, found)).cloned().collect();
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
        Ok(Self { public: of(Class::Public), server: of(Class::Server) })
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

fn hinders(project: &Project, finding: &Finding) -> bool {
    let of_server = || {
        let named = project.variables.iter().find(|it| Some(&it.name) == finding.variable.as_ref());
        named.is_some_and(|variable| variable.class == Class::Server)
    };
    let of_value = matches!(finding.code, Code::Missing | Code::InvalidValue);
    finding.severity == Severity::Error && !(of_value && of_server())
}

impl Variable {
    fn of(project: &Project, declared: &manifest::Variable) -> Self {
        let value = match declared.class {
            Class::Public => {
                let resolved = project.variables.iter().find(|it| it.name == declared.name);
                resolved.and_then(|variable| variable.value.as_ref())
            }
            Class::Server => {
                declared.default.as_ref().map(|it| &it.value).filter(|_| !declared.sensitive)
            }
        };
        // an empty text is no value, unless the type allows one
        let value = value.map(|value| value.expose().to_owned());
        let value = value.filter(|value| declared.value_type.check(value).is_ok());
        Self {
            name: declared.name.clone(),
            value_type: declared.value_type.clone(),
            description: declared.description.clone(),
            required: declared.required,
            sensitive: declared.sensitive,
            value,
        }
    }
}
