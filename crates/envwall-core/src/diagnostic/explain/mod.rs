//! The longer text behind each code, for `envwall explain`: one file for each code, `EW001.md`
//! and so on. The example in it is run by the workspace's `tests/explain.rs`.

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use crate::diagnostic::Code;

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
            let title = format!("# {code}: {}\n\n## What it means\n\n", code.title());
            assert!(text.starts_with(&title), "{code}: title");
            let sections: Vec<_> =
                text.lines().filter_map(|line| line.strip_prefix("## ")).collect();
            let mut expected = vec!["What it means", "Why it matters", "Example", "How to fix"];
            if code.is_leak() {
                expected.push("If it was already deployed");
            }
            assert_eq!(sections, expected, "{code}");
        }
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
