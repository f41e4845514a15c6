//! A project in a temporary folder, and the binary run on it with nothing else in its environment.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A made-up key that every project here has.
pub(crate) const KEY: &str = "q7WzXe81-made-up-Kp0v4T";

/// A project of which everything is gone when it is dropped.
pub(crate) struct Project {
    folder: TempDir,
}

/// What a run printed and how it ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Project {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// A manifest with client output in `dist` and one sensitive variable, `KEY`, set in `.env`.
    pub(crate) fn with_key() -> Self {
        Self::empty()
            .file("envwall.toml", "[client]\ninclude = [\"dist/**\"]\n[server]\nKEY = \"string\"\n")
            .file(".env", format!("KEY={KEY}\n"))
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// Adds a file, and the folders above it.
    pub(crate) fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    pub(crate) fn folder(self, name: &str) -> Self {
        fs::create_dir_all(self.join(name)).unwrap();
        self
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, [("NO_COLOR", "1")])
    }

    pub(crate) fn run_with<V: AsRef<OsStr>>(
        &self,
        args: &[&str],
        env: impl IntoIterator<Item = (&'static str, V)>,
    ) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_envwall"));
        command.current_dir(self.path()).args(args).env_clear().envs(env);
        Run::of(&command.output().unwrap())
    }

    /// Adds a named pipe. (Apple's systems have another call for it.)
    #[cfg(all(unix, not(target_vendor = "apple")))]
    pub(crate) fn pipe(self, name: &str) -> Self {
        use rustix::fs::{CWD, FileType, Mode, mknodat};
        mknodat(CWD, self.join(name), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        self
    }

    /// Sets what may be done with a file or folder.
    #[cfg(unix)]
    pub(crate) fn mode(&self, name: &str, mode: u32) {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(self.join(name), fs::Permissions::from_mode(mode)).unwrap();
    }

    /// Runs the binary as somebody who is not root: root may do everything.
    #[cfg(unix)]
    pub(crate) fn run_as_nobody(&self, args: &[&str]) -> Run {
        use std::os::unix::process::CommandExt;
        self.mode("", 0o755);
        let folder = TempDir::new().unwrap();
        let binary = folder.path().join("envwall");
        fs::copy(env!("CARGO_BIN_EXE_envwall"), &binary).unwrap();
        fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755))
            .unwrap();
        let mut command = Command::new(binary);
        command.current_dir(self.path()).args(args).env_clear();
        if Command::new("id").arg("-u").output().unwrap().stdout == b"0\n" {
            command.uid(65_534).gid(65_534);
        }
        Run::of(&command.output().unwrap())
    }
}

impl Run {
    pub(crate) fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("output is UTF-8");
        Self {
            status: output.status.code(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }

    /// The one JSON object on standard output.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).expect("standard output is one JSON object")
    }

    /// `code artifact:line:column` of each finding of a `--format json` run, copies included.
    pub(crate) fn findings(&self) -> Vec<String> {
        let show = |finding: &serde_json::Value, artifact: &str| {
            let at = match (finding["line"].as_u64(), finding["column"].as_u64()) {
                (Some(line), Some(column)) => format!(":{line}:{column}"),
                _ => String::new(),
            };
            format!("{} {artifact}{at}", finding["code"].as_str().unwrap_or("-"))
        };
        let each = |finding: &serde_json::Value| {
            let copies = finding["also_in"].as_array().unwrap().iter();
            let files = std::iter::once(&finding["artifact"]).chain(copies);
            files.map(|file| show(finding, file.as_str().unwrap_or("-"))).collect::<Vec<_>>()
        };
        self.json()["findings"].as_array().unwrap().iter().flat_map(each).collect()
    }
}
