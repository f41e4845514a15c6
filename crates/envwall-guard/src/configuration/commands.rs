//! The commands of a script, with the folder in which each is run and the variables that it is given.

use super::paths;

/// A command.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Command {
    pub(super) words: Vec<String>,
    /// The folder in which it is run, relative to that of the script: `cd admin && …`.
    pub(super) folder: String,
    /// Variables that are set for it or before it.
    pub(super) variables: Vec<(String, String)>,
}

impl Command {
    /// The value of a flag, after it or after `=`.
    pub(super) fn value(&self, flags: &[&str]) -> Option<(String, String)> {
        self.words.iter().enumerate().find_map(|(index, word)| {
            let flag = flags.iter().find(|flag| {
                word == *flag || word.strip_prefix(**flag).is_some_and(|rest| rest.starts_with('='))
            })?;
            let value = match word.split_once('=') {
                Some((_, value)) => value.to_owned(),
                None => self.words.get(index + 1).filter(|word| !word.starts_with('-'))?.clone(),
            };
            Some(((*flag).to_owned(), value))
        })
    }

    /// The name of a program: `wrangler` of `node_modules/.bin/wrangler` and `wrangler@4`.
    pub(super) fn name(word: &str) -> &str {
        let name = word.rsplit('/').next().unwrap_or(word);
        match name.split_once('@') {
            Some((name, _)) if !name.is_empty() => name,
            _ => name,
        }
    }

    /// The words from one of the programs on, which has to be what the command runs: behind variables,
    /// runners such as `npx`, and their flags.
    pub(super) fn run_of(&self, names: &[&str]) -> Option<&[String]> {
        const RUNNERS: &[&str] = &[
            "bun",
            "bunx",
            "cross-env",
            "dlx",
            "dotenv",
            "env",
            "exec",
            "node",
            "npx",
            "pnpm",
            "pnpx",
            "run",
            "sudo",
            "time",
            "yarn",
        ];
        let at = self.words.iter().position(|word| names.contains(&Self::name(word)))?;
        let is_runner = |word: &String| {
            RUNNERS.contains(&word.as_str()) || word.starts_with('-') || word.contains('=')
        };
        self.words[..at].iter().all(is_runner).then(|| &self.words[at..])
    }
}

/// The commands of a script.
pub(super) fn commands(script: &str) -> Vec<Command> {
    let mut state = State::default();
    // what a pair of brackets changes ends with it
    let mut outer = Vec::new();
    let mut found = Vec::new();
    for part in parts(script) {
        match part {
            Part::Open => outer.push(state.clone()),
            Part::Close => state = outer.pop().unwrap_or(state),
            Part::Command(words) => found.extend(state.command(words)),
        }
    }
    found
}

/// What commands change for those after them.
#[derive(Debug, Clone, Default)]
struct State {
    folder: String,
    variables: Vec<(String, String)>,
}

impl State {
    fn command(&mut self, words: Vec<String>) -> Option<Command> {
        let first = words.first().map(String::as_str).unwrap_or_default();
        match (first, words.get(1)) {
            ("cd" | "pushd", Some(folder)) if !folder.starts_with('/') => {
                self.folder = paths::from_project("/", &self.folder, folder);
                return None;
            }
            ("export" | "set", Some(word)) if word.contains('=') => {
                self.variables.extend(words[1..].iter().filter_map(|word| assignment(word)));
                return None;
            }
            _ => {}
        }
        let mut variables = self.variables.clone();
        variables.extend(words.iter().filter_map(|word| assignment(word)));
        Some(Command { words, folder: self.folder.clone(), variables })
    }
}

/// `NAME=value`.
fn assignment(word: &str) -> Option<(String, String)> {
    let (name, value) = word.split_once('=')?;
    let is_name = name.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_')
        && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
    is_name.then(|| (name.to_owned(), value.to_owned()))
}

enum Part {
    Command(Vec<String>),
    Open,
    Close,
}

/// The commands of a script as words, and the brackets around them.
fn parts(script: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut words: Vec<String> = Vec::new();
    let (mut word, mut quote, mut is_word) = (String::new(), None, false);
    let end_word = |words: &mut Vec<String>, word: &mut String, is_word: &mut bool| {
        if std::mem::take(is_word) {
            words.push(std::mem::take(word));
        }
    };
    let mut before = ' ';
    for char in script.chars() {
        match (char, quote) {
            (char, Some(open)) if char == open => quote = None,
            ('"' | '\'', None) => (quote, is_word) = (Some(char), true),
            // `$(…)` is a part of a word
            ('(', None) if before == '$' => word.push(char),
            ('&' | '|' | ';' | '\n' | '(' | ')', None) => {
                end_word(&mut words, &mut word, &mut is_word);
                if !words.is_empty() {
                    parts.push(Part::Command(std::mem::take(&mut words)));
                }
                match char {
                    '(' => parts.push(Part::Open),
                    ')' => parts.push(Part::Close),
                    _ => {}
                }
            }
            (char, None) if char.is_whitespace() => {
                end_word(&mut words, &mut word, &mut is_word);
            }
            (char, _) => {
                word.push(char);
                is_word = true;
            }
        }
        before = char;
    }
    end_word(&mut words, &mut word, &mut is_word);
    if !words.is_empty() {
        parts.push(Part::Command(words));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_variables_hold_for_what_follows() {
        let found = |script: &str| -> Vec<String> {
            let shown =
                |it: Command| format!("{}:{} {:?}", it.folder, it.words.join(" "), it.variables);
            commands(script).into_iter().map(shown).collect()
        };
        assert_eq!(found("cd a && b; cd .. | c"), ["a:b []", ":c []"]);
        assert_eq!(found("(cd a/x && b) & c"), ["a/x:b []", ":c []"]);
        assert_eq!(found("export A=1 && B='2 3' c"), [r#":B=2 3 c [("A", "1"), ("B", "2 3")]"#]);
        assert_eq!(found("x $(y) z"), [":x $(y []", ":z []"]);
        assert_eq!(found("set A=1&& b"), [r#":b [("A", "1")]"#]);
    }

    #[test]
    fn programs_are_run_by_others() {
        let runs = |script: &str| commands(script)[0].run_of(&["surge"]).is_some();
        for script in ["surge", "npx surge@1 x", "A=1 npx --yes surge", "./node_modules/.bin/surge"]
        {
            assert!(runs(script), "{script}");
        }
        assert!(!runs("echo surge"));
    }
}
