//! Lines of the manifest that settle a finding.

/// A line of the manifest that says what a variable is, and so settles what is reported of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Declaration {
    /// The variable.
    pub name: String,
    /// What the line says of it.
    pub kind: DeclarationKind,
    /// Whether it is not set everywhere: only the environment of a build has it.
    pub is_optional: bool,
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
        Self { name: name.into(), kind, is_optional: false }
    }

    /// Says whether the variable is not set everywhere.
    #[must_use]
    pub fn optional(self, is_optional: bool) -> Self {
        Self { is_optional, ..self }
    }

    /// The table and the line, as they stand in a manifest.
    ///
    /// ```
    /// use envwall_core::diagnostic::{Declaration, DeclarationKind};
    /// let declaration = Declaration::new("PORT", DeclarationKind::NotSensitive);
    /// assert_eq!(declaration.line(), ("server", "PORT = { sensitive = false }".to_owned()));
    /// let declaration = Declaration::new("TITLE", DeclarationKind::Public).optional(true);
    /// assert_eq!(declaration.line(), ("public", "TITLE = { required = false }".to_owned()));
    /// ```
    pub fn line(&self) -> (&'static str, String) {
        let (table, setting) = match self.kind {
            DeclarationKind::Public => ("public", None),
            DeclarationKind::Server => ("server", None),
            DeclarationKind::Build => ("server", Some("phase = \"build\"")),
            DeclarationKind::NotSensitive => ("server", Some("sensitive = false")),
        };
        let optional = self.is_optional.then_some("required = false");
        let settings: Vec<_> = setting.into_iter().chain(optional).collect();
        let said = match settings.as_slice() {
            [] => "\"string\"".to_owned(),
            settings => format!("{{ {} }}", settings.join(", ")),
        };
        (table, format!("{} = {said}", self.name))
    }
}
