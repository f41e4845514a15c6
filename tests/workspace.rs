//! A scan at the root of a workspace: each app that has been built is scanned as what it is.

use crate::project::{KEY, Project, Run};

const VALUE: &str = "r8T2y6U1p4W9x3Z7q5V0";

/// Two apps with builds, one without, and a package that is no app.
fn workspace() -> Project {
    Project::empty()
        .file("package.json", r#"{"private":true,"workspaces":["apps/*","packages/*"]}"#)
        .file("apps/web/package.json", r#"{"devDependencies":{"vite":"7.0.0"}}"#)
        .file("apps/web/.env", format!("PAY_SECRET={VALUE}\n"))
        .file("apps/web/dist/app.js", format!("f('{VALUE}')"))
        .file("apps/docs/package.json", r#"{"devDependencies":{"astro":"5.0.0"}}"#)
        .file("apps/docs/.env", format!("SESSION_SECRET={KEY}\n"))
        .file("apps/docs/dist/index.html", "<p>docs</p>")
        .file("apps/next/package.json", r#"{"dependencies":{"next":"15.0.0"}}"#)
        .file("packages/ui/package.json", r#"{"name":"ui"}"#)
}

#[test]
fn each_built_app_is_scanned() {
    let Run { status, stderr, .. } = workspace().run(&["guard"]);
    assert_eq!(status, Some(1), "{stderr}");
    let docs = stderr.find("apps/docs:").expect("docs is scanned");
    let web = stderr.find("apps/web:").expect("web is scanned");
    let leak = stderr.find("the value of `PAY_SECRET` is in client output").expect("the leak");
    assert!(docs < web && web < leak && !stderr.contains("apps/next"), "{stderr}");
    assert!(!stderr.contains(&VALUE[..8]), "{stderr}");
}

#[test]
fn json_has_an_object_for_each_app() {
    let run = workspace().run(&["guard", "--format", "json"]);
    assert_eq!(run.status, Some(1), "{}", run.stderr);
    let report = run.json();
    assert_eq!(report["schema"], "envwall/1");
    assert_eq!(report["projects"][0]["path"], "apps/docs");
    assert_eq!(report["projects"][0]["summary"]["files"], 1);
    assert_eq!(report["projects"][1]["findings"][0]["artifact"], "dist/app.js");
}

#[test]
fn other_formats_have_one_report_with_paths_from_the_root() {
    let run = workspace().run(&["guard", "--format", "github"]);
    assert!(run.stdout.contains("file=apps/web/dist/app.js,"), "{}", run.stdout);
}

#[test]
fn a_root_with_a_manifest_is_a_project() {
    let root = workspace().file("envwall.toml", "[client]\ninclude = [\"apps/docs/dist/**\"]\n");
    let run = root.run(&["guard"]);
    assert_eq!(run.status, Some(0), "{}", run.stderr);
}
