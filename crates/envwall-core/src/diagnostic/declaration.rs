//! Lines of the manifest that settle a finding.

/// A line of the manifest that says what a variable is, and so settles what is reported of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Declaration {
    /// The variable.
    pub name: String,
    /// What the line says of it.
    pub kind: DeclarationKind,
}

/// What a line of the manifest says of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeclarationKind {
    /// Everyone may know it: `[public]`.
    Public,
    /// It is secret: `[server]`.
    Server,
    /// Its real value is needed by the build: `[server]` with `phase = "build"`.
    Build,
    /// It stays on the server, but is no secret: `[server]` with `sensitive = false`.
    NotSensitive,
}

impl Declaration {
    /// That `name` is of a kind.
    pub fn new(name: impl Into<String>, kind: DeclarationKind) -> Self {
        Self { name: name.into(), kind }
    }

    /// The table and the line, as they stand in a manifest.
    ///
    /// ```
    /// use envwall_core::diagnostic::{Declaration, DeclarationKind};
    /// let declaration = Declaration::new("PORT", DeclarationKind::NotSensitive);
    /// assert_eq!(declaration.line(), ("server", "PORT = { sensitive = false }".to_owned()));
    /// ```
    pub fn line(&self) -> (&'static str, String) {
        let name = &self.name;
        match self.kind {
            DeclarationKind::Public => ("public", format!("{name} = \"string\"")),
            DeclarationKind::Server => ("server", format!("{name} = \"string\"")),
            DeclarationKind::Build => ("server", format!("{name} = {{ phase = \"build\" }}")),
            DeclarationKind::NotSensitive => {
                ("server", format!("{name} = {{ sensitive = false }}"))
            }
        }
    }
}
