//! What `envwall explain` says is what Envwall does: the example of every text is made and run.
//!
//! A fenced block whose info string names a file (`toml envwall.toml`) is that file. The `console`
//! block has the commands behind `$`: the last is `envwall`'s, those before it run in a shell. The
//! rest of it is in the report for people; `…` matches anything, and line breaks are free.

use std::path::Path;
use std::process::{Command, Output};
use std::{fs, io};

/// So many characters of a secret in a row are never shown.
const RUN: usize = 8;

/// What an example's shell may need that is not on every machine.
const EXTERNAL_TOOLS: &[&str] = &["mkfifo", "gzip"];

/// A shorter text says nothing: it occurs by chance.
const SHORTEST: usize = 4;

#[test]
fn every_example_does_what_its_text_says() {
    let codes = codes().unwrap();
    assert!(codes.len() > 30, "codes found: {codes:?}");
    let wrong: Vec<String> = codes.iter().flat_map(|code| problems(code).unwrap()).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}

/// Every code that the binary lists.
fn codes() -> io::Result<Vec<String>> {
    let output = envwall(Path::new("."), &["explain"])?;
    let list = text(&output);
    let codes = list.lines().filter_map(|line| line.split_whitespace().next());
    Ok(codes.map(str::to_owned).collect())
}

/// What of a code's example is not as its text says.
fn problems(code: &str) -> io::Result<Vec<String>> {
    let explanation = text(&envwall(Path::new("."), &["explain", code])?);
    let example = Example::read(&explanation);
    let Some((command, setup)) = example.commands.split_last() else {
        return Ok(vec![format!("{code}: no command in a console block")]);
    };
    if !cfg!(feature = "external-tests") && setup.iter().any(|line| needs_external_tool(line)) {
        return Ok(Vec::new());
    }
    let mut arguments: Vec<&str> = command.split_whitespace().collect();
    // `NAME=value envwall …`
    let assigned = arguments.iter().map_while(|word| word.split_once('='));
    let env: Vec<_> = assigned.collect();
    arguments.drain(..env.len());
    assert_eq!(arguments.first(), Some(&"envwall"), "{code}: the last command");
    let folder = tempfile::tempdir()?;
    example.make(folder.path(), setup)?;

    let human = envwall_with(&env, folder.path(), &arguments[1..])?;
    // what follows `--` is another command's
    let is_of_two = arguments.contains(&"--");
    let json = if is_of_two {
        human.clone()
    } else {
        envwall_with(&env, folder.path(), &[&arguments[1..], &["--format", "json"]].concat())?
    };
    let mut problems = Vec::new();
    let findings: String = text(&json).split_whitespace().collect();
    let expected_code =
        if is_of_two { format!("[{code}]") } else { format!("\"code\":\"{code}\"") };
    if !findings.contains(&expected_code) {
        problems.push(format!("{code}: not found by `{command}`:\n{}", text(&json)));
    }
    if !holds(&text(&human), &example.report) {
        let (expected, shown) = (&example.report, text(&human));
        problems.push(format!("{code}: the text says\n{expected}\nand `{command}` says\n{shown}"));
    }
    for (format, output) in [("human", &human), ("json", &json)] {
        let shown = text(output);
        // the part of a secret that was found is not shown here either
        let leaks = example.secrets().iter().filter(|secret| shows(&shown, secret)).count();
        if leaks > 0 {
            problems.push(format!("{code}: the {format} report of `{command}` shows a secret"));
        }
        if output.status.code().is_none() || shown.contains("panicked") {
            problems.push(format!("{code}: `{command}` crashed"));
        }
    }
    Ok(problems)
}

fn needs_external_tool(command: &str) -> bool {
    command.split_whitespace().any(|word| EXTERNAL_TOOLS.contains(&word))
}

/// The fenced blocks of a text.
#[derive(Default)]
struct Example {
    /// Names and contents.
    files: Vec<(String, String)>,
    commands: Vec<String>,
    /// What the last command is said to print.
    report: String,
}

impl Example {
    fn read(explanation: &str) -> Self {
        let mut example = Self::default();
        let mut lines = explanation.lines();
        while let Some(line) = lines.next() {
            let Some(info) = line.strip_prefix("```") else { continue };
            let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            match info.split_once(' ') {
                Some((_, file)) => example.files.push((file.to_owned(), body.join("\n") + "\n")),
                None if info == "console" => example.console(&body),
                None => {}
            }
        }
        example
    }

