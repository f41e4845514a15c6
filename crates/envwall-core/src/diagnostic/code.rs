//! The table of codes: everything that is decided by a finding's code alone. Codes never change
//! their meaning.

use serde::{Serialize, Serializer};

use super::Severity;

/// How a run ends if a finding is an error. The exit status follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExitClass {
    /// Envwall did its work and found something: status 1.
    Findings,
    /// The manifest, the environment or another input is wrong: status 2.
    BadInput,
    /// Something could not be scanned: status 3.
    Incomplete,
}

/// Declares [`Code`] and its methods; one column is one method.
macro_rules! codes {
    ($(
        $code:literal $name:ident $severity:ident $exit:ident
        $baseline:tt $waiver:tt $leak:tt $security:tt $title:literal;
    )*) => {
        /// The kind of problem that a finding reports. See [`Code::explanation`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = concat!("`", $code, "`: ", $title, ".")] $name,)*
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code as people type it: `EW001`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// A summary in a few words.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }

            /// The default severity.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// How a run ends if a finding with this code is an error.
            pub const fn exit_class(self) -> ExitClass {
                match self { $(Self::$name => ExitClass::$exit,)* }
            }

            /// Whether a baseline may excuse it. A value or a name that was found may be known already;
            /// that something was not scanned or not searched for may not, or the baseline would hide
            /// every later leak behind it.
            pub const fn excusable_by_baseline(self) -> bool {
                match self { $(Self::$name => flag!($baseline),)* }
            }

            /// Whether a waiver in the manifest may excuse it: only what somebody can have reviewed.
            pub const fn excusable_by_waiver(self) -> bool {
                match self { $(Self::$name => flag!($waiver),)* }
            }

            /// Whether it means that a secret may already be public, so that it has to be rotated.
            pub const fn is_leak(self) -> bool {
                match self { $(Self::$name => flag!($leak),)* }
            }

            /// The CVSS-like score by which GitHub ranks a security alert, as SARIF writes it.
            pub const fn security_severity(self) -> Option<&'static str> {
                match self { $(Self::$name => score!($security),)* }
            }

            /// What it is, why it matters and how to fix it: Markdown that reads well unrendered.
            ///
            /// ```
            /// use envwall_core::diagnostic::Code;
            /// let text = Code::ValueInOutput.explanation();
            /// assert!(text.starts_with("# EW001: sensitive value in client output\n"));
            /// ```
            pub const fn explanation(self) -> &'static str {
                match self { $(Self::$name => include_str!(concat!("explain/", $code, ".md")),)* }
            }
        }
    };
}

macro_rules! flag {
    (yes) => {
        true
    };
    (-) => {
        false
    };
}

macro_rules! score {
    (-) => {
        None
    };
    ($score:literal) => {
        Some($score)
    };
}

