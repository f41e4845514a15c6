//! The manifest as written: the types for serde and for the JSON Schema.
//!
//! Nothing is checked here beyond the type of each value; see `validate`.

use std::collections::BTreeMap;

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Deserialize;

use super::at::At;
use super::inline::RawSchema;
use super::scalar::{Bound, Day, Scalar};

/// Variables by name.
pub(crate) type Table = BTreeMap<At<String>, RawVariable>;

/// `envwall.toml`: which environment variables the browser may get, and which it may not.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema), schemars(title = "envwall.toml"))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct RawManifest {
    /// The project as a whole.
    pub(crate) project: RawProject,
    /// What browsers can fetch.
    pub(crate) client: RawClient,
    /// Where values come from besides the `.env` files.
    pub(crate) sources: RawSources,
    /// Files that `envwall generate` writes.
    pub(crate) generate: Option<RawGenerate>,
    /// Variables given to the client.
    pub(crate) public: Table,
    /// Variables never given to the client.
    pub(crate) server: Table,
    /// Class by name pattern, for variables that are not declared. Later patterns take precedence.
    pub(crate) rules: RawRules,
    /// Changes for one environment, by its name.
    pub(crate) environments: BTreeMap<At<String>, Table>,
    /// Reviewed exceptions.
    pub(crate) waivers: Vec<At<RawWaiver>>,
}

/// The project as a whole.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct RawProject {
    /// The framework, which sets client output, public prefixes and how `.env` files are read.
    /// Default: detected.
    pub(crate) framework: Option<At<String>>,
}

/// What browsers can fetch: globs relative to the manifest.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct RawClient {
    /// Files that browsers can fetch. Default: the framework's output.
    pub(crate) include: Option<Vec<At<String>>>,
    /// Exceptions that browsers cannot fetch.
    pub(crate) exclude: Vec<At<String>>,
    /// Output that nobody publishes, such as `storybook-static/**`: not scanned, and not reported as
    /// left out.
    pub(crate) not_deployed: Vec<At<String>>,
}

/// Where values come from besides the project's own `.env` files.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct RawSources {
    /// More files whose values are searched for and never given to a command, relative to the
    /// manifest.
    pub(crate) files: Vec<At<String>>,
    /// Globs of files that are not this project's: files that Envwall would read otherwise.
    pub(crate) ignore: Vec<At<String>>,
    /// Which undeclared variables of the process environment are the project's: `true` (the default)
    /// takes those that a file or the source names or that are secrets, `false` none, a list these.
    pub(crate) process: FromProcess,
}

/// Which undeclared variables of the process environment are the project's.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(untagged, expecting = "expected true, false or a list of names")]
pub enum FromProcess {
    /// All that are found to be the project's, or none.
    All(bool),
    /// These.
    Names(Vec<String>),
}

impl Default for FromProcess {
    fn default() -> Self {
        Self::All(true)
    }
}

/// Files that `envwall generate` and `envwall build` write, relative to the manifest. Default: the
/// client's and the server's module and the types, in `src` or next to the manifest.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct RawGenerate {
    /// TypeScript module of the client, such as `src/env.client.ts`: public values only.
    pub(crate) client: Option<At<String>>,
    /// Where the client gets its values. Default: `static`.
    pub(crate) client_mode: Option<At<ClientMode>>,
    /// TypeScript module of the server, such as `src/env.server.ts`.
    pub(crate) server: Option<At<String>>,
    /// Next.js: whether the server's module has `import "server-only"`. Default: true. The Pages
    /// Router and programs without a bundler cannot import such a module.
    pub(crate) server_only: Option<At<bool>>,
    /// Types of `process.env` and `import.meta.env`, such as `src/envwall-env.d.ts`.
    pub(crate) types: Option<At<String>>,
    /// Standard Schema validators, such as `src/env.schema.ts`.
    pub(crate) validators: Option<At<String>>,
    /// Cloudflare's `Env`, such as `worker-env.d.ts`.
    pub(crate) cloudflare: Option<At<String>>,
    /// SvelteKit 3: the declaration of variables, `src/env.ts`.
    pub(crate) sveltekit: Option<At<String>>,
    /// Astro: `env.schema` for the configuration, such as `envwall.astro.ts`.
    pub(crate) astro: Option<At<String>>,
    /// JSON Schema of the environment, such as `env.schema.json`.
    pub(crate) json_schema: Option<At<String>>,
    /// Example of an environment file, such as `.env.example`.
    pub(crate) example: Option<At<String>>,
    /// Table of variables in Markdown, such as `docs/environment.md`.
    pub(crate) markdown: Option<At<String>>,
}

