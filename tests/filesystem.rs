//! Output as file systems really have it: missing, empty, unreadable, linked, huge.

#[cfg(unix)]
use std::os::unix::fs::symlink;
#[cfg(unix)]
use std::process::Command;

use crate::project::{KEY, Project};

const GUARD: &[&str] = &["guard", "--format", "json"];

#[test]
fn an_empty_output_folder_is_no_success() {
    let run = Project::with_key().folder("dist").run(GUARD);
    assert_eq!((run.status, run.findings()), (Some(3), vec!["EW014 -".to_owned()]));
}

#[test]
fn folders_where_files_are_expected() {
    let manifest = Project::empty().folder("envwall.toml").run(&["check"]);
    assert_eq!(manifest.status, Some(2));
    assert!(manifest.stderr.contains("`envwall.toml` is a folder"), "{}", manifest.stderr);
    let env = Project::with_key().folder(".env.production").run(&["check"]);
    assert_eq!(env.status, Some(2));
    assert!(env.stderr.contains("`.env.production` is a folder"), "{}", env.stderr);
}

#[test]
fn a_file_can_be_named_alone() {
    let project = Project::with_key().file("dist/a.js", format!("k='{KEY}'")).file("b.js", "1");
    let run = project.run(&["guard", "--format", "json", "dist/a.js"]);
    assert_eq!((run.status, run.findings()), (Some(1), vec!["EW001 dist/a.js:1:4".to_owned()]));
    assert_eq!(project.run(&["guard", "b.js"]).status, Some(0));
}

#[test]
fn excluded_output_is_not_looked_at() {
    let manifest = "[client]\ninclude = [\"dist/**\"]\nexclude = [\"dist/server/**\"]\n[server]\nKEY = \"string\"\n";
    let project = Project::with_key()
        .file("envwall.toml", manifest)
        .file("dist/server/a.js", format!("k='{KEY}'"))
        .file("dist/b.js", "1");
    let run = project.run(GUARD);
    assert_eq!((run.status, run.json()["summary"]["files"].as_u64()), (Some(0), Some(1)));
}