    fn console(&mut self, lines: &[&str]) {
        for line in lines {
            match line.strip_prefix("$ ") {
                Some(command) => self.commands.push(command.to_owned()),
                None => self.report.extend([*line, "\n"]),
            }
        }
    }

    fn make(&self, folder: &Path, setup: &[String]) -> io::Result<()> {
        for (name, text) in &self.files {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            fs::write(path, text)?;
        }
        for command in setup {
            let status = in_folder(Command::new("sh"), folder).args(["-c", command]).status()?;
            assert!(status.success(), "cannot run `{command}`");
        }
        Ok(())
    }

    /// Values of environment files, and texts in quotes elsewhere that look like one.
    fn secrets(&self) -> Vec<String> {
        let texts = self.files.iter().map(|(_, text)| text).chain(&self.commands);
        let quoted = texts.flat_map(|text| quoted(text)).map(after_last_equals);
        let env_files = self.files.iter().filter(|(name, _)| name.starts_with(".env"));
        let lines = env_files.flat_map(|(_, text)| text.lines());
        let values = lines.flat_map(|line| without_references(value(line)));
        let written: Vec<&str> = quoted.filter(|text| is_mixed(text)).chain(values).collect();
        let unescaped = written.iter().map(|text| text.replace('\\', ""));
        written.iter().map(|text| (*text).to_owned()).chain(unescaped).collect()
    }
}

/// What a line of an environment file assigns, or the last word of a line that assigns nothing.
fn value(line: &str) -> &str {
    let assigned = line.split_once('=').map(|(_, value)| value).filter(|value| {
        // base64 may end in `=`
        !value.trim_matches('=').is_empty()
    });
    let last_word = || line.split_whitespace().next_back().unwrap_or_default();
    assigned.unwrap_or_else(last_word).trim_matches(['"', '\''])
}

/// `a${NAME}b` → `a`, `b`: a name is no secret.
fn without_references(value: &str) -> impl Iterator<Item = &str> {
    value.split("${").enumerate().map(|(index, part)| match part.split_once('}') {
        Some((_, after)) if index > 0 => after,
        _ => part,
    })
}

/// `NAME=value` and `https://host/?key=value` → `value`.
fn after_last_equals(text: &str) -> &str {
    text.rsplit_once('=').map_or(text, |(_, value)| value)
}

fn quoted(text: &str) -> Vec<&str> {
    let of = |quote| text.lines().flat_map(move |line| line.split(quote).skip(1).step_by(2));
    of('"').chain(of('\'')).collect()
}

fn is_mixed(text: &str) -> bool {
    let has = |class: fn(&u8) -> bool| text.as_bytes().iter().any(class);
    // the name of one of our own schemas is none, nor is the marker of server modules
    let is_own = text.starts_with("envwall-") || text.starts_with("envwall:");
    !is_own && text.len() >= RUN && has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic)
}

fn shows(shown: &str, secret: &str) -> bool {
    let secret: Vec<char> = secret.chars().collect();
    secret.len() >= SHORTEST
        && secret.windows(RUN.min(secret.len())).any(|run| shown.contains(&String::from_iter(run)))
}

/// Whether the parts between `…` occur one after the other, however lines are broken.
fn holds(shown: &str, expected: &str) -> bool {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (shown, expected) = (one_line(shown), one_line(expected));
    let mut rest = shown.as_str();
    !expected.is_empty()
        && expected.split('…').all(|part| match rest.split_once(part.trim()) {
            Some((_, after)) => {
                rest = after;
                true
            }
            None => false,
        })
}

fn envwall(folder: &Path, arguments: &[&str]) -> io::Result<Output> {
    envwall_with(&[], folder, arguments)
}

fn envwall_with(env: &[(&str, &str)], folder: &Path, arguments: &[&str]) -> io::Result<Output> {
    let command = Command::new(env!("CARGO_BIN_EXE_envwall"));
    in_folder(command, folder).envs(env.iter().copied()).args(arguments).output()
}

/// A command without any environment but the path to programs.
#[expect(clippy::disallowed_methods, reason = "a shell is found by PATH")]
fn in_folder(mut command: Command, folder: &Path) -> Command {
    command
        .current_dir(folder)
        .env_clear()
        .envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
    command
}

/// All that was printed.
fn text(output: &Output) -> String {
    let print = |bytes| String::from_utf8_lossy(bytes).into_owned();
    print(&output.stdout) + &print(&output.stderr)
}
