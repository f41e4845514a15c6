//! `envwall run` on a terminal: the command has one, too, and the user's is as before when it has ended.

use std::fs::File;
use std::io::{Read, Write};
use std::process::Stdio;

use pty_process::Size;
use pty_process::blocking::{Command, Pty, open};
use rustix::process::{Signal, WaitOptions, kill_process, waitpid};
use rustix::termios::{LocalModes, Termios, tcgetattr};

use crate::child::Watched;
use crate::project::Project;
use crate::run::{TOKEN, path, project};

/// A run on a terminal of 100 columns and 40 lines.
struct Session {
    pty: Pty,
    child: Watched,
    before: Termios,
    seen: Vec<u8>,
}

impl Session {
    fn start(project: &Project, script: &str) -> Self {
        Self::with(project, script, |command| command)
    }

    fn with(project: &Project, script: &str, change: impl FnOnce(Command) -> Command) -> Self {
        let (pty, other_side) = open().unwrap();
        pty.resize(Size::new(40, 100)).unwrap();
        let command = Command::new(env!("CARGO_BIN_EXE_envwall")).env_clear().envs([path()]);
        let command = command.args(["run", "--", "sh", "-c", script]).current_dir(project.path());
        let before = tcgetattr(&pty).unwrap();
        let command = change(command);
        let child = Watched::start(|| command.spawn(other_side).unwrap());
        Self { pty, child, before, seen: Vec::new() }
    }

    fn type_in(&mut self, text: &str) {
        self.pty.write_all(text.as_bytes()).unwrap();
    }

    /// Reads until this is seen.
    fn until(&mut self, text: &str) {
        let mut byte = [0];
        while !self.seen.ends_with(text.as_bytes()) {
            let read = self.pty.read(&mut byte);
            assert!(matches!(read, Ok(1)), "{text:?} did not come: {}", self.text());
            self.seen.push(byte[0]);
        }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.seen).into_owned()
    }

    /// Everything seen and the exit status, once it has ended.
    fn end(mut self) -> (String, Option<i32>) {
        let mut piece = [0; 4096];
        // a terminal of which the other side is closed says so with an error
        while let Ok(length @ 1..) = self.pty.read(&mut piece) {
            self.seen.extend(&piece[..length]);
        }
        let status = self.child.wait().unwrap();
        self.assert_settings_are_back();
        (self.text(), status.code())
    }

    fn assert_settings_are_back(&self) {
        let now = tcgetattr(&self.pty).unwrap();
        assert_eq!(format!("{:?}", now.local_modes), format!("{:?}", self.before.local_modes));
        assert_eq!(format!("{:?}", now.output_modes), format!("{:?}", self.before.output_modes));
        assert_eq!(format!("{:?}", now.input_modes), format!("{:?}", self.before.input_modes));
    }
}

/// Prints which streams of the command are terminals, and how many lines and columns there are.
const LOOK: &str = "{ a=no; b=no; c=no; test -t 0 && a=yes; test -t 1 && b=yes; test -t 2 && c=yes; \
    echo $a,$b,$c $(stty size); }";

#[test]
fn a_terminal_is_one_for_the_command() {
    let (seen, status) = Session::start(&project(), LOOK).end();
    assert_eq!(status, Some(0));
    assert!(seen.starts_with("yes,yes,yes 40 100"), "{seen}");
    let colours = "printf '\\033[32mok\\033[0m\\n'";
    assert_eq!(Session::start(&project(), colours).end().0, "\u{1b}[32mok\u{1b}[0m\r\n");
}

#[test]
fn a_window_that_changes_does_so_for_the_command() {
    let script = "trap 'stty size; exit' WINCH; echo ready; while :; do sleep 0.1; done";
    let project = project();
    let mut session = Session::start(&project, script);
    session.until("ready\r\n");
    session.pty.resize(Size::new(40, 121)).unwrap();
    assert_eq!(session.end(), ("ready\r\n40 121\r\n".to_owned(), Some(0)));
}

#[test]
fn what_is_typed_reaches_the_command() {
    let project = project();
    let mut session = Session::start(&project, "echo ready; cat; echo done");
    session.until("ready\r\n");
    session.type_in("hello\n");
    session.until("hello\r\nhello\r\n");
    session.type_in("\u{4}");
    let (seen, status) = session.end();
    assert_eq!(status, Some(0));
    assert!(seen.ends_with("done\r\n"), "{seen}");
}

