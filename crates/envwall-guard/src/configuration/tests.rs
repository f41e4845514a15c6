//! Small projects, and where their client output and `.env` files are.

use std::fs;
use std::path::Path;

use envwall_core::diagnostic::{Code, Severity};
use envwall_core::{Date, ProcessEnv, Project, Request};

use super::read_configuration;
use crate::files::output::Output;

const VITE: (&str, &str) = ("package.json", r#"{"devDependencies": {"vite": "8"}}"#);

struct Outcome {
    /// The files that are looked at.
    files: Vec<String>,
    /// Code, severity and message of what is reported.
    findings: Vec<(Code, Severity, String)>,
    reasons: Vec<String>,
}

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn with_project<T>(files: &[(&str, &str)], work: impl FnOnce(&Project) -> T) -> T {
    let folder = tempfile::tempdir().unwrap();
    // a project of a workspace, so that folders next to it are below the temporary one
    let directory = folder.path().join("web");
    fs::create_dir(&directory).unwrap();
    write(&directory, files);
    let process = ProcessEnv::from_iter([("HOME", "/home/somebody"), ("WEB_OUT", "www")]);
    let configured = read_configuration(&directory, &process);
    let request = Request {
        directory: &directory,
        environment: "production",
        process: &process,
        today: Date::new(2026, 11, 25),
        configured: Some(&configured),
    };
    work(&Project::load(&request).unwrap())
}

fn outcome(files: &[(&str, &str)]) -> Outcome {
    with_project(files, |project| {
        let found = Output::of_project(project, &[]).walk().unwrap();
        let findings = found.findings.into_iter();
        Outcome {
            files: found.files.into_iter().map(|file| file.name).collect(),
            findings: findings.map(|it| (it.code, it.severity, it.message.into_owned())).collect(),
            reasons: found.basis.into_iter().map(|basis| basis.reason).collect(),
        }
    })
}

/// The files that are looked at in a project, without any error.
fn looked_at(files: &[(&str, &str)]) -> Vec<String> {
    let Outcome { files: found, findings, .. } = outcome(files);
    let errors: Vec<_> =
        findings.iter().filter(|(_, severity, _)| *severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{files:?}: {errors:?}");
    found
}

fn vite(config: &str, output: &str) -> Vec<String> {
    looked_at(&[VITE, ("vite.config.ts", config), (output, "")])
}

#[test]
fn out_dir_is_read_from_programs() {
    for config in [
        "export default { build: { outDir: 'www' } }",
        "import path from 'path'; export default { build: { outDir: path.resolve(__dirname, 'www') } }",
        "import { resolve } from 'node:path'\nexport default { build: { outDir: resolve(process.cwd(), './www') } }",
        "import * as path from 'path'; export default { build: { outDir: path.join(import.meta.dirname, 'a', '..', 'www') } }",
        "import { fileURLToPath, URL } from 'node:url'\nexport default { build: { outDir: fileURLToPath(new URL('./www', import.meta.url)) } }",
        "export default { build: { outDir: new URL('./www/', import.meta.url).pathname } }",
        "const { join } = require('path'); module.exports = { build: { outDir: join(__dirname, 'www') } }",
        "const out: string = 'www'; export default defineConfig({ build: { outDir: out as string } } satisfies UserConfig)",
        "const outDir = `${'w'}ww`; export default defineConfig(({ mode }) => { return { build: { outDir } } })",
        "export default defineConfig(async () => ({ build: { outDir: process.env.OUT_DIR ?? 'www' } }))",
        "export default { build: { outDir: process.env.OUT_DIR || './www/' } }",
        "const build = { outDir: 'www' }; export default { build }",
        "const config = { plugins: [] }; config.build = { outDir: 'www' }; export default config",
        "const config: UserConfig = {}\nconfig.build.outDir = 'www'\nexport default config",
        "export default mergeConfig(base, { build: { outDir: 'www' } })",
        "const dirname = path.dirname(fileURLToPath(import.meta.url)); import path from 'path'; import { fileURLToPath } from 'url'; export default { build: { outDir: path.resolve(dirname, 'www') } }",
        "const r = (p: string) => path.resolve(__dirname, p); import path from 'path'; export default { build: { outDir: r('www') } }",
        "export default ({ command }) => command === 'serve' ? {} : { build: { outDir: 'www' } }",
        "export default { build: { outDir: process.env.WEB_OUT } }",
        "export default { root: 'src', build: { outDir: '../www' } }",
        "import path from 'path'; export default { root: path.join(__dirname, 'src'), build: { outDir: '../www' } }",
        "import fs from 'fs'; import path from 'path'\nconst app = fs.realpathSync(process.cwd()); const of = (p) => path.resolve(app, p); export default { build: { outDir: of('www') } }",
        "export default { build: { outDir: fileURLToPath(import.meta.resolve('./www')) } }; import { fileURLToPath } from 'url'",
        "export default { environments: { client: { build: { outDir: 'www' } } } }",
    ] {
        assert_eq!(vite(config, "www/a.js"), ["www/a.js"], "{config}");
    }
}

#[test]
fn both_alternatives_are_looked_at() {
    let config = "export default ({ mode }) => ({ build: { outDir: mode == 'x' ? 'a' : 'b' } })";
    let files = [VITE, ("vite.config.ts", config), ("a/x.js", ""), ("b/x.js", "")];
    assert_eq!(looked_at(&files), ["a/x.js", "b/x.js"]);
    assert_eq!(vite(config, "b/x.js"), ["b/x.js"]);
}

#[test]
fn one_of_several_builds_is_enough() {
    let config =
        "export default ({ mode }) => { if (mode === 'a') { return { build: { outDir: 'a' } } }
        return { build: { outDir: 'b' } } }";
    assert_eq!(vite(config, "b/x.js"), ["b/x.js"]);
}

#[test]
fn builds_for_the_server_are_not_looked_at() {
    let webpack = ("package.json", r#"{"dependencies": {"webpack": "5"}}"#);
    let config = "const path = require('path');
        module.exports = [
            { target: 'web', output: { path: path.join(__dirname, 'dist') } },
            { target: 'node', output: { path: path.join(__dirname, 'dist/api') } },
        ];";
    let files = [webpack, ("webpack.config.js", config), ("dist/a.js", ""), ("dist/api/a.js", "")];
    assert_eq!(looked_at(&files), ["dist/a.js"]);
    let config = "export default { build: { ssr: 'src/server.ts', outDir: 'dist/server' } }";
    let files = [VITE, ("vite.config.ts", config), ("dist/a.js", ""), ("dist/server/a.js", "")];
    assert_eq!(looked_at(&files), ["dist/a.js"]);
}

#[test]
fn pages_that_a_server_renders_are_client_output() {
    for (package, file, config, output) in [
        (
            "@react-router/dev",
            "react-router.config.ts",
            "export default { appDirectory: 'app', buildDirectory: 'build', ssr: true }",
            "build/client/a.js",
        ),
        (
            "nuxt",
            "nuxt.config.ts",
            "export default defineNuxtConfig({ ssr: true, nitro: { output: { dir: 'x' } } })",
            "x/public/a.js",
        ),
        (
            "nuxt",
            "nuxt.config.ts",
            "export default defineNuxtConfig({ ssr: true, nitro: { output: { publicDir: 'x' } } })",
            "x/a.js",
        ),
        (
            "vite",
            "vite.config.ts",
            "export default { build: { target: 'node18', outDir: 'x' } }",
            "x/a.js",
        ),
        (
            "webpack",
            "webpack.config.js",
            "module.exports = { target: 'node-webkit', output: { path: __dirname + '/x' } }",
            "x/a.js",
        ),
    ] {
        let package = format!(r#"{{"dependencies": {{"{package}": "1"}}}}"#);
        let files = [("package.json", package.as_str()), (file, config), (output, "")];
        assert_eq!(looked_at(&files), [output], "{config}");
    }
}

#[test]
fn client_output_in_a_servers_folder_is_looked_at() {
    let webpack = ("package.json", r#"{"dependencies": {"webpack": "5"}}"#);
    let config = "module.exports = [
            { target: 'node', output: { path: __dirname + '/build' } },
            { target: 'web', output: { path: __dirname + '/build/public' } },
        ];";
    let files =
        [webpack, ("webpack.config.js", config), ("build/s.js", ""), ("build/public/a.js", "")];
    assert_eq!(looked_at(&files), ["build/public/a.js"]);
    let script = |script: &str| {
        format!(r#"{{"devDependencies": {{"vite": "8"}}, "scripts": {{"build": "{script}"}}}}"#)
    };
    let package = script("vite build --outDir dist/client && vite build --ssr s.ts --outDir dist");
    let package = ("package.json", package.as_str());
    let files = [package, ("dist/s.js", ""), ("dist/x/s.js", ""), ("dist/client/a.js", "")];
    assert_eq!(looked_at(&files), ["dist/client/a.js"]);
    // both in one folder
    let package = script("vite build && vite build --ssr s.ts --outDir dist --emptyOutDir false");
    let files = [("package.json", package.as_str()), ("dist/s.js", ""), ("dist/index.html", "")];
    assert_eq!(looked_at(&files), ["dist/index.html", "dist/s.js"]);
    let build = "vite build client && esbuild s.ts --platform=node --outdir=dist";
    let package = script(build);
    let package = ("package.json", package.as_str());
    let files = [package, ("dist/s.js", ""), ("client/dist/a.js", "")];
    assert_eq!(looked_at(&files), ["client/dist/a.js"]);
    // a Worker next to what Vite writes
    let wrangler = ("wrangler.json", r#"{"main": "dist/w.js"}"#);
    let files = [VITE, wrangler, ("dist/w.js", ""), ("dist/assets/a.js", ""), ("book/x", "")];
    assert_eq!(looked_at(&files), ["dist/assets/a.js"]);
}

#[test]
fn imported_files_are_read() {
    for (config, other) in [
        (
            "import { out } from './paths'; export default { build: { outDir: out } }",
            "export const out = 'www'",
        ),
        (
            "import base from './paths.ts'; export default mergeConfig(base, {})",
            "export default { build: { outDir: 'www' } }",
        ),
    ] {
        let files = [VITE, ("vite.config.ts", config), ("paths.ts", other), ("www/a.js", "")];
        assert_eq!(looked_at(&files), ["www/a.js"], "{config}");
    }
}

#[test]
fn imported_data_are_read() {
    for config in [
        "import paths from './paths.json'; export default { build: { outDir: paths.out } }",
        "import paths from './paths.json' with { type: 'json' }; export default { build: { outDir: paths.out } }",
    ] {
        let data = "{\n\"out\": \"www\", \"build\": {\"outDir\": \"other\"}}\n";
        let files = [VITE, ("vite.config.js", config), ("paths.json", data), ("www/a.js", "")];
        assert_eq!(looked_at(&files), ["www/a.js"], "{config}");
    }
}

#[test]
fn keys_in_brackets_and_getters_are_read() {
    for config in [
        "export default { ['build']: { outDir: 'www' } }",
        "const key = 'outDir'; export default { build: { [key]: 'www' } }",
        "export default { get build() { return { outDir: 'www' } } }",
        "export default { get build() { const outDir = 'www'; return { outDir } } }",
    ] {
        assert_eq!(vite(config, "www/a.js"), ["www/a.js"], "{config}");
    }
}

#[test]
fn settings_of_plugins_are_not_the_builds() {
    let config =
        "export default { plugins: [dts({ outDir: types() }), x({ build: { outDir: f() } })] }";
    assert_eq!(vite(config, "dist/a.js"), ["dist/a.js"]);
}

#[test]
fn what_cannot_be_read_is_an_error_with_its_line() {
    for config in [
        "export default {\n build: { outDir: folder() } }",
        "export default {\n build: { outDir: process.env.OUT_DIR } }",
        "export default {\n build: { outDir: `dist/${process.env.TARGET}` } }",
        "export default {\n build: { outDir: path.resolve(root, 'x') } }",
        "export default {\n root: find(), build: { outDir: 'dist' } }",
        "export default {\n build: {",
    ] {
        let found = outcome(&[VITE, ("vite.config.ts", config), ("dist/a.js", "")]).findings;
        let errors: Vec<_> = found.iter().map(|(code, severity, _)| (*code, *severity)).collect();
        assert_eq!(errors, [(Code::OutputElsewhere, Severity::Error)], "{config}");
    }
}

#[test]
fn what_is_spread_into_a_configuration_is_read() {
    let shared = ("shared.js", "export const shared = { outDir: 'www', minify: false }");
    for config in [
        "const shared = { outDir: 'www' }; export default { build: { ...shared } }",
        "import { shared } from './shared.js'; export default { build: { minify: true, ...shared } }",
        "const on = 1; export default { build: { ...(on && { outDir: 'www' }) } }",
    ] {
        let files = [VITE, shared, ("vite.config.ts", config), ("www/a.js", "")];
        assert_eq!(looked_at(&files), ["www/a.js"], "{config}");
    }
    // nobody knows what is in a package, or nothing that matters is spread
    let unknown = "import { build } from '@acme/vite'; export default { build: { ...build } }";
    let harmless = "export default { build: { ...(process.env.FAST && { minify: false }) } }";
    for (config, expected) in [(unknown, 1), (harmless, 0)] {
        let found = outcome(&[VITE, ("vite.config.ts", config), ("dist/a.js", "")]).findings;
        assert_eq!(found.len(), expected, "{config}: {found:?}");
    }
}

#[test]
fn a_folder_with_a_page_is_looked_at_whatever_wrote_it() {
    let files = [VITE, ("dist/a.js", ""), ("build/index.html", ""), ("www/readme.md", "")];
    assert_eq!(looked_at(&files), ["build/index.html", "dist/a.js"]);
    let settled = ("envwall.toml", "[client]\nnot-deployed = ['build/**']\n");
    assert_eq!(looked_at(&[&[settled], &files[..]].concat()), ["dist/a.js"]);
}

#[test]
fn folders_that_look_like_output_are_looked_at() {
    let stray = ("site/index.html", "<script src=/assets/a.js></script>");
    let files = [VITE, ("dist/a.js", ""), stray, ("site/assets/a.js", "")];
    assert_eq!(looked_at(&files), ["dist/a.js", "site/assets/a.js", "site/index.html"]);
    assert_eq!(looked_at(&[VITE, ("dist/a.js", ""), ("ui/dist/index.html", "")]).len(), 2);
    let settled = ("envwall.toml", "[client]\nnot-deployed = ['site/**']\n");
    assert_eq!(looked_at(&[&[settled], &files[..]].concat()), ["dist/a.js"]);
    // sources, packages of the workspace, and what no build of the app has written
    let source = ("site/index.html", "<script src=\"/src/a.ts\"></script>");
    let others = [("site/assets/a.js", ""), ("public/index.html", ""), ("public/assets/a.js", "")];
    assert_eq!(looked_at(&[&[VITE, ("dist/a.js", ""), source], &others[..]].concat()).len(), 1);
    let root = ("package.json", r#"{"devDependencies": {"vite": "8"}, "workspaces": ["ui"]}"#);
    let ui = [("ui/package.json", "{}"), ("ui/dist/index.html", "")];
    assert_eq!(looked_at(&[&[root, ("dist/a.js", "")], &ui[..]].concat()), ["dist/a.js"]);
    let found = outcome(&[VITE, stray, ("site/assets/a.js", "")]);
    assert_eq!(found.findings.iter().map(|(code, ..)| *code).collect::<Vec<_>>(), [Code::NoOutput]);
    assert_eq!(found.files.len(), 2);
}

#[test]
fn the_manifest_settles_it() {
    let manifest = ("envwall.toml", "[client]\ninclude = ['dist/**']\n");
    let config = ("vite.config.ts", "export default { build: { outDir: folder() } }");
    let files = [VITE, manifest, config, ("dist/a.js", "")];
    assert_eq!(outcome(&files).findings, []);
    with_project(&files, |project| assert_eq!(project.findings, []));
}

#[test]
fn a_configured_folder_has_to_exist() {
    let config = ("vite.config.ts", "export default { build: { outDir: 'www' } }");
    let found = outcome(&[VITE, config, ("dist/a.js", "")]);
    assert_eq!(found.files, ["dist/a.js"]);
    let [(code, severity, message)] = &found.findings[..] else { panic!("{:?}", found.findings) };
    assert_eq!((*code, *severity), (Code::NoOutput, Severity::Error));
    assert!(message.contains("`build.outDir` in vite.config.ts names `www`"), "{message}");
}

/// A dependency, its configuration file, and where its output is then.
const SETTINGS: &[(&str, &str, &str, &str)] = &[
    ("next", "next.config.mjs", "const c = { distDir: 'x' }; export default c", "x/static/a.js"),
    (
        "next",
        "next.config.js",
        "module.exports = { output: 'export', distDir: 'x' }",
        "x/index.html",
    ),
    ("astro", "astro.config.mjs", "export default defineConfig({ outDir: './x' })", "x/index.html"),
    (
        "nuxt",
        "nuxt.config.ts",
        "export default defineNuxtConfig({ nitro: { output: { dir: 'x' } } })",
        "x/public/a.js",
    ),
    (
        "nuxt",
        "nuxt.config.ts",
        "export default defineNuxtConfig({ nitro: { output: { publicDir: 'x' } } })",
        "x/a.js",
    ),
    (
        "@sveltejs/kit",
        "svelte.config.js",
        "export default { kit: { adapter: adapter({ pages: 'x' }) } }",
        "x/a.html",
    ),
    (
        "@react-router/dev",
        "react-router.config.ts",
        "export default { buildDirectory: 'x' } satisfies Config",
        "x/client/a.js",
    ),
    ("@vue/cli-service", "vue.config.js", "module.exports = { outputDir: 'x' }", "x/a.js"),
    (
        "webpack",
        "webpack.config.js",
        "module.exports = { output: { path: require('path').resolve(__dirname, 'x') } }",
        "x/a.js",
    ),
    (
        "@rspack/core",
        "rspack.config.mjs",
        "export default [{ output: { path: import.meta.dirname + '/x' } }]",
        "x/a.js",
    ),
    (
        "@rsbuild/core",
        "rsbuild.config.ts",
        "export default { output: { distPath: { root: 'x' } } }",
        "x/a.js",
    ),
    (
        "@angular/cli",
        "angular.json",
        r#"{"projects": {"a": {"architect": {"build": {"options": {"outputPath": "x"}}}}}}"#,
        "x/browser/a.js",
    ),
    (
        "@angular/cli",
        "angular.json",
        r#"{"projects": {"a": {"architect": {"build": {"options": {"outputPath": {"base": "x"}}}}}}}"#,
        "x/a.js",
    ),
    (
        "@angular/cli",
        "angular.json",
        r#"{"projects": {"a": {"architect": {"build": {"configurations": {"production": {"outputPath": "x"}}}}}}}"#,
        "x/browser/a.js",
    ),
    (
        "@angular/cli",
        "angular.json",
        r#"{"projects": {"a": {"architect": {"build": {"options": {"outputPath": {"base": "dist/a", "browser": "../../x"}}}}}}}"#,
        "x/a.js",
    ),
    ("@angular/cli", "angular.json", "{}", "dist/shop/a.js"),
    (
        "webpack",
        "webpack.config.babel.js",
        "export default { output: { path: __dirname + '/x' } }",
        "x/a.js",
    ),
    (
        "webpack",
        "webpack.config.js",
        "module.exports = Promise.resolve({ output: { path: __dirname + '/x' } })",
        "x/a.js",
    ),
    (
        "vite",
        "vite.config.ts",
        "export default { build: { rollupOptions: { output: { dir: 'x' } } } }",
        "x/a.js",
    ),
    (
        "vite",
        "vite.config.ts",
        "export default { plugins: [{ name: 'a', config() { return { build: { outDir: 'x' } } } }] }",
        "x/a.js",
    ),
    (
        "vite",
        "vite.config.ts",
        "const p = () => ({ config: () => ({ build: { outDir: 'x' } }) }); export default { plugins: [p()] }",
        "x/a.js",
    ),
    (
        "@rsbuild/core",
        "rsbuild.config.ts",
        "export default { environments: { app: { output: { distPath: { root: 'x' } } } } }",
        "x/a.js",
    ),
    (
        "@capacitor/cli",
        "capacitor.config.ts",
        "const c: CapacitorConfig = { webDir: 'x' }; export default c",
        "x/a.js",
    ),
    ("vitepress", ".vitepress/config.mts", "export default { outDir: 'x' }", "x/a.html"),
    ("vitepress", "docs/.vitepress/config.mts", "export default { outDir: '../x' }", "x/a.html"),
    (
        "@remix-run/dev",
        "vite.config.ts",
        "export default { plugins: [remix({ buildDirectory: 'x' })] }",
        "x/client/a.js",
    ),
];

#[test]
fn each_framework_has_its_settings() {
    for (package, file, text, output) in SETTINGS {
        let package = format!(r#"{{"dependencies": {{"{package}": "1"}}}}"#);
        let mut files = vec![("package.json", package.as_str()), (*file, *text), (*output, "")];
        if output.starts_with("x/static") {
            files.push(("x/BUILD_ID", ""));
        }
        assert_eq!(looked_at(&files), [*output], "{file}: {text}");
    }
    let vue = r#"{"dependencies": {"@vue/cli-service": "5"}, "vue": {"outputDir": "x"}}"#;
    assert_eq!(looked_at(&[("package.json", vue), ("x/a.js", "")]), ["x/a.js"]);
    let next = r#"{"dependencies": {"next": "16"}, "scripts": {"build": "OUT=x next build"}}"#;
    let config = ("next.config.js", "module.exports = { distDir: process.env.OUT || '.next' }");
    let files = [("package.json", next), config, ("x/BUILD_ID", ""), ("x/static/a.js", "")];
    assert_eq!(looked_at(&files), ["x/static/a.js"]);
    let manifest = "[package.metadata.leptos]\nsite-root = 'x'\n";
    assert_eq!(looked_at(&[("Cargo.toml", manifest), ("x/a.wasm", "")]), ["x/a.wasm"]);
    assert_eq!(
        looked_at(&[("Trunk.toml", "[build]\ndist = 'x'\n"), ("x/a.wasm", "")]),
        ["x/a.wasm"]
    );
}

#[test]
fn scripts_and_platforms_name_folders() {
    let vite = |script: &str| {
        format!(r#"{{"devDependencies": {{"vite": "8"}}, "scripts": {{"build": "{script}"}}}}"#)
    };
    for script in ["vite build --outDir x", "vite build -c web.ts", "vite build && gh-pages -d x"] {
        let package = vite(script);
        let config = ("web.ts", "export default { build: { outDir: 'x' } }");
        let files = [("package.json", package.as_str()), config, ("x/a.js", ""), ("dist/a.js", "")];
        assert_eq!(looked_at(&files), ["dist/a.js", "x/a.js"], "{script}");
    }
    let package =
        vite("vite build --outDir dist/client && vite build --ssr a.ts --outDir dist/server");
    let files =
        [("package.json", package.as_str()), ("dist/client/a.js", ""), ("dist/server/a.js", "")];
    assert_eq!(looked_at(&files), ["dist/client/a.js"]);
    let package = vite("vite build --outDir ../x");
    let config = ("vite.config.ts", "export default { root: 'src' }");
    assert_eq!(
        looked_at(&[("package.json", package.as_str()), config, ("x/a.js", "")]),
        ["x/a.js"]
    );
    let package = vite("vite build && npx storybook build -o book");
    let files = [("package.json", package.as_str()), ("dist/a.js", ""), ("book/a.js", "")];
    assert_eq!(looked_at(&files), ["book/a.js", "dist/a.js"]);
    let package = vite("vite build --outDir $OUT");
    let found = outcome(&[("package.json", package.as_str()), ("dist/a.js", "")]).findings;
    assert_eq!(found[0].0, Code::OutputElsewhere);
    let cra = r#"{"dependencies": {"react-scripts": "5"}}"#;
    let files = [("package.json", cra), (".env", "BUILD_PATH=./x\n"), ("x/a.js", "")];
    assert_eq!(looked_at(&files), ["x/a.js"]);
    let files =
        [VITE, ("vercel.json", r#"{"outputDirectory": "x"}"#), ("x/a.js", ""), ("dist/a.js", "")];
    assert_eq!(looked_at(&files), ["dist/a.js", "x/a.js"]);
}

/// A Vite project with a script `build`.
fn built_by(script: &str) -> String {
    format!(r#"{{"devDependencies": {{"vite": "8"}}, "scripts": {{"build": "{script}"}}}}"#)
}

#[test]
fn scripts_build_in_folders() {
    for (script, output) in [
        ("vite build client && esbuild server/index.ts --outdir=dist", "client/dist/a.js"),
        ("vite build && vite build admin", "admin/dist/a.js"),
        ("vite build client --outDir www", "client/www/a.js"),
        ("vite build && cd admin && vite build", "admin/dist/a.js"),
        ("vite build && npm --prefix docs run build", "docs/.vitepress/dist/a.js"),
        ("vite build && astro build --root site", "site/dist/a.js"),
        ("vite build && nuxt build app", "app/.output/public/a.js"),
        ("vite build ui", "ui/www/a.js"),
        ("vite build ../client", "../client/dist/a.js"),
    ] {
        let package = built_by(script);
        let files = [
            ("package.json", package.as_str()),
            ("docs/package.json", r#"{"devDependencies": {"vitepress": "1"}}"#),
            ("ui/vite.config.ts", "export default { build: { outDir: 'www' } }"),
            ("dist/index.js", ""),
            (output, ""),
        ];
        assert!(looked_at(&files).iter().any(|file| file == output), "{script}");
    }
    let package = built_by("vite build client && esbuild server/index.ts --outdir=dist");
    let found = outcome(&[("package.json", &package), ("dist/index.js", "")]).findings;
    assert_eq!(found.iter().map(|(code, ..)| *code).collect::<Vec<_>>(), [Code::NoOutput]);
    // a script for development
    let package = r#"{"devDependencies": {"vite": "8"}, "scripts": {"dev:ui": "cd ui && vite"}}"#;
    let config = ("ui/vite.config.ts", "export default { build: { outDir: 'www' } }");
    let found = outcome(&[("package.json", package), config, ("dist/index.js", "")]);
    assert_eq!(found.findings, []);
    let package =
        r#"{"scripts": {"release": "npm publish --tag next"}, "dependencies": {"vite": "8"}}"#;
    let files = [("package.json", package), ("dist/a.js", ""), ("out/a.js", "")];
    assert_eq!(looked_at(&files), ["dist/a.js"]);
    let package = built_by("vite build $APP");
    let found = outcome(&[("package.json", &package), ("dist/index.js", "")]).findings;
    assert_eq!(found.iter().map(|(code, ..)| *code).collect::<Vec<_>>(), [Code::OutputElsewhere]);
}

#[test]
fn variables_are_in_the_root() {
    let config = ("vite.config.ts", "export default { root: 'ui' }");
    let package = built_by("vite build ui");
    let by_script = ("package.json", package.as_str());
    let elsewhere = ("vite.config.ts", "export default { root: 'ui', envDir: 'x' }");
    for (files, has_variable) in
        [([VITE, config], true), ([by_script, ("a", "")], true), ([VITE, elsewhere], false)]
    {
        let env = ("ui/.env.production", "SHOP_LEVEL=7\n");
        with_project(&[&files[..], &[env]].concat(), |project| {
            let names: Vec<_> = project.variables.iter().map(|it| it.name.as_str()).collect();
            assert_eq!(names == ["SHOP_LEVEL"], has_variable, "{files:?}: {names:?}");
        });
    }
}

#[test]
fn scripts_hand_folders_on() {
    for (script, output) in [
        ("aws s3 sync www s3://bucket", "www/a.js"),
        ("npx surge www", "www/a.js"),
        ("wrangler pages deploy --project-name x www", "www/a.js"),
        ("serve -s www", "www/index.html"),
        ("cp -r dist ../api/public", "../api/public/a.js"),
        ("cp -r dist/* ../api/public/", "../api/public/a.js"),
        ("cp -r dist/assets ../cdn", "../cdn/assets/a.js"),
        ("cp dist/index.html dist/404.html", "dist/404.html"),
        ("mv dist www", "www/a.js"),
        ("esbuild embed.ts --bundle --outfile=www/embed.js", "www/embed.js"),
    ] {
        let package = built_by(&format!("vite build && {script}"));
        let files = [("package.json", package.as_str()), (output, ""), ("dist/b.js", "")];
        assert!(looked_at(&files).iter().any(|file| file == output), "{script}");
    }
    let workflow = "  - uses: peaceiris/actions-gh-pages@v4\n    with:\n      publish_dir: ./www\n";
    let workflow = (".github/workflows/pages.yml", workflow);
    let files = [VITE, workflow, ("dist/b.js", "")];
    assert_eq!(looked_at(&[&files[..], &[("www/a.js", "")]].concat()), ["dist/b.js", "www/a.js"]);
    assert_eq!(outcome(&files).findings, []);
    let tauri = r#"{"build": {"frontendDist": ["../www/a.js"]}}"#;
    let files = [VITE, ("src-tauri/tauri.conf.json", tauri), ("www/a.js", ""), ("dist/b.js", "")];
    assert_eq!(looked_at(&files), ["dist/b.js", "www/a.js"]);
    // what is no output
    for script in ["rsync -a src/ me@host:/srv", "aws s3 sync . s3://backup", "cp -r src lib"] {
        let package = built_by(&format!("vite build && {script}"));
        let files = [("package.json", package.as_str()), ("src/a.js", ""), ("dist/b.js", "")];
        let files = [&files[..], &[("lib/a.js", "")]].concat();
        assert_eq!(looked_at(&files), ["dist/b.js"], "{script}");
    }
}

#[test]
fn a_broken_file_of_a_platform_is_a_warning() {
    let found = outcome(&[VITE, ("netlify.toml", "[build]\npublish = \n"), ("dist/a.js", "")]);
    let [(code, severity, message)] = &found.findings[..] else { panic!("{:?}", found.findings) };
    assert_eq!((*code, *severity), (Code::OutputElsewhere, Severity::Warning));
    assert!(message.contains("`netlify.toml`"), "{message}");
}

#[test]
fn mixed_folders_are_not_published_whole() {
    let next = ("package.json", r#"{"dependencies": {"next": "16"}}"#);
    let netlify = ("netlify.toml", "[build]\npublish = '.next'\n");
    let files = [
        next,
        netlify,
        (".next/BUILD_ID", ""),
        (".next/static/a.js", ""),
        (".next/server/app/page.js", ""),
        (".next/server/route-cache/APP_PAGE/1f/$/index.html", ""),
        (".vercel/output/static/a.js", ""),
        (".vercel/output/functions/a.func/index.js", ""),
        (".vercel/output/functions/a.prerender-fallback.html", ""),
    ];
    let expected = [
        ".next/server/route-cache/APP_PAGE/1f/$/index.html",
        ".next/static/a.js",
        ".vercel/output/functions/a.prerender-fallback.html",
        ".vercel/output/static/a.js",
    ];
    assert_eq!(looked_at(&files), expected);
}

#[test]
fn another_tools_folder_needs_a_reason() {
    let next = |scripts: &str| {
        format!(
            r#"{{"dependencies": {{"next": "16", "webpack": "5", "storybook": "10"}}, "scripts": {{{scripts}}}}}"#
        )
    };
    let package = next("");
    let built =
        [("package.json", package.as_str()), (".next/BUILD_ID", ""), (".next/static/a.js", "")];
    let with = |more: &[(&str, &str)]| outcome(&[&built[..], more].concat());
    let found = with(&[("dist/worker.js", "")]);
    assert_eq!(found.files, [".next/static/a.js"]);
    let [(code, severity, message)] = &found.findings[..] else { panic!("{:?}", found.findings) };
    assert_eq!((*code, *severity), (Code::OutputElsewhere, Severity::Note));
    assert!(message.starts_with("`dist` is not scanned"), "{message}");
    assert_eq!(with(&[("dist/index.html", "")]).files, [".next/static/a.js", "dist/index.html"]);
    let settled = [("dist/a.js", ""), ("envwall.toml", "[client]\nnot-deployed = ['dist/**']\n")];
    assert_eq!(with(&settled).findings, []);
    // a name that nobody else uses
    assert_eq!(with(&[("storybook-static/a.js", "")]).files.len(), 2);
    let settled = [
        ("storybook-static/a.js", ""),
        ("envwall.toml", "[client]\nnot-deployed = ['storybook-static/**']\n"),
    ];
    assert_eq!(with(&settled).files, [".next/static/a.js"]);
}

#[test]
fn servers_in_client_folders_are_known() {
    for (server, more) in [
        ("dist/api/index.js", &[("dist/api/wrangler.json", "{}"), ("dist/client/a.js", "")][..]),
        ("dist/_worker.js", &[("dist/a.js", ""), ("wrangler.toml", "")]),
        ("dist/_worker.js/index.js", &[("dist/a.js", ""), ("dist/_routes.json", "{}")]),
        (
            "dist/_worker.js",
            &[("dist/a.js", ""), ("vite.config.ts", "import p from '@hono/vite-cloudflare-pages'")],
        ),
        ("dist/server/index.js", &[("dist/client/a.js", "")]),
    ] {
        let files = looked_at(&[&[VITE, (server, "")], more].concat());
        assert!(!files.iter().any(|file| file == server) && !files.is_empty(), "{files:?}");
    }
    // nothing says that Cloudflare runs it
    assert_eq!(looked_at(&[VITE, ("dist/_worker.js", "")]), ["dist/_worker.js"]);
    let kit = ("package.json", r#"{"devDependencies": {"@sveltejs/kit": "2"}}"#);
    assert_eq!(looked_at(&[kit, ("build/server/index.html", "")]), ["build/server/index.html"]);
    let files = [kit, ("build/server/index.js", ""), ("build/client/a.js", "")];
    assert_eq!(looked_at(&files), ["build/client/a.js"]);
    // folders of a static site
    let angular =
        r#"{"projects": {"a": {"architect": {"build": {"options": {"outputPath": "dist"}}}}}}"#;
    for files in [
        &[
            ("package.json", r#"{"dependencies": {"astro": "5"}}"#),
            ("dist/index.html", ""),
            ("dist/client/index.html", ""),
            ("dist/server/index.html", ""),
        ][..],
        &[
            ("package.json", r#"{"dependencies": {"@angular/cli": "20"}}"#),
            ("angular.json", angular),
            ("dist/browser/index.html", ""),
            ("dist/browser/server/index.html", ""),
        ],
    ] {
        let found = looked_at(files);
        assert!(found.iter().any(|file| file.ends_with("server/index.html")), "{found:?}");
    }
    let angular = ("package.json", r#"{"dependencies": {"@angular/cli": "20"}}"#);
    let files = [angular, ("dist/shop/browser/a.js", ""), ("dist/shop/server/s.mjs", "")];
    assert_eq!(looked_at(&files), ["dist/shop/browser/a.js"]);
    let files =
        [VITE, ("dist/index.html", ""), ("dist/server/index.html", ""), ("dist/client/a.js", "")];
    assert_eq!(looked_at(&files).len(), 3);
}

#[test]
fn a_folder_that_is_kept_empty_is_no_build() {
    let found = outcome(&[VITE, ("dist/.gitkeep", "")]).findings;
    assert_eq!(found.iter().map(|(code, ..)| *code).collect::<Vec<_>>(), [Code::NoOutput]);
}

#[test]
fn public_alone_is_no_build() {
    for package in ["next", "@remix-run/dev"] {
        let package = format!(r#"{{"dependencies": {{"{package}": "1"}}}}"#);
        let found = outcome(&[("package.json", &package), ("public/robots.txt", "")]);
        let codes: Vec<_> =
            found.findings.iter().map(|(code, severity, _)| (*code, *severity)).collect();
        assert_eq!(codes, [(Code::NoOutput, Severity::Error)], "{package}");
    }
    let remix = ("package.json", r#"{"dependencies": {"@remix-run/dev": "1"}}"#);
    assert_eq!(looked_at(&[remix, ("public/build/a.js", "")]), ["public/build/a.js"]);
}

#[test]
fn a_build_in_another_folder_has_to_finish() {
    let next = ("package.json", r#"{"dependencies": {"next": "16"}}"#);
    let config = ("next.config.js", "module.exports = { distDir: 'x' }");
    let found = outcome(&[next, config, ("x/static/a.js", "")]).findings;
    assert_eq!(found.iter().map(|(code, ..)| *code).collect::<Vec<_>>(), [Code::BuildUnfinished]);
}

/// A key that is made up, and the program of a Nitro server with it.
const KEY: &str = "q7WzXe81-made-up";

fn nitro(public: &str, private: &str) -> String {
    format!(
        "const _inlineRuntimeConfig = {{\n  \"app\": {{ \"baseURL\": \"/\" }},\n  \"public\": {{\n    \
         \"key\": \"{public}\"\n  }},\n  \"key\": \"{private}\"\n}};\n"
    )
}

#[test]
fn the_public_runtime_configuration_is_client_output() {
    for (public, private, count) in [(KEY, "x", 1), ("x", KEY, 0)] {
        let program = nitro(public, private);
        let files = [
            ("package.json", r#"{"dependencies": {"nuxt": "4"}}"#),
            (".env", "API_KEY=q7WzXe81-made-up\n"),
            (".output/public/a.js", ""),
            (".output/server/index.mjs", "import './chunks/nitro/nitro.mjs'"),
            (".output/server/chunks/nitro/nitro.mjs", &program),
        ];
        with_project(&files, |project| {
            let report = crate::check(project, [""; 0], Date::new(2026, 11, 25)).unwrap();
            let places: Vec<_> =
                report.findings.iter().map(|it| (it.code, it.location.clone())).collect();
            assert_eq!(places.len(), count, "{places:?}");
            for (code, location) in places {
                let location = location.unwrap();
                assert_eq!((code, &*location.file), (Code::ValueInOutput, files[4].0));
                assert_eq!(location.position.unwrap().line, 4);
            }
            let names: Vec<_> = report.basis.iter().map(|it| it.pattern.as_str()).collect();
            assert_eq!(names, [".output/public/**"]);
        });
    }
}

#[test]
fn a_result_says_what_it_rests_on() {
    let config = ("vite.config.ts", "export default { build: { outDir: 'www' } }");
    let netlify = ("netlify.toml", "[build]\npublish = 'www'\n");
    let found = outcome(&[VITE, config, netlify, ("www/a.js", ""), ("dist/a.js", "")]);
    let configured = "`build.outDir` in vite.config.ts, netlify.toml `build.publish`";
    assert_eq!(found.reasons, [configured, "default of Vite"]);
}

#[test]
fn output_next_to_the_project_is_looked_at() {
    let config = "export default { build: { outDir: '../api/public' } }";
    let found = vite(config, "../api/public/a.js");
    assert_eq!(found, ["../api/public/a.js"]);
}

#[test]
fn prefixes_and_folders_of_variables_are_read() {
    let config = "import path from 'path'\nexport default defineConfig({ envPrefix: ['VITE_', 'APP_'], \
                  envDir: path.resolve(__dirname, 'config') })";
    let files = [
        VITE,
        ("vite.config.ts", config),
        ("config/.env", "APP_TITLE=Shop\nSHOP_KEY=q7WzXe81-made-up\n"),
        ("config/.env.staging", "SHOP_KEY=q7WzXe83-made-up\n"),
        (".env", "OTHER_KEY=q7WzXe82-made-up\n"),
    ];
    with_project(&files, |project| {
        let names: Vec<_> =
            project.variables.iter().map(|it| (it.name.as_str(), it.sensitive)).collect();
        assert_eq!(names, [("APP_TITLE", false), ("OTHER_KEY", true), ("SHOP_KEY", true)]);
        assert_eq!(project.findings, []);
        let files: Vec<_> = project.other_values.iter().map(|it| it.file.as_str()).collect();
        assert_eq!(files, ["config/.env.staging"]);
    });
    let kit = ("package.json", r#"{"devDependencies": {"@sveltejs/kit": "2"}}"#);
    let config = "export default { kit: { env: { dir: 'env', publicPrefix: 'OPEN_' } } }";
    let files = [
        kit,
        ("svelte.config.js", config),
        ("env/.env", "OPEN_A=Shop\nPUBLIC_B_SECRET=q7WzXe81-made-up\n"),
    ];
    with_project(&files, |project| {
        let names: Vec<_> =
            project.variables.iter().map(|it| (it.name.as_str(), it.sensitive)).collect();
        assert_eq!(names, [("OPEN_A", false), ("PUBLIC_B_SECRET", true)]);
    });
}

#[test]
fn a_computed_folder_of_variables_is_reported() {
    let files = [VITE, ("vite.config.ts", "export default { envDir: find() }"), (".env", "A=b\n")];
    with_project(&files, |project| {
        let found: Vec<_> = project.findings.iter().map(|it| (it.code, it.severity)).collect();
        assert_eq!(found, [(Code::EnvFilesElsewhere, Severity::Warning)]);
    });
}
