//! The longer text behind each code, for `envwall explain`: one file for each code, `EW001.md`
//! and so on. The example in it is run by the workspace's `tests/explain.rs`.

use super::Code;

impl Code {
    /// What it is, why it matters and how to mend it: Markdown that reads well as it is.
    ///
    /// ```
    /// use envwall_core::diagnostic::Code;
    /// let text = Code::ValueInOutput.explanation();
    /// assert!(text.starts_with("# EW001: sensitive value in client output\n"));
    /// ```
    pub fn explanation(self) -> &'static str {
        match self {
            Self::ValueInOutput => include_str!("EW001.md"),
            Self::ServerVariableRead => include_str!("EW002.md"),
            Self::ServerModule => include_str!("EW003.md"),
            Self::EnvironmentDump => include_str!("EW004.md"),
            Self::NotSearchable => include_str!("EW005.md"),
            Self::StaleSibling => include_str!("EW006.md"),
            Self::NotLookedAt => include_str!("EW010.md"),
            Self::LinkNotFollowed => include_str!("EW011.md"),
            Self::NotParsed => include_str!("EW012.md"),
            Self::NoOutput => include_str!("EW013.md"),
            Self::NothingMatched => include_str!("EW014.md"),
            Self::NothingToLookFor => include_str!("EW015.md"),
            Self::ArtifactDiffers => include_str!("EW016.md"),
            Self::ArtifactAdded => include_str!("EW017.md"),
            Self::BaselineUnneeded => include_str!("EW018.md"),
            Self::WaiverUnneeded => include_str!("EW019.md"),
            Self::Missing => include_str!("EW020.md"),
            Self::InvalidValue => include_str!("EW021.md"),
            Self::EnvSyntax => include_str!("EW022.md"),
            Self::EnvUnreadable => include_str!("EW023.md"),
            Self::DialectsDiffer => include_str!("EW024.md"),
            Self::CommandNotRun => include_str!("EW025.md"),
            Self::UnquotedMultiline => include_str!("EW026.md"),
            Self::Undeclared => include_str!("EW027.md"),
            Self::SecretInManifest => include_str!("EW028.md"),
            Self::TaintedPublic => include_str!("EW040.md"),
            Self::PublicContainsSensitive => include_str!("EW041.md"),
            Self::ServerWithPublicPrefix => include_str!("EW042.md"),
            Self::PublicLooksSecret => include_str!("EW043.md"),
            Self::StandInBaked => include_str!("EW044.md"),
            Self::OutputOld => include_str!("EW045.md"),
            Self::ManifestSyntax => include_str!("EW060.md"),
            Self::UnknownKey => include_str!("EW061.md"),
            Self::WrongKind => include_str!("EW062.md"),
            Self::DeclaredTwice => include_str!("EW063.md"),
            Self::BadGlob => include_str!("EW064.md"),
            Self::BadConstraint => include_str!("EW065.md"),
            Self::BadDefault => include_str!("EW066.md"),
            Self::BadName => include_str!("EW067.md"),
            Self::BadWaiver => include_str!("EW068.md"),
            Self::WaiverExpired => include_str!("EW069.md"),
            Self::RotationOverdue => include_str!("EW070.md"),
            Self::UnknownVariable => include_str!("EW071.md"),
            Self::NoManifest => include_str!("EW072.md"),
            Self::UnknownEnvironment => include_str!("EW073.md"),
            Self::EmptyManifest => include_str!("EW074.md"),
            Self::OutputElsewhere => include_str!("EW075.md"),
            Self::EnvFilesElsewhere => include_str!("EW076.md"),
            Self::BuildUnfinished => include_str!("EW077.md"),
            Self::Stale => include_str!("EW080.md"),
            Self::SameName => include_str!("EW081.md"),
            Self::NotOurs => include_str!("EW082.md"),
            Self::BadGeneratePath => include_str!("EW083.md"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    /// Columns that fit the narrowest terminal, with a margin.
    const WIDTH: usize = 78;

    #[test]
    fn every_code_has_its_file_and_no_file_is_left_over() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnostic/explain");
        let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        let found: BTreeSet<_> = names.map(|name| name.into_string().unwrap()).collect();
        let texts = Code::ALL.iter().map(|code| format!("{code}.md"));
        assert_eq!(found, texts.chain(["mod.rs".to_owned()]).collect());
    }

    #[test]
    fn every_text_has_the_same_shape() {
        for code in Code::ALL {
            let text = code.explanation();
            let title = format!("# {code}: {}\n\nWhat it is: ", code.title());
            assert!(text.starts_with(&title), "{code}: title");
            let sections: Vec<_> =
                text.lines().filter_map(|line| line.strip_prefix("## ")).collect();
            let mut expected = vec!["Why it matters", "Example", "Mend"];
            if tells_of_a_leak(*code) {
                expected.push("Already deployed?");
            }
            assert_eq!(sections, expected, "{code}");
        }
    }

    fn tells_of_a_leak(code: Code) -> bool {
        matches!(
            code,
            Code::ValueInOutput
                | Code::ServerModule
                | Code::EnvironmentDump
                | Code::SecretInManifest
                | Code::TaintedPublic
                | Code::PublicContainsSensitive
                | Code::ServerWithPublicPrefix
                | Code::PublicLooksSecret
        )
    }

    #[test]
    fn texts_fit_a_terminal() {
        for code in Code::ALL {
            for (index, line) in code.explanation().lines().enumerate() {
                let place = format!("{code}.md, line {}", index + 1);
                assert!(line.chars().count() <= WIDTH, "{place}: too wide");
                assert_eq!(line, line.trim_end(), "{place}: blanks at the end");
                assert!(!line.contains(char::is_control), "{place}: control character");
            }
        }
    }
}