#[cfg(unix)]
#[test]
fn links_are_followed_within_the_tree_only() {
    let outside = Project::empty().file("secret.js", format!("k='{KEY}'"));
    let project =
        Project::with_key().file("dist/a.js", "1").file("shared/b.js", format!("k='{KEY}'"));
    symlink(project.join("shared/b.js"), project.join("dist/inside.js")).unwrap();
    symlink(project.join("shared"), project.join("dist/folder")).unwrap();
    symlink(outside.join("secret.js"), project.join("dist/outside.js")).unwrap();
    symlink(outside.path(), project.join("dist/outside-folder")).unwrap();
    symlink("nowhere", project.join("dist/broken.js")).unwrap();
    let run = project.run(GUARD);
    let expected = [
        "EW011 dist/broken.js",
        "EW001 dist/folder/b.js:1:4",
        "EW001 dist/inside.js:1:4",
        "EW011 dist/outside-folder",
        "EW011 dist/outside.js",
    ];
    assert_eq!((run.status, run.findings()), (Some(1), expected.map(str::to_owned).to_vec()));
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_ends() {
    let project = Project::with_key().file("dist/deep/a.js", "1");
    symlink("..", project.join("dist/deep/up")).unwrap();
    symlink("self.js", project.join("dist/self.js")).unwrap();
    let run = project.run(GUARD);
    let expected = ["EW011 dist/deep/up", "EW011 dist/self.js"].map(str::to_owned).to_vec();
    assert_eq!((run.status, run.findings()), (Some(3), expected));
}

#[cfg(all(unix, not(target_vendor = "apple")))]
#[test]
fn a_pipe_is_not_waited_for() {
    let run = Project::with_key().file("dist/a.js", "1").pipe("dist/pipe").run(GUARD);
    assert_eq!((run.status, run.findings()), (Some(3), vec!["EW010 dist/pipe".to_owned()]));
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_reported() {
    let project = Project::with_key().file("dist/a.js", "1").file("dist/b.js", "2");
    project.mode("dist/b.js", 0o000);
    let run = project.run_as_nobody(GUARD);
    assert_eq!((run.status, run.findings()), (Some(3), vec!["EW010 dist/b.js".to_owned()]));
}

/// One line of 50 MB, with the key once in the middle and once behind an escape at the end.
#[test]
fn a_huge_line_is_taken_apart() {
    let statement = "console.log(\"0123456789 abcdefghijklmnopqrstuvwxyz\",[1,2,3].map(n=>n+1));";
    let half = statement.repeat(25_000_000 / statement.len());
    let escaped = KEY.replacen('W', "\\u0057", 1);
    let text = format!("{half}k='{KEY}';{half}e='{escaped}'");
    let project = Project::with_key().file("dist/huge.js", &text);
    let run = project.run(GUARD);
    let first = half.len() + 4;
    let second = text.len() - escaped.len() - 1;
    let expected =
        [format!("EW001 dist/huge.js:1:{first}"), format!("EW001 dist/huge.js:1:{second}")];
    assert_eq!((run.status, run.findings()), (Some(1), expected.to_vec()));
}

#[cfg(unix)]
#[test]
fn each_of_two_links_to_a_folder_counts() {
    let manifest = "[client]\ninclude = [\"dist/**\"]\nexclude = [\"dist/a/**\"]\n[server]\nKEY = \"string\"\n";
    let project = Project::with_key()
        .file("envwall.toml", manifest)
        .file("dist/ok.js", "1")
        .file("shared/x.js", format!("k='{KEY}'"));
    symlink("../shared", project.join("dist/a")).unwrap();
    symlink("../shared", project.join("dist/b")).unwrap();
    let run = project.run(GUARD);
    assert_eq!((run.status, run.findings()), (Some(1), vec!["EW001 dist/b/x.js:1:4".to_owned()]));
}

#[test]
fn each_pattern_of_the_manifest_has_to_match() {
    let manifest = "[client]\ninclude = [\"dist/**\", \"public\"]\n[server]\nKEY = \"string\"\n";
    let project = Project::with_key()
        .file("envwall.toml", manifest)
        .file("dist/a.js", "1")
        .file("public/b.js", "1");
    let run = project.run(&["guard"]);
    assert_eq!(run.status, Some(3));
    assert!(run.stderr.contains("no file matches `public`"), "{}", run.stderr);
}

#[test]
fn a_path_has_one_name_however_it_is_spelt() {
    let project = Project::with_key().file("dist/a.js", format!("k='{KEY}'"));
    let whole = project.join("dist").canonicalize().unwrap();
    for path in ["dist", "./dist", "dist/../dist", whole.to_str().unwrap()] {
        let run = project.run(&["guard", "--format", "json", path]);
        assert_eq!(run.findings(), ["EW001 dist/a.js:1:4"], "{path}");
    }
}

#[test]
fn what_is_named_is_looked_at_whatever_the_framework_says() {
    let project = Project::with_key()
        .file("envwall.toml", "[project]\nframework = \"sveltekit\"\n[server]\nKEY = \"string\"\n")
        .file("build/server/pricing.html", KEY);
    let run = project.run(&["guard", "--format", "json", "build"]);
    assert_eq!(run.findings(), ["EW001 build/server/pricing.html:1:1"]);
}

/// Browsers run it: the byte becomes U+FFFD.
#[test]
fn javascript_with_a_byte_that_is_no_utf8_is_taken_apart() {
    let mut script = b"/* caf\xe9 */ k=\"\\x71".to_vec();
    script.extend_from_slice(KEY.trim_start_matches('q').as_bytes());
    script.push(b'"');
    let run = Project::with_key().file("dist/a.js", script).run(GUARD);
    assert_eq!((run.status, run.findings()), (Some(1), vec!["EW001 dist/a.js:1:14".to_owned()]));
}

#[test]
fn two_values_in_one_constant_are_both_reported() {
    let other = "Zx81eWq7-other\\nmade-up";
    let project = Project::with_key()
        .file("envwall.toml", "[client]\ninclude = [\"dist/**\"]\n[rules]\nserver = [\"*\"]\n")
        .file(".env", format!("KEY={KEY}\nOTHER=\"{other}\"\n"))
        .file("dist/a.js", format!("k=\"A={KEY};P={other}\""));
    let json = project.run(GUARD).json();
    let findings = json["findings"].as_array().unwrap();
    let names: std::collections::BTreeSet<_> =
        findings.iter().filter_map(|finding| finding["variable"].as_str()).collect();
    assert_eq!(names, ["KEY", "OTHER"].into());
}

#[test]
fn a_value_that_repeats_itself_does_not_stop_the_guard() {
    let project = Project::with_key()
        .file("envwall.toml", "[client]\ninclude = [\"dist/**\"]\n[rules]\nserver = [\"*\"]\n")
        .file(".env", format!("KEY={}\n", "q7WzXe81-Kp0v4T-".repeat(4096)))
        .file("dist/a.js", "q7WzXe81-Kp0v4T-".repeat(60_000));
    assert_eq!(project.run(GUARD).status, Some(1));
}

/// A reason to parse all of a program.
const READS: &str = "e=process.env;e.KEY";

#[test]
fn quotes_that_nothing_closes_are_passed_in_one_go() {
    let program = format!("{READS}+'{}", "\\'".repeat(200_000));
    let project = Project::with_key().file("dist/a.js", program);
    assert_eq!(project.run(GUARD).findings(), ["EW012 dist/a.js"]);
}

/// The reader of a pipe may go away; the leak is a leak.
#[cfg(unix)]
#[test]
fn a_closed_pipe_does_not_hide_the_leak() {
    let project = Project::with_key().file("dist/a.js", format!("k='{KEY}'"));
    for format in ["human", "json"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_envwall"));
        command.current_dir(project.path()).args(["guard", "--format", format]).env_clear();
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop((child.stdout.take(), child.stderr.take()));
        assert_eq!(child.wait().unwrap().code(), Some(1), "{format}");
    }
}

/// A pipe that nobody writes to would be waited for, and a device never ends.
#[cfg(all(unix, not(target_vendor = "apple")))]
#[test]
fn configuration_is_read_from_regular_files_alone() {
    for name in [
        "package.json",
        "netlify.toml",
        "vercel.json",
        "wrangler.jsonc",
        "Cargo.toml",
        "vite.config.js",
    ] {
        let project =
            || Project::empty().file(".env", format!("PAY_SECRET={KEY}\n")).file("dist/a.js", "1");
        assert!(project().pipe(name).run(GUARD).status.is_some(), "{name}");
        let project = project();
        symlink("/dev/zero", project.join(name)).unwrap();
        assert!(project.run(GUARD).status.is_some(), "{name}");
    }
}

#[test]
fn a_path_can_be_scanned_in_any_package() {
    let project = || Project::empty().file("package.json", "{}").file("public/a.js", "f(1)");
    assert_eq!(project().run(&["guard", "public"]).status, Some(0));
    let run = project().run(&["guard"]);
    assert_eq!(run.status, Some(3), "{}", run.stderr);
    assert!(run.stderr.contains("envwall guard PATH"), "{}", run.stderr);
}
