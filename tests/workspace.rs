//! A scan at the root of a workspace: each app that has been built is scanned as what it is.

use crate::project::{KEY, Project, Run};
#[cfg(unix)]
use crate::run::path;

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
    assert!(docs < web && web < leak, "{stderr}");
    assert!(stderr.contains("\nNot built, so not scanned: apps/next (-v shows why)"), "{stderr}");
    assert!(!stderr.contains(&VALUE[..8]), "{stderr}");
}

/// A workspace whose app `web` is built and clean.
fn clean_workspace() -> Project {
    Project::empty()
        .file("package.json", r#"{"private":true,"workspaces":["apps/*"]}"#)
        .file("apps/web/package.json", r#"{"devDependencies":{"vite":"7.0.0"}}"#)
        .file("apps/web/.env", format!("PAY_SECRET={VALUE}\n"))
        .file("apps/web/dist/index.html", "<p>shop</p>")
}

/// Pages in a folder, with a leak.
fn leaky(project: Project, folder: &str) -> Project {
    project
        .file(&format!("{folder}/index.html"), "<script src=/assets/a.js></script>")
        .file(&format!("{folder}/assets/a.js"), format!("f('{VALUE}')"))
}

#[test]
fn an_app_whose_output_is_unknown_is_an_error() {
    let admin = |config: &str| {
        clean_workspace()
            .file("apps/admin/package.json", r#"{"devDependencies":{"vite":"7.0.0"}}"#)
            .file("apps/admin/.env", format!("PAY_SECRET={VALUE}\n"))
            .file("apps/admin/vite.config.ts", config)
    };
    let computed = "export default { build: { outDir: process.env.OUT } }";
    let run = leaky(admin(computed), "apps/admin/site").run(&["guard"]);
    assert!(run.stderr.contains("apps/admin:") && run.stderr.contains("EW075"), "{}", run.stderr);
    assert_ne!(run.status, Some(0));
    let run = admin("export default { build: { outDir: 'nope' } }").run(&["guard"]);
    assert_eq!(run.status, Some(0), "{}", run.stderr);
    assert!(run.stderr.contains("so not scanned: apps/admin"), "{}", run.stderr);
    // pages in a folder that nothing names
    let unknown = admin("import { create } from '@acme/vite'; export default create()");
    let run = leaky(unknown, "apps/admin/site").run(&["guard"]);
    assert_eq!(run.status, Some(1), "{}", run.stderr);
}

#[test]
fn an_app_without_a_known_framework_is_scanned() {
    for (package, folder) in [
        (r#"{"devDependencies":{"@docusaurus/core":"3"}}"#, "apps/docs/build"),
        (r#"{"devDependencies":{"@11ty/eleventy":"3"}}"#, "apps/docs/_site"),
        (r#"{"devDependencies":{"rollup":"4"}}"#, "apps/docs/dist"),
    ] {
        let docs = clean_workspace()
            .file("apps/docs/package.json", package)
            .file(".env", format!("PAY_SECRET={VALUE}\n"));
        let run = leaky(docs, folder).run(&["guard"]);
        assert_eq!(run.status, Some(1), "{folder}: {}", run.stderr);
        assert!(run.stderr.contains("/assets/a.js:1:4"), "{}", run.stderr);
    }
    // a bundle for browsers, a library, and a server with secrets that nobody knows here
    let esbuild = r#"{"scripts":{"build":"esbuild a.ts --bundle --outdir=dist"}}"#;
    let widget = clean_workspace()
        .file("apps/widget/package.json", esbuild)
        .file("apps/widget/.env", format!("PAY_SECRET={VALUE}\n"))
        .file("apps/widget/dist/a.js", format!("f('{VALUE}')"));
    assert_eq!(widget.run(&["guard"]).status, Some(1));
    let server = clean_workspace()
        .file("apps/api/package.json", r#"{"scripts":{"build":"tsc"}}"#)
        .file("apps/api/.env.example", "PAY_SECRET=\n")
        .file("apps/api/dist/index.js", "listen(process.env.PAY_SECRET)");
    let run = server.run(&["guard", "-v"]);
    assert_eq!(run.status, Some(0), "{}", run.stderr);
    assert!(run.stderr.contains("`apps/api` is not scanned: no known framework"), "{}", run.stderr);
}

#[test]
fn a_root_with_a_tool_guards_itself_and_its_packages() {
    for (tool, folder) in [
        ("storybook", "storybook-static"),
        ("vitepress", "docs/.vitepress/dist"),
        ("vite", "dist"),
        ("vite", "unbuilt"),
    ] {
        let package = format!(
            r#"{{"private":true,"workspaces":["apps/*"],"devDependencies":{{"{tool}":"*"}}}}"#
        );
        let root = leaky(clean_workspace(), "apps/web/dist").file("package.json", package);
        let run = root.file(&format!("{folder}/index.html"), "<p>").run(&["guard"]);
        assert_eq!(run.status, Some(1), "{tool}: {}", run.stderr);
        let has_root = run.stderr.contains(".:\n");
        assert_eq!(has_root, folder != "unbuilt", "{tool}: {}", run.stderr);
    }
}

#[test]
fn patterns_that_match_nothing_are_an_error() {
    let app = |output: &str| {
        clean_workspace()
            .file("apps/a/package.json", "{}")
            .file("apps/a/envwall.toml", "[client]\ninclude = [\"dst/**\"]\n")
            .file(output, "")
    };
    assert_eq!(app("apps/a/dist/a.js").run(&["guard"]).status, Some(3));
    assert_eq!(app("apps/a/src/a.js").run(&["guard"]).status, Some(0));
}

#[test]
fn files_of_platforms_at_the_root_are_read_in_an_app() {
    for (file, text) in [
        ("netlify.toml", "[build]\npublish = \"apps/web/site\"\n"),
        ("netlify.toml", "[build]\nbase = \"apps/web\"\npublish = \"site\"\n"),
        ("vercel.json", r#"{"outputDirectory": "apps/web/site"}"#),
        ("firebase.json", r#"{"hosting": {"public": "apps/web/site"}}"#),
    ] {
        let root = leaky(clean_workspace(), "apps/web/site").file(file, text);
        let run = root.run(&["-C", "apps/web", "guard", "-v"]);
        assert_eq!(run.status, Some(1), "{file}: {}", run.stderr);
        assert!(run.stderr.contains(&format!("../../{file}")), "{file}: {}", run.stderr);
    }
}

#[cfg(unix)]
#[test]
fn a_build_at_the_root_ends_with_a_scan_of_each_app() {
    let root = || {
        Project::empty()
            .file("pnpm-workspace.yaml", "packages: ['apps/*']\n")
            .file(".env", format!("PAY_SECRET={KEY}\n"))
            .file("apps/web/package.json", r#"{"devDependencies":{"vite":"7.0.0"}}"#)
            .file("apps/docs/package.json", r#"{"devDependencies":{"vite":"7.0.0"}}"#)
    };
    let build = |project: &Project, script: &str| {
        let script = format!("mkdir -p apps/web/dist apps/docs/dist; {script}");
        project.run_with(&["build", "--", "sh", "-c", &script], [path()])
    };
    let clean = "echo 'f(1)' | tee apps/web/dist/a.js > apps/docs/dist/a.js";
    let run = build(&root(), clean);
    assert_eq!(run.status, Some(0), "{}", run.stderr);
    assert!(
        run.stderr.contains("apps/web:") && run.stderr.contains("apps/docs:"),
        "{}",
        run.stderr
    );
    let run = build(&root(), &format!("{clean}; echo $PAY_SECRET >> apps/web/dist/a.js"));
    assert_eq!(run.status, Some(1), "{}", run.stderr);
    assert!(
        run.stderr.contains("the placeholder for `PAY_SECRET` is in client output"),
        "{}",
        run.stderr
    );
    let run = build(&root(), &format!("{clean}; echo $PAY_SECRET > apps/web/server.js"));
    assert_eq!(run.status, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("EW044"), "{}", run.stderr);
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
    assert_eq!(report["projects"][2]["path"], "apps/next");
    assert_eq!(report["projects"][2]["findings"][0]["severity"], "note");
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
