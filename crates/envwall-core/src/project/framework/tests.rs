use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::*;
use crate::manifest::path_glob;

/// The id that is detected in a folder with these files.
fn detected(files: &[(&str, &str)]) -> Option<&'static str> {
    detected_in(files).unwrap().map(|framework| framework.id)
}

fn detected_in(files: &[(&str, &str)]) -> Result<Option<&'static Framework>, DetectError> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    detect(folder.path())
}

/// A `package.json` with these dependencies, the last half of them `devDependencies`.
fn package_json(dependencies: &[&str]) -> String {
    let object = |names: &[&str]| {
        let pairs: Vec<_> = names.iter().map(|name| format!(r#""{name}": "^1.0.0""#)).collect();
        pairs.join(", ")
    };
    let (runtime, dev) = dependencies.split_at(dependencies.len() / 2);
    format!(
        r#"{{ "dependencies": {{ {} }}, "devDependencies": {{ {} }} }}"#,
        object(runtime),
        object(dev)
    )
}

#[test]
fn ids_are_unique_and_in_kebab_case() {
    let ids: BTreeSet<_> = FRAMEWORKS.iter().map(|framework| framework.id).collect();
    assert_eq!(ids.len(), FRAMEWORKS.len());
    for framework in FRAMEWORKS {
        let kebab = |byte: u8| byte.is_ascii_lowercase() || byte == b'-';
        assert!(!framework.id.is_empty() && framework.id.bytes().all(kebab), "{framework:?}");
        assert!(!framework.name.is_empty() && !framework.client.is_empty(), "{framework:?}");
        assert_eq!(by_id(framework.id).unwrap().name, framework.name);
    }
}

#[test]
fn every_glob_compiles_and_is_relative() {
    for framework in FRAMEWORKS {
        for pattern in framework.client.iter().chain(framework.server) {
            path_glob(pattern).unwrap();
            assert!(!pattern.starts_with(['/', '*']) && !pattern.starts_with("./"), "{pattern}");
        }
    }
}

#[test]
fn each_mark_alone_tells() {
    for framework in FRAMEWORKS {
        for name in framework.dependencies {
            let files = [("package.json", &*package_json(&[name]))];
            assert_eq!(detected(&files), Some(framework.id), "{name}");
        }
        for pattern in framework.config_files {
            for ending in ["js", "mjs", "ts"] {
                let name = pattern.replace('*', ending);
                assert_eq!(detected(&[(&name, "")]), Some(framework.id), "{name}");
            }
        }
        for name in framework.crates {
            let text = format!("[dependencies]\n{name} = \"1\"\n");
            assert_eq!(detected(&[("Cargo.toml", &text)]), Some(framework.id), "{name}");
        }
        for table in framework.cargo_metadata {
            for header in
                [format!("[package.metadata.{table}]"), format!("[[workspace.metadata.{table}]]")]
            {
                assert_eq!(detected(&[("Cargo.toml", &header)]), Some(framework.id), "{header}");
            }
        }
        if let Some(mark) = framework.html_mark {
            let text = format!("<link {mark} rel=\"rust\" />");
            assert_eq!(detected(&[("index.html", &text)]), Some(framework.id), "{mark}");
        }
    }
}

#[test]
fn the_more_special_wins() {
    let cases: &[(&[&str], &str)] = &[
        (
            &["vite", "vitest", "@sveltejs/kit", "svelte", "@sveltejs/vite-plugin-svelte"],
            "sveltekit",
        ),
        (&["vite", "astro", "@astrojs/react", "react"], "astro"),
        (&["vite", "@react-router/dev", "react-router"], "react-router"),
        (&["vite", "@remix-run/dev", "@remix-run/react"], "remix"),
        (&["vite", "@tanstack/react-start", "react"], "tanstack-start"),
        (&["vite", "@tanstack/solid-start", "solid-js"], "tanstack-start"),
        (&["vite", "solid-js", "@solidjs/start"], "solid-start"),
        (&["vite", "@builder.io/qwik", "@builder.io/qwik-city"], "qwik"),
        (&["vite", "nuxt", "vue"], "nuxt"),
        (&["vite", "storybook", "react"], "vite"),
        (&["next", "react", "storybook", "vite", "webpack"], "next"),
        (&["next", "react", "@opennextjs/cloudflare"], "opennext"),
        (&["react-scripts", "webpack"], "create-react-app"),
        (&["@vue/cli-service", "webpack", "vue"], "vue-cli"),
        (&["gatsby", "react", "vite"], "gatsby"),
        (&["@rsbuild/core", "@rspack/core"], "rsbuild"),
        (&["expo", "react-native"], "expo"),
        (&["@angular/cli", "@angular/core", "vite"], "angular"),
    ];
    for (dependencies, id) in cases {
        let files = [("package.json", &*package_json(dependencies)), ("vite.config.ts", "")];
        assert_eq!(detected(&files), Some(*id), "{dependencies:?}");
    }
    let leptos = "[package.metadata.leptos]\n[dependencies]\nleptos = \"0.8\"\n";
    let styles = package_json(&["tailwindcss", "vite"]);
    assert_eq!(detected(&[("Cargo.toml", leptos), ("package.json", &styles)]), Some("leptos"));
}

#[test]
fn nothing_tells_nothing() {
    assert_eq!(detected(&[]), None);
    assert_eq!(detected(&[("package.json", "\u{feff}{}"), ("index.html", "<p>")]), None);
    assert_eq!(detected(&[("package.json", &package_json(&["@nrwl/next", "left-pad"]))]), None);
    assert!(detect(Path::new("no/such/folder")).unwrap().is_none());
}

#[test]
fn what_is_broken_is_an_error() {
    for text in ["", "{", "[]", "{} trailing"] {
        // a configuration file next to it does not make up for it
        let error = detected_in(&[("package.json", text), ("vite.config.ts", "")]).unwrap_err();
        assert!(matches!(error, DetectError::PackageJson { .. }), "{text}: {error}");
    }
    let error = detected_in(&[("Cargo.toml", "[package")]).unwrap_err();
    assert!(matches!(error, DetectError::CargoToml { .. }), "{error}");
    let error = detected_in(&[("package.json/x", "")]).unwrap_err();
    assert!(matches!(error, DetectError::Read { .. }), "{error}");
}

#[test]
fn public_by_prefix_or_name() {
    let public = |id: &str, name: &str| by_id(id).unwrap().is_public(name);
    assert!(public("next", "NEXT_PUBLIC_URL") && !public("next", "PUBLIC_URL"));
    assert!(
        public("create-react-app", "react_app_Title") && public("create-react-app", "PUBLIC_URL")
    );
    assert!(!public("vite", "vite_title") && !public("vite", "BASE_URL"));
    assert!(public("astro", "PUBLIC_X") && !public("astro", "VITE_X"));
    assert!(public("parcel", "NODE_ENV") && !public("parcel", "API_KEY"));
    assert!(!public("leptos", "NODE_ENV"));
    // a character that is cut in two must not panic
    assert!(!public("create-react-app", "REACT_APPé"));
    assert_eq!(by_id("nuxt").unwrap().public_prefix("NUXT_PUBLIC_A").unwrap().text, "NUXT_PUBLIC_");
}

#[test]
fn a_near_miss_finds_its_id() {
    for (typed, meant) in [("nextjs", "next"), ("Vite", "vite"), ("gatsbi", "gatsby")] {
        assert_eq!(nearest_id(typed), Some(meant));
    }
    assert_eq!(nearest_id("something-else-entirely"), None);
}

#[test]
fn globs_tell_client_from_server() {
    let cases = [
        ("next", ".next/static/chunks/main.js", true),
        ("next", ".next/server/app/index.html", true),
        ("next", ".next/server/app/blog/a.segments/blog/__PAGE__.segment.rsc", true),
        ("next", ".next/server/app/api/route.body", true),
        ("next", ".next/server/pages/ssg.json", true),
        ("next", ".next/server/pages/ssg.js.nft.json", false),
        ("next", ".next/server/app/page.js", false),
        ("next", ".next/server/chunks/ssr/a.js", false),
        ("next", ".next/required-server-files.json", false),
        ("next", ".next/standalone/.env", false),
        ("next", ".vercel/output/functions/a.prerender-fallback.rsc", true),
        ("next", ".vercel/output/functions/a.func/index.js", false),
        ("opennext", ".open-next/cache/build/index.cache", true),
        ("opennext", ".open-next/cloudflare/next-env.mjs", false),
        ("sveltekit", ".svelte-kit/output/prerendered/pages/index.html", true),
        ("sveltekit", ".svelte-kit/output/server/index.js", false),
        ("sveltekit", ".svelte-kit/generated/build/env/private/server.js", false),
        ("sveltekit", "build/client/_app/env.js", true),
        ("sveltekit", "build/index.html", true),
        ("sveltekit", "build/handler.js", false),
        ("sveltekit", "build/server/index.js", false),
        ("sveltekit", ".svelte-kit/cloudflare/_worker.js", false),
        ("astro", "dist/client/index.html", true),
        ("astro", "dist/server/entry.mjs", false),
        ("astro", "dist/_worker.js/index.js", false),
        ("nuxt", ".output/public/_payload.json", true),
        ("nuxt", ".output/server/chunks/nitro/nitro.mjs", false),
        ("nuxt", "dist/_worker.js/index.js", false),
        ("react-router", "build/client/_.data", true),
        ("react-router", "build/server/index.js", false),
        ("angular", "dist/shop/browser/main.js", true),
        ("angular", "dist/shop/server/main.mjs", false),
        ("vite", "dist/.hidden", true),
        ("dioxus", "target/dx/app/release/web/public/index.html", true),
        ("dioxus", "target/dx/app/release/web/server", false),
        ("leptos", "target/site/pkg/app.wasm", true),
    ];
    for (id, path, expected) in cases {
        let framework = by_id(id).unwrap();
        let any = |globs: &[&str]| globs.iter().any(|glob| path_glob(glob).unwrap().is_match(path));
        assert_eq!(any(framework.client) && !any(framework.server), expected, "{id}: {path}");
    }
}

#[test]
fn env_files_in_each_order() {
    let names = |id: &str, mode: &str| by_id(id).unwrap().env_files.names(mode).join(" ");
    let production = "production";
    assert_eq!(names("vite", production), ".env .env.local .env.production .env.production.local");
    for id in ["next", "create-react-app", "expo"] {
        let expected = ".env .env.production .env.local .env.production.local";
        assert_eq!(names(id, production), expected, "{id}");
        assert_eq!(names(id, "test"), ".env .env.test .env.test.local", "{id}");
    }
    assert_eq!(names("gatsby", production), ".env.production");
    assert_eq!(names("nuxt", production), ".env");
}
