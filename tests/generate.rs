//! `envwall generate`: what is written, when, and over what it is not.

use std::fs;

use crate::project::{KEY, Project};

const MANIFEST: &str = "[public]\nVITE_TITLE = { default = \"Weather\" }\nVITE_URL = \"url\"\n\
    [server]\nKEY = { type = \"string\", description = \"Paid\" }\nPORT = { type = \"port\", default = 80, sensitive = false }\n";

/// Every target.
const GENERATE: &str = "[generate]\nclient = \"app/env.client.ts\"\nserver = \"app/env.server.ts\"\n\
    types = \"env.d.ts\"\nvalidators = \"env.schema.ts\"\ncloudflare = \"worker.d.ts\"\n\
    sveltekit = \"src/env.ts\"\nastro = \"envwall.astro.ts\"\n\
    json-schema = \"env.schema.json\"\nexample = \".env.example\"\nmarkdown = \"docs/a/env.md\"\n";

fn project(generate: &str) -> Project {
    Project::empty()
        .file("envwall.toml", format!("{MANIFEST}{generate}"))
        .file(".env", format!("KEY={KEY}\nVITE_URL=https://api.example\n"))
        .file("package.json", "{}")
}

/// All files of a project with their contents and times, but those that people wrote.
fn written(project: &Project) -> Vec<(String, String, std::time::SystemTime)> {
    let files = walkdir::WalkDir::new(project.path()).sort_by_file_name();
    let files = files.into_iter().map(Result::unwrap).filter(|it| it.file_type().is_file());
    let files = files.map(|file| {
        let name =
            file.path().strip_prefix(project.path()).unwrap().to_str().unwrap().replace('\\', "/");
        let time = file.metadata().unwrap().modified().unwrap();
        (name, fs::read_to_string(file.path()).unwrap(), time)
    });
    files
        .filter(|(name, ..)| !["envwall.toml", ".env", "package.json"].contains(&&**name))
        .collect()
}

#[test]
fn modules_and_types_without_a_word_in_the_manifest() {
    let project = project("").folder("src");
    let run = project.run(&["generate"]);
    assert_eq!((run.status, &*run.stderr), (Some(0), "Wrote 3 files, 0 unchanged\n"));
    let names: Vec<_> = written(&project).into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["src/env.client.ts", "src/env.server.ts", "src/envwall-env.d.ts"]);
}

/// There a server cannot import `*.client.*`, not even to render a page.
#[test]
fn the_client_has_another_name_where_client_means_browser() {
    let project = project("[project]\nframework = \"react-router\"\n");
    project.run(&["generate"]);
    let names: Vec<_> = written(&project).into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["env.public.ts", "env.server.ts", "envwall-env.d.ts"]);
}

#[test]
fn what_did_not_change_is_not_written() {
    let project = project(GENERATE);
    let run = project.run(&["generate"]);
    assert_eq!((run.status, &*run.stderr), (Some(0), "Wrote 10 files, 0 unchanged\n"));
    let before = written(&project);
    assert_eq!(before.len(), 10);
    let run = project.run(&["generate", "--format", "json"]);
    assert_eq!(run.json()["summary"], serde_json::json!({ "written": 0, "unchanged": 10 }));
    assert_eq!(written(&project), before);
    assert_eq!(project.run(&["generate", "--check"]).status, Some(0));
}

#[test]
fn no_value_of_a_server_variable_is_written_and_the_client_knows_no_name() {
    let project = project(GENERATE);
    project.run(&["generate"]);
    for (name, text, _) in written(&project) {
        let shown =
            KEY.as_bytes().windows(8).any(|run| text.contains(std::str::from_utf8(run).unwrap()));
        assert!(!shown, "{name} shows the key");
        assert!(name != "app/env.client.ts" || !text.contains("KEY") && !text.contains("PORT"));
    }
}

#[test]
fn check_reports_and_writes_nothing() {
    let project = project(GENERATE);
    let missing = project.run(&["generate", "--check", "--format", "json"]);
    assert_eq!((missing.status, missing.findings().len()), (Some(1), 10));
    assert_eq!(written(&project), []);
    project.run(&["generate"]);
    let project =
        project.file(".env", format!("KEY={KEY}-rotated\nVITE_URL=https://other.example\n"));
    let stale = project.run(&["generate", "--check", "--format", "json"]);
    // a rotated secret makes nothing stale, a public value what holds it
    assert_eq!(
        (stale.status, stale.findings()),
        (Some(1), vec!["EW080 app/env.client.ts".to_owned()])
    );
    assert_eq!(project.run(&["generate"]).stderr, "Wrote 1 file, 9 unchanged\n");
}