#[test]
fn an_interrupt_reaches_the_command_once() {
    let script = "trap 'echo interrupted' INT; echo ready; read a; read b; exit 5";
    let project = project();
    let mut session = Session::start(&project, script);
    session.until("ready\r\n");
    session.type_in("\u{3}");
    session.until("interrupted\r\n");
    session.type_in("x\ny\n");
    let (seen, status) = session.end();
    assert_eq!((seen.matches("interrupted").count(), status), (1, Some(5)), "{seen}");
}

#[test]
fn an_interrupted_command_says_so() {
    let project = project();
    let mut session = Session::start(&project, "echo ready; exec sleep 1000");
    session.until("ready\r\n");
    session.type_in("\u{3}");
    let (seen, status) = session.end();
    assert_eq!(status, Some(130));
    assert!(seen.ends_with("terminated by signal 2 (SIGINT)\r\n"), "{seen}");
}

#[test]
fn settings_are_back_after_a_signal() {
    let project = project();
    let mut session = Session::start(&project, "echo ready; exec sleep 1000");
    session.until("ready\r\n");
    kill_process(session.child.pid(), Signal::TERM).unwrap();
    assert_eq!(session.end().1, Some(143));
}

#[test]
fn a_suspended_run_gives_the_terminal_back_and_goes_on() {
    let project = project();
    let mut session = Session::start(&project, "echo ready; cat");
    session.until("ready\r\n");
    session.type_in("\u{1a}");
    let (_, stopped) = waitpid(Some(session.child.pid()), WaitOptions::UNTRACED).unwrap().unwrap();
    assert!(stopped.stopped());
    session.assert_settings_are_back();
    kill_process(session.child.pid(), Signal::CONT).unwrap();
    // until then it is our own terminal that echoes
    while tcgetattr(&session.pty).unwrap().local_modes.contains(LocalModes::ICANON) {
        assert!(session.child.is_running());
        std::thread::yield_now();
    }
    session.type_in("hello\n");
    session.until("hello\r\nhello\r\n");
    session.type_in("\u{4}");
    assert_eq!(session.end().1, Some(0));
}

#[test]
fn a_value_of_several_lines_is_hidden_as_the_terminal_breaks_them() {
    let project =
        project().file(".env.local", format!("TOKEN=\"{}\nab\ncd\n12345\"\n", "q7WzXe81"));
    let (seen, _) = Session::start(&project, "printenv TOKEN; echo end").end();
    assert_eq!(seen, "••••••••\r\nend\r\n");
    let (seen, _) = Session::start(&project, "printenv TOKEN > /dev/tty").end();
    assert_eq!(seen, "••••••••\r\n");
}

#[test]
fn streams_that_go_elsewhere_stay_apart() {
    let project = project();
    let read = |name: &str| std::fs::read_to_string(project.join(name)).unwrap();
    let file = |name: &str| Stdio::from(File::create(project.join(name)).unwrap());
    let script = format!("{LOOK}; printenv TOKEN >&2");
    let (seen, status) =
        Session::with(&project, &script, |command| command.stderr(file("err"))).end();
    assert!(seen.starts_with("yes,yes,no 40 100") && status == Some(0), "{seen}");
    assert_eq!(read("err"), "••••••••\n");

    let script = format!("{LOOK} >&2; printenv TOKEN; printf '\\033[1mtold\\n' >&2");
    let (seen, _) = Session::with(&project, &script, |command| command.stdout(file("out"))).end();
    assert!(seen.starts_with("yes,yes,yes") && seen.ends_with("\u{1b}[1mtold\r\n"), "{seen}");
    assert_eq!(read("out"), "••••••••\n");

    let script = "echo out; echo err >&2; read typed; echo $typed";
    let mut session =
        Session::with(&project, script, |command| command.stdout(file("out")).stderr(file("err")));
    session.type_in("typed\n");
    let (seen, status) = session.end();
    assert_eq!((read("out").as_str(), read("err").as_str()), ("out\ntyped\n", "err\n"));
    assert!(seen.contains("typed") && status == Some(0), "{seen}");
}

#[test]
fn all_of_a_long_output_is_seen() {
    let (seen, status) = Session::start(&project(), "seq 100000").end();
    assert_eq!((seen.lines().count(), status), (100_000, Some(0)));
    assert!(!seen.contains(TOKEN) && seen.ends_with("\r\n100000\r\n"));
}