/// Where the generated client gets its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Default)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ClientMode {
    /// From the build: they are in the module.
    #[default]
    Static,
    /// From the page: one build for many deployments.
    Runtime,
}

/// Class by name pattern.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct RawRules {
    /// Globs over names of public variables.
    pub(crate) public: Vec<At<String>>,
    /// Globs over names of server-only variables.
    pub(crate) server: Vec<At<String>>,
}

/// One variable: a type alone (`"url"`), or a table.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "schema", derive(JsonSchema), schemars(untagged))]
pub(crate) enum RawVariable {
    /// The type alone.
    Type(At<TypeName>),
    /// The table.
    Table(Box<RawTable>),
}

/// A variable's type and properties.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct RawTable {
    /// Type of the value. Default: `string`.
    pub(crate) r#type: Option<At<TypeName>>,
    /// What the variable is for, in a sentence. Copied to generated code and docs.
    pub(crate) description: Option<At<String>>,
    /// The value if nothing else sets one.
    pub(crate) default: Option<At<Scalar>>,
    /// Whether a missing value is an error. Default: true.
    pub(crate) required: Option<At<bool>>,
    /// For `int`, `float` and `duration`: minimum value.
    pub(crate) min: Option<At<Bound>>,
    /// For `int`, `float` and `duration`: maximum value.
    pub(crate) max: Option<At<Bound>>,
    /// Minimum length: characters of a `string`, decoded bytes of `base64` and `hex`, items of a
    /// `list`.
    pub(crate) min_length: Option<At<usize>>,
    /// Maximum length, counted as for `min-length`.
    pub(crate) max_length: Option<At<usize>>,
    /// For `string`: what the value starts with, such as `sk_live_`.
    pub(crate) prefix: Option<At<String>>,
    /// For `enum`: the allowed values.
    pub(crate) values: Option<At<Vec<At<String>>>>,
    /// For `url`: the allowed schemes, without the colon.
    pub(crate) schemes: Option<At<Vec<At<String>>>>,
    /// For `list`: type of the items. Default: `string`.
    pub(crate) items: Option<At<TypeName>>,
    /// For `list`: the text between items. Default: a comma.
    pub(crate) separator: Option<At<String>>,
    /// For `json`: the schema of the value.
    pub(crate) schema: Option<At<RawSchema>>,
    /// For `pem`: the label of the armour, such as `PRIVATE KEY`.
    pub(crate) label: Option<At<String>>,
    /// Server variables: whether the value must stay secret. Default: true. A variable that is not
    /// sensitive is still never given to the client, but its value is not searched for.
    pub(crate) sensitive: Option<At<bool>>,
    /// Server variables: when the value is needed. Default: `runtime`.
    pub(crate) phase: Option<At<Phase>>,
    /// Server variables: where the value is kept, such as `aws-ssm:/prod/shop/stripe-key`.
    pub(crate) from: Option<At<String>>,
    /// How often the value must be rotated, such as `90d`.
    pub(crate) rotate: Option<At<String>>,
    /// The day of the last rotation.
    pub(crate) rotated: Option<At<Day>>,
    /// Who issues the value. Shown when rotation is overdue.
    pub(crate) issuer: Option<At<String>>,
}

/// Type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Default)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub(crate) enum TypeName {
    /// Any text.
    #[default]
    String,
    /// `true`, `false`, `1` or `0`.
    Bool,
    /// A whole number.
    Int,
    /// A decimal number.
    Float,
    /// An absolute URL.
    Url,
    /// A TCP port, 1 to 65535.
    Port,
    /// An e-mail address.
    Email,
    /// One of `values`.
    Enum,
    /// Items with a separator between them.
    List,
    /// A JSON text.
    Json,
    /// A duration, such as `90d` or `1h30m`.
    Duration,
    /// A UUID.
    Uuid,
    /// Base64, standard or URL-safe, padded or not.
    Base64,
    /// Hexadecimal digits.
    Hex,
    /// One or more PEM blocks.
    Pem,
}

/// When a server variable is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Default)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// When the server runs; the bundler never gets the real value.
    #[default]
    Runtime,
    /// When the project is built.
    Build,
}

/// A reviewed exception: by `fingerprint`, or by `variable` and `path`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct RawWaiver {
    /// The finding's fingerprint, as reports show it.
    pub(crate) fingerprint: Option<At<String>>,
    /// The variable whose value may be there.
    pub(crate) variable: Option<At<String>>,
    /// Glob of the output files that may contain it.
    pub(crate) path: Option<At<String>>,
    /// Why this is acceptable.
    pub(crate) reason: At<String>,
    /// The day on which the exception expires.
    pub(crate) expires: Option<At<Day>>,
}
