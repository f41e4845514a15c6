//! Nothing sensitive is ever printed: not a value, and no eight characters of one.

use proptest::prelude::*;

use crate::project::{Project, Run};

/// Every command and format that says something about a project.
const COMMANDS: &[&[&str]] = &[
    &["check"],
    &["check", "-v"],
    &["check", "-q"],
    &["check", "--format", "json"],
    &["check", "--color", "always"],
    &["guard"],
    &["guard", "-v"],
    &["guard", "-q"],
    &["guard", "--format", "json"],
    &["guard", "--color", "always"],
    &["guard", "--receipt", "receipt.json", "--format", "json"],
    &["guard", "--baseline", "baseline.json", "--update-baseline"],
    &["guard", "--baseline", "baseline.json", "-v"],
    &["run", "-v", "--", "no-such-command"],
    &["run", "--format", "json", "--", "no-such-command"],
];

/// Those whose report is read from standard output, each with every verbosity.
const FORMATS: &[&str] = &["json", "sarif", "github", "gitlab", "junit", "markdown", "html"];

fn every_run(project: &Project) -> Vec<Run> {
    let mut runs: Vec<Run> = COMMANDS.iter().map(|command| project.run(command)).collect();
    for format in FORMATS {
        for (command, verbosity) in [("check", "-v"), ("guard", "-v"), ("guard", "-q")] {
            runs.push(project.run(&[command, verbosity, "--format", format]));
        }
    }
    for file in ["receipt.json", "baseline.json"] {
        // absent when the project could not be loaded
        let text = std::fs::read_to_string(project.join(file)).unwrap_or_default();
        runs.push(Run { status: None, stdout: text, stderr: String::new() });
    }
    runs
}

pub(crate) fn assert_silent_about(secrets: &[&str], run: &Run) {
    let printed = format!("{}{}", run.stdout, run.stderr);
    for secret in secrets {
        let characters: Vec<char> = secret.chars().collect();
        for window in characters.windows(8) {
            let piece: String = window.iter().collect();
            assert!(!printed.contains(&piece), "a piece of a secret was printed:\n{printed}");
        }
    }
}

