//! `envwall run` with real commands: what they get, what is seen of them, how they end.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

use envwall_core::ValueType;
use rustix::process::{Pid, Signal, kill_process};

use crate::child::Watched;
use crate::project::{KEY, Project, Run};
use crate::redaction::assert_silent_about;

/// A made-up token that every encoding writes differently.
pub(crate) const TOKEN: &str = "tk-Zx81eWq7/made&up\"é<>+p";

const MASK: &str = "••••••••";

const MANIFEST: &str = "\
[public]
VITE_URL = \"url\"
[server]
TOKEN = { phase = \"build\" }
PIN = { phase = \"build\" }
KEY = { min-length = 20, prefix = \"wk-\" }
DATABASE_URL = { type = \"url\", schemes = [\"postgres\"] }
DEBUG = \"bool\"
LEVEL = { sensitive = false }
ABSENT = { required = false }
NEEDED = \"string\"
";

const ENV: &str = "\
VITE_URL=https://api.test
PIN=h7x9q
KEY=wk-q7WzXe81madeupKp0v4T
DATABASE_URL=postgres://u:Rt7Bn9Zq81Wx7@db.shop.test:5432/app
DEBUG=true
LEVEL=info
UNDECLARED=Nb6Vx2-made-up-undeclared
";

/// A project of which the build needs the token.
pub(crate) fn project() -> Project {
    Project::empty().file("envwall.toml", MANIFEST).file(".env", format!("{ENV}TOKEN='{TOKEN}'\n"))
}

/// The environment that a command needs to be found at all.
pub(crate) fn path() -> (&'static str, String) {
    #[expect(clippy::disallowed_methods, reason = "where the tools are that are run")]
    let path = std::env::var("PATH").unwrap();
    ("PATH", path)
}

fn run(project: &Project, args: &[&str]) -> Run {
    project.run_with(&[&["run"], args].concat(), [path()])
}

/// What a shell's commands print through it.
fn shell(project: &Project, script: &str) -> Run {
    run(project, &["--", "sh", "-c", script])
}

/// A run that goes on while the test watches it.
fn start(project: &Project, script: &str) -> Watched {
    let mut command = Command::new(env!("CARGO_BIN_EXE_envwall"));
    command.current_dir(project.path()).args(["run", "--", "sh", "-c", script]);
    command.env_clear().envs([path()]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    Watched::start(|| command.spawn().unwrap())
}

/// As Node prints it.
#[cfg(feature = "external-tests")]
#[test]
fn the_value_is_seen_in_no_form() {
    let script = r#"
        const t = process.env.TOKEN, b = text => Buffer.from(text).toString("base64");
        const html = t.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")
            .replace(/"/g, "&quot;");
        console.log(t); console.log(JSON.stringify({ t })); console.log(html);
        console.log(encodeURIComponent(t)); console.log(new URLSearchParams({ t }).toString());
        console.log(b(t)); console.log(b("x" + t)); console.log(b("xy" + t));
        console.log(Buffer.from(t).toString("base64url"));
        console.log(process.env.PIN); console.log(b(process.env.PIN));
        console.error(t);"#;
    let run = run(&project(), &["--", "node", "-e", script]);
    // of base64 in the midst of another text the characters stay that it shares with that text
    let shown = format!(
        "{MASK}\n{{\"t\":\"{MASK}\"}}\n{MASK}\n{MASK}\nt={MASK}\n{MASK}=\neH{MASK}\neHl{MASK}A==\n{MASK}\n{MASK}\n{MASK}=\n"
    );
    assert_eq!((run.stdout, run.stderr, run.status), (shown, format!("{MASK}\n"), Some(0)));
}

/// Node is who decides whether a key is one. Of the keys here, only what kind they are is right.
#[cfg(feature = "external-tests")]
#[test]
fn node_accepts_placeholders_for_keys() {
    use data_encoding::{BASE64, HEXLOWER};
    let block = |label: &str, start: &[u8], length: usize| {
        let bytes = [HEXLOWER.decode(start).unwrap(), vec![0x5A; length]].concat();
        let body = BASE64.encode(&bytes);
        format!("-----BEGIN {label}-----\\n{body}\\n-----END {label}-----\\n")
    };
    let ed25519 = block("PRIVATE KEY", b"302e020100300506032b657004220420", 32);
    let start = b"3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420";
    let p256 = block("PRIVATE KEY", start, 32);
    let sec1 = block("EC PRIVATE KEY", b"30770201010420", 112);
    let start = b"308204bd020100300d06092a864886f70d0101010500048204a7";
    let rsa = block("PRIVATE KEY", start, 1191);
    let pkcs1 = block("RSA PRIVATE KEY", b"308204a30201000282010100", 1180);
    let action_key = BASE64.encode(&[0xA7; 32]);
    let env = format!(
        "ED=\"{ed25519}\"\nP256=\"{p256}\"\nSEC1=\"{sec1}\"\nRSA=\"{rsa}\"\nPKCS1=\"{pkcs1}\"\n\
         ACTIONS={action_key}\n"
    );
    let manifest = "[server]\nED = \"string\"\nP256 = \"string\"\nSEC1 = \"string\"\n\
                    RSA = \"string\"\nPKCS1 = \"string\"\nACTIONS = \"string\"\n";
    let project = Project::empty().file("envwall.toml", manifest).file(".env", env);
    let script = r#"
        const crypto = require("crypto"), { ED, P256, SEC1, RSA, PKCS1, ACTIONS } = process.env;
        for (const pem of [ED, P256, SEC1, RSA, PKCS1]) {
            const key = crypto.createPrivateKey(pem.replace(/\\n/g, "\n"));
            const hash = key.asymmetricKeyType === "ed25519" ? null : "sha256";
            const signature = crypto.sign(hash, "text", key);
            console.log(key.asymmetricKeyType, crypto.verify(hash, "text", crypto.createPublicKey(key), signature));
        }
        crypto.subtle.importKey("raw", Buffer.from(ACTIONS, "base64"), "AES-GCM", true, ["encrypt"])
            .then(key => console.log(key.algorithm.length));"#;
    let run = run(&project, &["--", "node", "-e", script]);
    let expected = "ed25519 true\nec true\nec true\nrsa true\nrsa true\n256\n";
    assert_eq!((run.stdout.as_str(), run.status), (expected, Some(0)), "{}", run.stderr);
}

#[test]
fn printenv_shows_no_sensitive_value() {
    let run = shell(&project(), "printenv; printenv >&2");
    assert_eq!(run.status, Some(0));
    let sensitive =
        [TOKEN, "wk-q7WzXe81madeupKp0v4T", "u:Rt7Bn9Zq81Wx7@db.shop", "Nb6Vx2-made-up-u"];
    assert_silent_about(&sensitive, &run);
    for line in
        [&format!("TOKEN={MASK}\n"), &format!("PIN={MASK}\n"), "VITE_URL=https://api.test\n"]
    {
        assert!(run.stdout.contains(line) && run.stderr.contains(line), "{run:?}");
    }
}

#[test]
fn one_byte_at_a_time_shows_no_more() {
    let bytewise =
        "printenv TOKEN | dd bs=1 2>/dev/null; printenv TOKEN | base64 | dd bs=1 2>/dev/null";
    assert_eq!(shell(&project(), bytewise).stdout, format!("{MASK}\n{MASK}K\n"));
    let json = "printenv TOKEN | sed 's/\"/\\\\\"/; s/.*/\"&\"/' | dd bs=1 2>/dev/null";
    assert_eq!(shell(&project(), json).stdout, format!("\"{MASK}\"\n"));
}

#[test]
fn bytes_that_are_no_text_pass_and_nothing_is_lost() {
    let bytes = (0..3_u32 << 20).map(|it| (it.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0]);
    let bytes: Vec<u8> = bytes.collect();
    let project = project().file("bytes", &bytes);
    let mut command = Command::new(env!("CARGO_BIN_EXE_envwall"));
    command.current_dir(project.path()).args(["run", "--", "cat", "bytes"]);
    let output = command.env_clear().envs([path()]).output().unwrap().stdout;
    assert!(output == bytes, "{} bytes came through", output.len());
}

/// What `printenv` prints, by name.
fn printed(run: &Run) -> BTreeMap<&str, &str> {
    run.stdout.lines().filter_map(|line| line.split_once('=')).collect()
}

#[test]
fn a_runtime_secret_is_a_placeholder_in_the_build() {
    let process =
        [path(), ("SHELLS_OWN", "as it is".to_owned()), ("GITHUB_SHA", "0a1b2c".to_owned())];
    let run = project().run_with(&["run", "--", "printenv"], process);
    let env = printed(&run);
    let key = env["KEY"];
    let prefix = Some("wk-".to_owned());
    let string = ValueType::String { min_length: 20, max_length: None, prefix };
    assert_eq!((string.check(key), key.len()), (Ok(()), "wk-q7WzXe81madeupKp0v4T".len()));
    // the scheme is eight characters of the value, so it is not shown
    let url = env["DATABASE_URL"];
    assert!(url.contains(".invalid:5432/"), "{url}");
    assert!(env["NEEDED"].len() >= 16 && env.contains_key("UNDECLARED"));
    assert!(!env.contains_key("DEBUG") && !env.contains_key("ABSENT"));
    for (name, value) in [
        ("LEVEL", "info"),
        ("VITE_URL", "https://api.test"),
        ("SHELLS_OWN", "as it is"),
        ("GITHUB_SHA", "0a1b2c"),
    ] {
        assert_eq!(env[name], value);
    }
    assert_ne!(printed(&shell(&project(), "printenv"))["KEY"], key);
}

#[test]
fn errors_are_reported_before_anything_starts() {
    let cases = [
        ("envwall.toml", "[server]\nKEY = \"strng\"\n", "EW062"),
        ("envwall.toml", "[public]\nVITE_URL = \"url\"\nVITE_OTHER = \"string\"\n", "EW020"),
        ("envwall.toml", "[server]\nKEY = { phase = \"build\", min-length = 99 }\n", "EW021"),
        (".env.local", "KEY = \"\n", "EW022"),
    ];
    for (name, content, code) in cases {
        let project = project().file(name, content);
        let run = run(&project, &["--", "touch", "started"]);
        assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{}", run.stderr);
        assert!(run.stderr.contains(code) && !project.join("started").exists(), "{}", run.stderr);
    }
    let project = project();
    assert_eq!(run(&project, &["--", "touch", "started"]).status, Some(0));
    assert!(project.join("started").exists());
}

#[test]
fn the_exit_status_passes_through() {
    for status in [0, 1, 7, 255] {
        let run = shell(&project(), &format!("exit {status}"));
        assert_eq!(
            (run.status, run.stdout, run.stderr),
            (Some(status), String::new(), String::new())
        );
    }
}

#[test]
fn a_command_that_a_signal_ended_says_so() {
    let run = shell(&project(), "kill -KILL $$");
    assert_eq!(run.status, Some(137));
    assert_eq!(run.stderr, "envwall: `sh` was terminated by signal 9 (SIGKILL)\n");
}

#[test]
fn a_command_that_cannot_start_says_why() {
    use std::os::unix::fs::PermissionsExt;
    let project = project()
        .file("plain", "text")
        .file("script", "#!/no/such/interpreter\n")
        .file("node_modules/.bin/tool", "#!/bin/sh\n");
    let executable = fs::Permissions::from_mode(0o755);
    fs::set_permissions(project.join("script"), executable).unwrap();
    for (program, status, reason) in [
        ("no-such-command", 127, "command not found"),
        ("./nor/this", 127, "command not found"),
        ("tool", 127, "prefix it with `npx`"),
        ("./plain", 126, "chmod +x"),
        ("./script", 126, "interpreter"),
        (TOKEN, 127, &format!("cannot start `{MASK}`")),
    ] {
        let run = run(&project, &["--", program]);
        assert_eq!((run.status, run.stdout.as_str()), (Some(status), ""), "{}", run.stderr);
        assert!(run.stderr.contains(reason), "{}", run.stderr);
    }
}

#[test]
fn signals_reach_the_command() {
    let project = project();
    for (name, sent) in
        [("TERM", Signal::TERM), ("INT", Signal::INT), ("HUP", Signal::HUP), ("QUIT", Signal::QUIT)]
    {
        // what is started in the background ignores SIGINT and SIGQUIT, the shell itself does not
        let script =
            format!("trap 'echo got; kill -9 $!; exit 3' {name}; sleep 1000 & echo ready; wait");
        let mut child = start(&project, &script);
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        assert_eq!(line, "ready\n");
        kill_process(child.pid(), sent).unwrap();
        output.read_to_string(&mut line).unwrap();
        assert_eq!(
            (line.as_str(), child.wait().unwrap().code()),
            ("ready\ngot\n", Some(3)),
            "{name}"
        );
    }
}

#[test]
fn input_passes_and_a_prompt_is_seen_before_it_is_answered() {
    let project = project();
    // the prompt ends with what could be the beginning of the token
    let mut child = start(&project, "printf 'Name? tk'; read answer; echo \"$answer\"; cat");
    let mut output = child.stdout.take().unwrap();
    let mut prompt = [0; 8];
    output.read_exact(&mut prompt).unwrap();
    assert_eq!(&prompt, b"Name? tk");
    child.stdin.take().unwrap().write_all(b"me\nand more").unwrap();
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    assert_eq!((rest.as_str(), child.wait().unwrap().code()), ("me\nand more", Some(0)));
}

#[test]
fn what_a_command_leaves_running_is_not_waited_for() {
    let run = shell(&project(), "sleep 1000 & echo $!; exit 4");
    assert_eq!(run.status, Some(4));
    let id = Pid::from_raw(run.stdout.trim().parse().unwrap()).unwrap();
    kill_process(id, Signal::KILL).unwrap();
    // one that goes on printing until nobody reads
    let noisy = "(while echo noise; do :; done) & exit 5";
    assert_eq!(shell(&project(), noisy).status, Some(5));
}

#[test]
fn a_reader_who_goes_away_ends_the_command() {
    let project = project();
    let mut child = start(&project, "exec yes");
    drop(child.stdout.take());
    let mut errors = String::new();
    child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    assert_eq!((child.wait().unwrap().code(), errors.as_str()), (Some(141), ""));
}

#[test]
fn the_summary_has_names_and_no_values() {
    let run = run(&project(), &["-v", "--", "echo", "child"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(0), "child\n"));
    assert!(
        run.stderr.contains(
            "Set 1 public, 2 build and 2 server values, and 3 placeholders; withheld 1 variable\n"
        ),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("DEBUG         not set; tools that read .env:5 get the real value")
    );
    assert_silent_about(&[TOKEN, "wk-q7WzXe81madeupKp0v4T"], &run);
}

#[test]
fn a_command_runs_in_the_project() {
    let project = project().file("app/envwall.toml", "[public]\nA = { default = \"x\" }\n");
    let run = run(&project, &["-C", "app", "--", "sh", "-c", "pwd; printenv A"]);
    assert_eq!(run.status, Some(0), "{}", run.stderr);
    assert!(run.stdout.ends_with("/app\nx\n"), "{}", run.stdout);
}

#[test]
fn a_platforms_credential_is_not_seen() {
    let token: (&str, &OsStr) = ("GITHUB_TOKEN", OsStr::new("ghs_Zq81Wx7madeup9Rt7Bn"));
    let (name, value) = path();
    let process = [token, (name, OsStr::new(&value))];
    let run = project().run_with(&["run", "--", "printenv", "GITHUB_TOKEN"], process);
    assert_eq!(run.stdout, format!("{MASK}\n"));
}

/// As under `nohup`: a signal that we were started to ignore is no reason to end the command.
#[cfg(target_os = "linux")]
#[test]
fn what_is_ignored_stays_ignored() {
    let project = project();
    let script = "trap '' HUP; exec \"$0\" run -- sh -c 'kill -HUP $PPID; sleep 1; echo 1'";
    let mut command = Command::new("sh");
    command.args(["-c", script, env!("CARGO_BIN_EXE_envwall")]).current_dir(project.path());
    let run = Run::of(&command.env_clear().envs([path()]).output().unwrap());
    assert_eq!((run.status, run.stdout.as_str()), (Some(0), "1\n"), "{}", run.stderr);
}

#[test]
fn lines_of_both_streams_stay_in_their_order_where_they_go_to_one() {
    let project = project();
    let script = "i=0; while [ $i -lt 300 ]; do echo o$i; echo e$i >&2; i=$((i+1)); done; printenv TOKEN >&2";
    let (mut read, write) = std::io::pipe().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_envwall"));
    command.current_dir(project.path()).args(["run", "--", "sh", "-c", script]);
    command.env_clear().envs([path()]).stdout(write.try_clone().unwrap()).stderr(write);
    let mut child = command.spawn().unwrap();
    drop(command);
    let mut seen = String::new();
    read.read_to_string(&mut seen).unwrap();
    let lines = (0..300).flat_map(|at| [format!("o{at}"), format!("e{at}")]);
    let lines: Vec<_> = lines.chain([MASK.to_owned()]).collect();
    assert_eq!(
        (seen.lines().collect::<Vec<_>>(), child.wait().unwrap().code()),
        (lines.iter().map(String::as_str).collect(), Some(0))
    );
}

#[test]
fn the_placeholder_that_a_command_failed_on_is_named() {
    let project =
        Project::empty().file(".env", format!("PAY_SECRET={KEY}\n")).file("package.json", "{}");
    let script = "echo \"invalid PAY_SECRET\"; exit 3";
    let run = project.run_with(&["run", "--", "sh", "-c", script], [path()]);
    assert_eq!(run.status, Some(3), "{}", run.stderr);
    assert!(run.stderr.contains("PAY_SECRET = { phase = \"build\" }"), "{}", run.stderr);
    let run = project.run_with(&["run", "--", "sh", "-c", "exit 3"], [path()]);
    assert_eq!((run.status, run.stderr.contains("phase")), (Some(3), false), "{}", run.stderr);
}

/// Node prints bytes as numbers by itself.
#[test]
fn bytes_of_a_secret_are_hidden_in_the_output_of_a_command() {
    let secret = "q7WzXe81Kp0v4TnB";
    let project = Project::empty().file(".env.local", format!("PAY_SECRET={secret}\n"));
    let hex: Vec<_> = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    let decimal: Vec<_> = secret.bytes().map(|byte| byte.to_string()).collect();
    let script = format!(
        "printf '<Buffer %s>\\n[\\n  %s\\n]\\n1, 2, 3, 4, 5, 6, 7, 8, 9\\n' '{}' '{}'",
        hex.join(" "),
        decimal.join(", ")
    );
    let run = project.run_with(&["run", "--", "sh", "-c", &script], [path()]);
    let expected = "<Buffer ••••••••>\n[\n  ••••••••\n]\n1, 2, 3, 4, 5, 6, 7, 8, 9\n";
    assert_eq!((run.status, &*run.stdout), (Some(0), expected), "{}", run.stderr);
}

#[test]
fn json_that_holds_a_secret_hides_nothing_else() {
    let account =
        r#"{"type":"service_account","client_id":"3","private_key":"q7WzXe81Kp0v4TnBq7"}"#;
    let project = Project::empty().file(".env.local", format!("ACCOUNT='{account}'\n"));
    let other = r#"{"name":"acme","type":"module","client_id":4}"#;
    let script = format!("echo '{other}'; echo '{account}'");
    let run = project.run_with(&["run", "--", "sh", "-c", &script], [path()]);
    let expected = format!("{other}\n{}\n", account.replace("q7WzXe81Kp0v4TnBq7", "••••••••"));
    assert_eq!((run.status, &*run.stdout), (Some(0), &*expected), "{}", run.stderr);
}