/// Git writes them so on Windows.
#[test]
fn other_line_ends_are_not_stale() {
    let project = project(GENERATE);
    project.run(&["generate"]);
    for (name, text, _) in written(&project) {
        fs::write(project.join(&name), text.replace('\n', "\r\n")).unwrap();
    }
    assert_eq!(project.run(&["generate", "--check"]).status, Some(0));
}

#[test]
fn two_spellings_of_one_path_are_one_file() {
    let twice = "[generate]\nclient = \"app//env.ts\"\nserver = \"app/./ENV.ts\"\n";
    let run = project(twice).run(&["generate", "--format", "json"]);
    assert_eq!((run.status, run.findings()), (Some(2), vec!["EW083 envwall.toml:9:10".to_owned()]));
}

#[test]
fn a_file_that_people_wrote_stays_and_then_nothing_is_written() {
    let project = project(GENERATE).file(".env.example", "KEY=ask Ann\n").folder("env.d.ts");
    let run = project.run(&["generate", "--format", "json"]);
    assert_eq!(run.status, Some(2));
    assert_eq!(run.findings(), ["EW082 .env.example", "EW082 env.d.ts"]);
    let left: Vec<_> = written(&project).into_iter().map(|(name, text, _)| (name, text)).collect();
    assert_eq!(left, [(".env.example".to_owned(), "KEY=ask Ann\n".to_owned())]);
}

#[cfg(unix)]
#[test]
fn a_link_does_not_lead_out_of_the_project() {
    let elsewhere = Project::empty();
    let project = project(GENERATE);
    std::os::unix::fs::symlink(elsewhere.path(), project.join("app")).unwrap();
    std::os::unix::fs::symlink(elsewhere.join("new.d.ts"), project.join("env.d.ts")).unwrap();
    let run = project.run(&["generate", "--format", "json"]);
    assert_eq!(run.status, Some(2));
    assert_eq!(
        run.findings(),
        ["EW083 app/env.client.ts", "EW083 app/env.server.ts", "EW083 env.d.ts"]
    );
    assert_eq!(written(&elsewhere), []);
}

#[test]
fn a_path_outside_is_an_error_of_the_manifest() {
    let project =
        project("[generate]\nclient = \"../env.client.ts\"\nserver = \"/env.server.ts\"\n");
    let run = project.run(&["generate", "--format", "json"]);
    assert_eq!(run.status, Some(2));
    assert_eq!(run.findings(), ["EW083 envwall.toml:8:10", "EW083 envwall.toml:9:10"]);
}

#[test]
fn names_that_become_one_are_an_error_with_its_place() {
    let project = Project::empty().file("package.json", "{}").file(
        "envwall.toml",
        "[public]\n\"a.b\" = { default = \"x\" }\na-b = { default = \"y\" }\n",
    );
    let run = project.run(&["generate", "--format", "json"]);
    assert_eq!((run.status, run.findings()), (Some(2), vec!["EW081 envwall.toml:3:1".to_owned()]));
    assert_eq!(written(&project), []);
}

#[test]
fn a_public_variable_without_its_value_is_an_error_unless_the_page_has_it() {
    let project = project("[generate]\nclient = \"env.ts\"\n").file(".env", "");
    let run = project.run(&["generate", "--format", "json"]);
    assert_eq!((run.status, run.findings()), (Some(2), vec!["EW020 envwall.toml:3:1".to_owned()]));
    let runtime = format!("{MANIFEST}[generate]\nclient = \"env.ts\"\nclient-mode = \"runtime\"\n");
    let project = project.file("envwall.toml", runtime);
    assert_eq!(project.run(&["generate"]).status, Some(0));
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let project = project(GENERATE).file("docs", "a file where a folder has to be");
    let run = project.run(&["generate"]);
    assert_eq!(run.status, Some(3));
    assert!(run.stderr.contains("`docs/a/env.md`"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_file_in_a_read_only_folder_is_named() {
    let project = project("[generate]\nclient = \"app/env.client.ts\"\n").folder("app");
    project.mode("app", 0o555);
    let run = project.run_as_nobody(&["generate"]);
    assert_eq!(run.status, Some(3));
    assert!(run.stderr.contains("`./app/env.client.ts`: Permission denied"), "{}", run.stderr);
}

#[test]
fn without_a_manifest_there_is_nothing_to_generate() {
    let project = Project::empty().file("package.json", "{}").file(".env", "A=b\n");
    let run = project.run(&["generate"]);
    assert_eq!(run.status, Some(2));
    assert!(run.stderr.contains("no envwall.toml found"), "{}", run.stderr);
}