/// A secret that is public by its prefix is not searched for, but it may stand next to what is.
#[test]
fn a_public_secret_next_to_a_leak_stays_hidden() {
    let (key, password) = ("sk_live_q7WzXe81madeupKp0v4T", "q7WzXe81-made-up-Kp0v4T");
    let project = Project::empty()
        .file("package.json", r#"{"dependencies":{"vite":"8"}}"#)
        .file(".env", format!("VITE_STRIPE_SECRET_KEY={key}\nDB_PASSWORD={password}\n"))
        .file("dist/a.js", format!("f('{key}','{password}')"));
    assert_eq!(project.run(&["guard"]).status, Some(1));
    for run in every_run(&project) {
        assert_silent_about(&[&key["sk_live_".len()..], password], &run);
    }
}

#[test]
fn ten_secrets_on_one_line_stay_hidden() {
    let secrets: Vec<String> =
        (0..10).map(|n| format!("k{n}Zq81Wx7-made-up-{n}9Rt7Bn{n}")).collect();
    let env: Vec<_> = secrets.iter().enumerate().map(|(n, s)| format!("KEY_{n}={s}")).collect();
    let escape = |secret: &String| {
        let escapes: Vec<_> = secret.bytes().map(|byte| format!("\\x{byte:02x}")).collect();
        escapes.concat()
    };
    let plain: Vec<_> = secrets.iter().map(|secret| format!("'{secret}'")).collect();
    let escaped: Vec<_> = secrets.iter().map(|secret| format!("\"{}\"", escape(secret))).collect();
    let project = Project::empty()
        .file("envwall.toml", "[client]\ninclude = [\"dist/**\"]\n[rules]\nserver = [\"KEY_*\"]\n")
        .file(".env", env.join("\n"))
        .file("dist/plain.js", format!("a=[{}]", plain.join(",")))
        .file("dist/joined.txt", secrets.concat())
        .file("dist/escaped.js", format!("a=[{}]", escaped.join(",")))
        .file(&format!("dist/{}.txt", secrets[3]), "a value as a file's name");
    let secrets: Vec<&str> = secrets.iter().map(String::as_str).collect();
    for run in every_run(&project) {
        assert_silent_about(&secrets, &run);
    }
    assert!(project.join("receipt.json").exists() && project.join("baseline.json").exists());
    // ten in each file, and the name of one
    assert_eq!(project.run(&["guard", "--format", "json"]).findings().len(), 31);
}

#[test]
fn bad_environment_files_do_not_print_themselves() {
    let secret = "Zq81Wx7-made-up-9Rt7Bn";
    let files = [
        format!("KEY=\"{secret}\n"),
        format!("{secret}\n"),
        format!("KEY {secret}\n"),
        format!("KEY='{secret}' tail {secret}\n"),
        format!("# {secret}\nKEY=$({secret})\n"),
        format!("KEY=`{secret}\n"),
        format!("KEY=-----BEGIN PRIVATE KEY-----\n{secret}=\n-----END PRIVATE KEY-----\n"),
        format!("export {secret}\n"),
        format!("KEY=${{NOPE:-{secret}\n"),
        format!("KEY={secret}\nVITE_KEY=${{KEY}}\n"),
        format!("KEY: {secret}\n"),
    ];
    let frameworks = ["vite", "next", "leptos", "webpack"];
    for (file, framework) in files.iter().flat_map(|file| frameworks.map(|name| (file, name))) {
        let project = Project::empty()
            .file("envwall.toml", format!("[project]\nframework = \"{framework}\"\n"))
            .file(".env", file)
            .file("dist/a.js", "1");
        // what is said differs by framework, how it is put does not
        let runs = match framework {
            "vite" => every_run(&project),
            _ => COMMANDS.iter().map(|command| project.run(command)).collect(),
        };
        for run in runs {
            assert_silent_about(&[secret], &run);
        }
    }
}

/// What a value shares with names and paths of the project is reported all the same.
#[test]
fn names_and_usual_folders_stay_readable() {
    let project = Project::empty()
        .file("envwall.toml", "[client]\ninclude = [\"dist/**\"]\n[server]\nDIR = \"string\"\n")
        .file(
            ".env",
            "A_SECRET=Zq81Wx7-made-up\nOTHER=${A_SECRET}x9\nDIR=/srv/dist/assets/up-9xQ2\n",
        )
        .file("dist/assets/main.js", "k='Zq81Wx7-made-up'")
        .file("dist/assets/up-9xQ2.js", "1");
    let run = project.run(&["guard"]);
    assert!(run.stderr.contains("the value of `A_SECRET` is in"), "{}", run.stderr);
    assert!(run.stderr.contains("--> dist/assets/main.js:1:4"), "{}", run.stderr);
    let run = project.run(&["guard", "--receipt", "receipt.json", "--format", "json"]);
    let receipt = std::fs::read_to_string(project.join("receipt.json")).unwrap();
    assert!(receipt.contains("dist/assets/main.js"), "{receipt}");
    for run in [run, Run { status: None, stdout: receipt, stderr: String::new() }] {
        assert_silent_about(&["Zq81Wx7-made-up", "/up-9xQ2"], &run);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any text that every dialect reads as the same value, found in the output or not.
    #[test]
    fn no_value_is_printed(secret in "[!%-&(-Z^-_a-~][ !%-&(-Z^-_a-~]{6,28}[!%-&(-Z^-_a-~]") {
        let project = Project::empty()
            .file("envwall.toml", "[client]\ninclude = [\"dist/**\"]\n[server]\nKEY = \"url\"\n")
            .file(".env", format!("KEY='{secret}'\n"))
            .file("dist/a.js", format!("before {secret} after"));
        // blanks and rulers are part of every report
        prop_assume!(!secret.contains("        ") && !secret.contains("^^^^^^^^"));
        for command in [["check", "-v"], ["guard", "-v"], ["guard", "--format=json"]] {
            assert_silent_about(&[&secret], &project.run(&command));
        }
    }
}

/// The manifest cannot be used, so no class is known: every value of the project is hidden.
#[test]
fn a_broken_project_does_not_print_its_values() {
    let secret = "correct-horse-battery-staple";
    let broken = [
        ("envwall.toml", format!("[server]\nPASS: postgres://u:{secret}@db/app?sslmode=require\n")),
        ("envwall.toml", format!("[server]\nPASS = {{ typ = \"string\" }} # {secret}\n")),
        ("envwall.toml", format!("[public]\nPASS = \"{secret}\"\n")),
        ("envwall.toml", format!("[project]\nframework = \"{secret}\"\n")),
        ("envwall.toml", format!("[server]\nPASS = {{ {secret} = 1 }}\n")),
        ("envwall.toml", format!("[server]\nPASS.{secret}.x = 1\n")),
        (
            "envwall.toml",
            format!("[client]\ninclude = [\"nope/{secret}/**\"]\n[server]\nPASS = \"string\"\n"),
        ),
        ("Cargo.toml", format!("[env]\nKEY = {secret}\n")),
        ("package.json", format!("\"{secret}\"")),
    ];
    for (name, content) in broken {
        let project = Project::empty()
            .file(".env", format!("PASS={secret}\n"))
            .file("dist/a.js", "1")
            .file(name, &content);
        for command in COMMANDS {
            assert_silent_about(&[secret], &project.run(command));
        }
    }
}

#[cfg(all(unix, not(target_vendor = "apple")))]
#[test]
fn a_pipe_for_an_environment_file_is_not_waited_for() {
    let project = Project::empty().file("dist/a.js", "1").pipe(".env");
    assert_eq!(project.run(&["check"]).status, Some(2));
}

#[test]
fn what_a_format_begins_with_is_not_hidden() {
    let hook = concat!(
        "https://hooks.slack",
        ".com/services/T0AB12CD3/B0EF45GH6/q7WzXe81Kp0v4TnBq7WzXe81"
    );
    let project = Project::empty()
        .file("package.json", r#"{"devDependencies":{"vite":"7.0.0"}}"#)
        .file(
            ".env",
            format!(
                "SLACK_HOOK={hook}\nTEST_PASSWORD=password123\nDB=postgres://a:k7Wq2zXe8LmN@db/x\n"
            ),
        )
        .file("src/hooks.server.ts", "f(process.env.SLACK_HOOK)")
        .file("dist/a.js", format!("f('{hook}', 'postgres://a:k7Wq2zXe8LmN@db/x')"));
    let run = project.run(&["guard"]);
    assert!(run.stderr.contains("src/hooks.server.ts:1:"), "{}", run.stderr);
    assert!(run.stderr.contains("an address with a password"), "{}", run.stderr);
    assert!(!run.stderr.contains("q7WzXe81"), "{}", run.stderr);
}