codes! {
    // code  variant                 severity ends with  baseline waiver leak security title
    "EW001" ValueInOutput           Error   Findings   yes      yes    yes  "9.1"    "sensitive value in client output";
    "EW002" ServerVariableRead      Warning Findings   yes      yes    -    -        "server-only variable read in client code";
    "EW003" ServerModule            Error   Findings   yes      yes    yes  "8.0"    "server module in client output";
    "EW004" EnvironmentDump         Error   Findings   yes      yes    yes  "9.1"    "build environment in client output";
    "EW005" NotSearchable           Warning BadInput   -        -      -    -        "value only partly searchable";
    "EW006" StalePrecompressed      Warning BadInput   yes      -      -    -        "precompressed file differs from its original";
    "EW007" HardCodedCredential     Error   Findings   yes      yes    yes  "9.1"    "hard-coded credential in client output";
    "EW008" ExposedFile             Error   Findings   yes      yes    yes  "9.1"    "file of secrets in client output";
    "EW009" UndeclaredInOutput      Note    Findings   -        -      -    -        "undeclared values in client output";
    "EW010" NotLookedAt             Error   Incomplete -        -      -    -        "file not fully scanned";
    "EW011" LinkNotFollowed         Error   Incomplete -        -      -    -        "symbolic link not followed";
    "EW012" NotParsed               Note    Incomplete -        -      -    -        "file searched without parsing";
    "EW013" NoOutput                Error   Incomplete -        -      -    -        "client output not found";
    "EW014" NothingMatched          Error   Incomplete -        -      -    -        "no files to scan";
    "EW015" NothingToLookFor        Error   BadInput   -        -      -    -        "no secrets to search for";
    "EW016" ArtifactDiffers         Error   Findings   -        -      -    -        "file differs from the receipt";
    "EW017" ArtifactAdded           Error   Findings   -        -      -    -        "file not in the receipt";
    "EW018" BaselineUnneeded        Note    BadInput   -        -      -    -        "unused baseline entry";
    "EW019" WaiverUnneeded          Note    BadInput   -        -      -    -        "unused waiver";

    "EW020" Missing                 Error   BadInput   -        -      -    -        "required variable missing";
    "EW021" InvalidValue            Error   BadInput   -        -      -    -        "value does not match its type";
    "EW022" EnvSyntax               Error   BadInput   -        -      -    -        "invalid line in an `.env` file";
    "EW023" EnvUnreadable           Error   BadInput   -        -      -    -        "unreadable `.env` file or variable";
    "EW024" DialectsDiffer          Warning BadInput   -        -      -    -        "value that tools read differently";
    "EW025" CommandNotRun           Warning BadInput   -        -      -    -        "command substitution in a value";
    "EW026" UnquotedMultiline       Error   BadInput   -        -      -    -        "multi-line value without quotes";
    "EW027" Undeclared              Note    BadInput   -        -      -    -        "undeclared variable";
    "EW028" SecretInManifest        Error   BadInput   yes      -      yes  -        "sensitive value in the manifest";
    "EW029" SecretInPlatformFile    Warning BadInput   -        -      yes  -        "secret in a platform's configuration file";

    "EW040" TaintedPublic           Error   Findings   yes      -      yes  "8.0"    "public variable built from a sensitive one";
    "EW041" PublicContainsSensitive Error   Findings   yes      -      yes  "8.0"    "public value contains a sensitive value";
    "EW042" ServerWithPublicPrefix  Error   Findings   yes      -      yes  "8.0"    "server-only variable with a public prefix";
    "EW043" PublicLikelySecret      Warning Findings   yes      -      yes  -        "public variable that looks like a secret";
    "EW044" PlaceholderBaked        Error   BadInput   yes      -      -    -        "placeholder outside the client output";
    "EW045" OutputOld               Warning BadInput   -        -      -    -        "client output not written by this build";
    "EW046" SecretInherited         Note    BadInput   -        -      -    -        "secret of the process environment given to the build";
    "EW047" ReadAtRunTime           Note    BadInput   -        -      -    -        "variable read at run time in place of a built-in value";

    "EW050" ValueCut                Warning BadInput   -        -      -    -        "value that its reader cuts or changes";
    "EW051" UnsetReference          Warning BadInput   -        -      -    -        "reference to a variable that nothing sets";

    "EW060" ManifestSyntax          Error   BadInput   -        -      -    -        "manifest is not valid TOML";
    "EW061" UnknownKey              Error   BadInput   -        -      -    -        "unknown key in the manifest";
    "EW062" WrongKind               Error   BadInput   -        -      -    -        "invalid value in the manifest";
    "EW063" DeclaredTwice           Error   BadInput   -        -      -    -        "variable declared twice";
    "EW064" BadGlob                 Error   BadInput   -        -      -    -        "invalid glob";
    "EW065" BadConstraint           Error   BadInput   -        -      -    -        "invalid constraint";
    "EW066" BadDefault              Error   BadInput   -        -      -    -        "default does not match its type";
    "EW067" BadName                 Error   BadInput   -        -      -    -        "invalid variable name";
    "EW068" BadWaiver               Error   BadInput   -        -      -    -        "invalid waiver";
    "EW069" WaiverExpired           Warning BadInput   -        -      -    -        "waiver expired";
    "EW070" RotationOverdue         Warning BadInput   -        -      -    -        "rotation overdue";
    "EW071" UnknownVariable         Error   BadInput   -        -      -    -        "unknown variable in the manifest";
    "EW072" NoManifest              Error   BadInput   -        -      -    -        "project not found or not readable";
    "EW073" UnknownEnvironment      Warning BadInput   -        -      -    -        "unknown environment";
    "EW074" EmptyManifest           Warning BadInput   -        -      -    -        "manifest declares nothing";
    "EW075" OutputElsewhere         Error   BadInput   -        -      -    -        "configured output folder not scanned";
    "EW076" EnvFilesElsewhere       Error   BadInput   -        -      -    -        "configured `.env` folder not read";
    "EW077" BuildUnfinished         Warning BadInput   -        -      -    -        "build not finished";

    "EW080" Stale                   Error   Findings   -        -      -    -        "generated file is out of date";
    "EW081" SameName                Error   BadInput   -        -      -    -        "names collide in generated code";
    "EW082" NotGenerated            Error   BadInput   -        -      -    -        "existing file was not generated";
    "EW083" BadGeneratePath         Error   BadInput   -        -      -    -        "invalid `generate` setting";
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Code {
    type Err = ();

    /// Reads `EW001`, in upper or lower case.
    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.iter().copied().find(|code| code.as_str().eq_ignore_ascii_case(text)).ok_or(())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
