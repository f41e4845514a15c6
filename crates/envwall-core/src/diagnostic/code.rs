//! The codes: one for each kind of problem, stable for ever.

use serde::{Serialize, Serializer};

use super::Severity;

/// Declares the codes once: variant, text, severity, title.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $severity:ident, $title:literal;)*) => {
        /// What kind of problem a finding is. [`Code::explanation`] says the rest.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code, in order.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code as people type it: `EW001`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The severity it usually has.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// What it is, in a few words.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
        }
    };
}

codes! {
    /// A sensitive value stands in client output.
    ValueInOutput = "EW001", Error, "sensitive value in client output";
    /// Client code reads a server-only variable by its name.
    ServerVariableRead = "EW002", Warning, "server-only variable read in client code";
    /// A generated server module was bundled for the client.
    ServerModule = "EW003", Error, "server module in client output";
    /// The whole environment of a build stands in client output.
    EnvironmentDump = "EW004", Error, "environment of the build in client output";
    /// A sensitive value is too guessable to be searched for by value.
    NotSearchable = "EW005", Warning, "not searchable by value";
    /// A precompressed file holds something else than the file beside it.
    StaleSibling = "EW006", Warning, "precompressed file differs from its original";
    /// An artifact could not be read, or only in part.
    NotLookedAt = "EW010", Error, "artifact not looked at";
    /// A symbolic link leads out of the tree, or in a circle.
    LinkNotFollowed = "EW011", Error, "symbolic link not followed";
    /// An artifact could not be parsed as what it claims to be and was searched as bytes only.
    NotParsed = "EW012", Note, "searched as bytes only";
    /// The output folder does not exist.
    NoOutput = "EW013", Error, "client output missing";
    /// No file matched: the guard would have looked at nothing.
    NothingMatched = "EW014", Error, "nothing to look at";
    /// No sensitive value is known: the guard would have looked for nothing.
    NothingToLookFor = "EW015", Error, "nothing to look for";
    /// A file is not the one that was guarded, or is gone.
    ArtifactDiffers = "EW016", Error, "artifact differs from the receipt";
    /// A file that was not there when the guard looked.
    ArtifactAdded = "EW017", Error, "artifact not in the receipt";
    /// A baseline excuses a finding that does not occur any more.
    BaselineUnneeded = "EW018", Note, "baseline entry not needed";
    /// A waiver excuses nothing that was found.
    WaiverUnneeded = "EW019", Note, "waiver not needed";

    /// A required variable has no value.
    Missing = "EW020", Error, "required variable missing";
    /// A value does not fit the variable's type.
    InvalidValue = "EW021", Error, "value does not fit its type";
    /// A line of an environment file is not understood.
    EnvSyntax = "EW022", Error, "line not understood";
    /// An environment file or variable is not UTF-8, or a file cannot be read.
    EnvUnreadable = "EW023", Error, "environment not readable";
    /// Tools in use read this construct differently.
    DialectsDiffer = "EW024", Warning, "tools read this differently";
    /// A command in a value, which Envwall never runs.
    CommandNotRun = "EW025", Warning, "command in a value";
    /// A multi-line value without quotes, of which tools take the first line only.
    UnquotedMultiline = "EW026", Error, "multi-line value without quotes";
    /// A variable that no table, rule or prefix names: server-only by default.
    Undeclared = "EW027", Note, "undeclared, so server-only";
    /// A sensitive variable's value stands in the manifest.
    SecretInManifest = "EW028", Error, "sensitive value in the manifest";

    /// A public variable is built from a sensitive one.
    TaintedPublic = "EW040", Error, "public value built from a sensitive one";
    /// A public variable's value contains a sensitive value.
    PublicContainsSensitive = "EW041", Error, "public value contains a sensitive one";
    /// A server-only variable has a name that the framework hands to the browser.
    ServerWithPublicPrefix = "EW042", Error, "server-only variable with a public prefix";
    /// A variable that is public by its prefix alone has the name or the value of a secret.
    PublicLooksSecret = "EW043", Warning, "public variable that looks like a secret";

    /// A stand-in that a build was given went into what only the server gets.
    StandInBaked = "EW044", Warning, "stand-in in a server's file";
    /// The client output is not of the build that was just run.
    OutputOld = "EW045", Warning, "client output of another build";

    /// The manifest is not TOML.
    ManifestSyntax = "EW060", Error, "manifest not understood";
    /// A key that the manifest does not have.
    UnknownKey = "EW061", Error, "unknown key";
    /// A value of the wrong kind in the manifest.
    WrongKind = "EW062", Error, "wrong kind of value";
    /// A variable in both tables.
    DeclaredTwice = "EW063", Error, "variable in both tables";
    /// A pattern that is no glob.
    BadGlob = "EW064", Error, "pattern not understood";
    /// A constraint that the variable's type does not have, or that contradicts another.
    BadConstraint = "EW065", Error, "constraint does not fit";
    /// A default that does not fit the variable's own type.
    BadDefault = "EW066", Error, "default does not fit its type";
    /// A name that no environment variable can have.
    BadName = "EW067", Error, "not a variable name";
    /// A waiver that names nothing, or too much.
    BadWaiver = "EW068", Error, "waiver not understood";
    /// A waiver whose day has passed.
    WaiverExpired = "EW069", Warning, "waiver expired";
    /// A value whose rotation is overdue.
    RotationOverdue = "EW070", Warning, "rotation overdue";
    /// A variable that an environment changes, but no table declares; or that a waiver names, and
    /// the project does not have.
    UnknownVariable = "EW071", Error, "variable not declared";
    /// The manifest does not exist or cannot be read.
    NoManifest = "EW072", Error, "manifest not readable";
    /// An environment that the manifest does not have.
    UnknownEnvironment = "EW073", Warning, "unknown environment";
    /// A manifest that says nothing about any variable.
    EmptyManifest = "EW074", Warning, "manifest declares nothing";
    /// The framework's configuration puts the output where nobody looks.
    OutputElsewhere = "EW075", Warning, "output configured elsewhere";
    /// The framework's configuration has `.env` files in another folder.
    EnvFilesElsewhere = "EW076", Warning, "`.env` files configured elsewhere";
    /// A build has begun and not come to its end.
    BuildUnfinished = "EW077", Warning, "build not finished";

    /// A generated file is not what the manifest gives now.
    Stale = "EW080", Error, "generated file is stale";
    /// Two names that are one in a generated language.
    SameName = "EW081", Error, "two names are one in generated code";
    /// A file that is in the way and was not generated.
    NotOurs = "EW082", Error, "file in the way was not generated";
    /// A path in the manifest to which nothing is generated.
    BadGeneratePath = "EW083", Error, "no place for a generated file";
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Code {
    type Err = ();

    /// Reads `EW001`, in any case.
    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.iter().copied().find(|code| code.as_str().eq_ignore_ascii_case(text)).ok_or(())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
