//! Scripts that crash the parser or take it forever: each is reported, and the scan goes on.

use crate::project::{KEY, Project, Run};

const GUARD: &[&str] = &["guard", "--format", "json"];

/// A reason to parse all of a program.
const READS: &str = "e=process.env;e.KEY";

/// A program that composes the key.
const LEAK: &str = "f('q7WzXe81-ma'+'de-up-Kp0v4T')";

/// Scans a script and another file that has the key.
fn scan(name: &str, program: &str) -> Run {
    let script = format!("{READS};{program}");
    Project::with_key().file(name, script).file("dist/z.js", format!("k='{KEY}'")).run(GUARD)
}

/// A script that cannot be parsed does not keep the guard from the other file.
#[track_caller]
fn is_reported(name: &str, program: &str, why: &str) {
    let run = scan(name, program);
    let shown: String = program.chars().take(20).collect();
    let expected = [format!("EW012 {name}"), "EW001 dist/z.js:1:4".to_owned()];
    assert_eq!((run.status, run.findings()), (Some(1), expected.to_vec()), "{shown}");
    assert!(run.stdout.contains(why), "{shown}: {}", run.stdout);
    assert_eq!(run.stderr, "", "{shown}");
}

#[test]
fn what_overflows_the_stack_is_reported() {
    let n = 1_500_000;
    for (head, open, close) in
        [("x=", "[", "]"), ("x=", "(", ")"), ("x=", "a=>", ""), ("", "{", "}"), ("a", ".b(1)", "")]
    {
        let program = format!("{head}{}{}", open.repeat(n), close.repeat(n));
        is_reported("dist/a.js", &program, "nested too deeply");
    }
}

#[test]
fn what_takes_forever_is_reported() {
    let conditions = format!("if(a)b();{}", "else if(a);".repeat(100_000));
    is_reported("dist/a.js", &conditions, "takes too long");
    is_reported("dist/a.ts", &format!("x={}d", "a?(b):c=>".repeat(40)), "takes too long");
}

/// Labels of one name take more and more memory, others more and more time.
#[test]
fn labels_without_end_are_reported() {
    let numbered: Vec<String> = (0..200_000).map(|n| format!("a{n}:")).collect();
    for labels in ["a:".repeat(200_000), numbered.concat()] {
        is_reported("dist/a.js", &format!("{labels}b"), "searched as text only");
    }
}

#[test]
fn a_source_of_a_map_is_reported() {
    let source = format!("{LEAK};x={}d", "a?(b):c=>".repeat(40));
    let map = serde_json::json!({
        "version": 3, "sources": ["src/a.ts"], "sourcesContent": [source], "names": [], "mappings": ""
    });
    let run = Project::with_key().file("dist/a.js.map", map.to_string()).run(GUARD);
    assert_eq!(run.findings(), ["EW012 dist/a.js.map"]);
}

/// No estimate decides: as long as the parser can do it, it is done.
#[test]
fn what_is_deep_but_fits_the_stack_is_parsed() {
    let n = 50_000;
    for (open, close) in [("[", "]"), ("a=>", "1"), ("a+", "1"), ("if(a)", "b")] {
        let run = scan("dist/a.js", &format!("{};{LEAK}", open.repeat(n) + &close.repeat(n)));
        assert_eq!(run.status, Some(1), "{open}");
        let leaks = run.findings().iter().filter(|finding| finding.starts_with("EW001")).count();
        assert_eq!(leaks, 2, "{open}: {:?}", run.findings());
    }
}

/// What a worker is sent, it does not print.
#[test]
fn a_worker_answers_with_a_byte_for_each_text() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let mut command = Command::new(env!("CARGO_BIN_EXE_envwall"));
    command.arg("parse-trial").env_clear();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut worker = command.spawn().unwrap();
    let mut input = worker.stdin.take().unwrap();
    for text in [KEY, LEAK, "a = = 'q7WzXe81"] {
        input.write_all(&0u64.to_le_bytes()).unwrap();
        input.write_all(&(text.len() as u64).to_le_bytes()).unwrap();
        input.write_all(text.as_bytes()).unwrap();
    }
    drop(input);
    let output = worker.wait_with_output().unwrap();
    assert_eq!(
        (output.status.code(), &*output.stdout, &*output.stderr),
        (Some(0), &b"...."[..], &b""[..])
    );
}
