//! One row for each framework, with its source: `package@version: file` is the package's own source
//! code, "built" means that the output of a real build was inspected, and "by convention" means
//! neither.
//!
//! `server` excludes only what the framework itself puts below a client folder. Folders that users
//! name are theirs to exclude: scanning too much is a nuisance, scanning too little a leak.

use super::env_file_order::EnvFiles;
use super::model::{Framework, Moves, Setting};
use super::prefix::{
    EXPO_PUBLIC, GATSBY, NEXT_PUBLIC, NG_APP, NUXT_PUBLIC, PUBLIC, Prefix, REACT_APP, STORYBOOK,
    VITE, VUE_APP,
};
use crate::project::dotenv::Dialect;

const COMPILED_IN: &str =
    "`env!` and `option_env!` put a variable's value into the WebAssembly, whatever its name";
const DEFINED: &str = "whatever `DefinePlugin` or `EnvironmentPlugin` is given goes to the browser, whatever its name";

/// What most rows for JavaScript share. Every bundler replaces `process.env.NODE_ENV`. If a bundler
/// reads no `.env` files itself, the order is the most common one.
const BUNDLER: Framework = Framework {
    id: "",
    name: "",
    dependencies: &[],
    config_files: &[],
    crates: &[],
    cargo_metadata: &[],
    html_mark: None,
    client: &["dist/**"],
    committed: &[],
    server: &[],
    settings: &[],
    finished: None,
    public_prefixes: &[],
    public_names: &["NODE_ENV"],
    dialect: Dialect::Dotenv,
    env_files: EnvFiles::LocalOverMode,
    warning: None,
};

/// A setting that takes the place of a default output folder.
const fn output(file: &'static str, key: &'static str, default: &'static str) -> Setting {
    Setting { file, key, moves: Moves::Output(default) }
}

const fn env_files(file: &'static str, key: &'static str) -> Setting {
    Setting { file, key, moves: Moves::EnvFiles }
}

/// A setting that takes the place of a default prefix.
const fn prefix(file: &'static str, key: &'static str, default: Prefix) -> Setting {
    Setting { file, key, moves: Moves::EnvPrefix(default.text) }
}

/// vite@8.3.8: dist/node/chunks/node.js, `loadEnv`, `resolveEnvPrefix` and `root`.
const VITE_ROOT: Setting = Setting { file: "vite.config.*", key: "root", moves: Moves::Root };
const ENV_DIR: Setting = env_files("vite.config.*", "envDir");
const ENV_PREFIX: Setting = prefix("vite.config.*", "envPrefix", VITE);

/// What rows for tools on top of Vite share.
const ON_VITE: Framework = Framework {
    settings: &[VITE_ROOT, ENV_DIR, ENV_PREFIX],
    public_prefixes: &[VITE],
    dialect: Dialect::Vite,
    env_files: EnvFiles::ModeOverLocal,
    ..BUNDLER
};

/// What rows for Rust share: no prefix, since the compiler asks for variables one by one.
const RUST: Framework = Framework {
    public_names: &[],
    dialect: Dialect::Rust,
    env_files: EnvFiles::Base,
    warning: Some(COMPILED_IN),
    ..BUNDLER
};

/// All frameworks. A project may match several (nearly all use Vite); the first match wins, so
/// specific rows come before general ones.
pub const FRAMEWORKS: &[Framework] = &[
    // cargo-leptos@0.3.11: src/config/project.rs
    Framework {
        id: "leptos",
        name: "Leptos",
        cargo_metadata: &["leptos"],
        client: &["target/site/**"],
        settings: &[
            output("Cargo.toml", "package.metadata.leptos.site-root", "target/site"),
            output("Cargo.toml", "workspace.metadata.leptos.*.site-root", "target/site"),
        ],
        ..RUST
    },
    // trunk@0.22.0-beta.1: src/hooks.rs; names of configuration files: its guide, "Configuration"
    Framework {
        id: "trunk",
        name: "Trunk",
        config_files: &[
            "Trunk.toml",
            ".trunk.toml",
            "Trunk.yaml",
            ".trunk.yaml",
            "Trunk.json",
            ".trunk.json",
        ],
        cargo_metadata: &["trunk"],
        html_mark: Some("data-trunk"),
        settings: &[
            output("Trunk.toml", "build.dist", "dist"),
            output(".trunk.toml", "build.dist", "dist"),
            output("Trunk.json", "build.dist", "dist"),
        ],
        ..RUST
    },
    // dioxus-cli@0.8.0-alpha.3: src/build/request.rs; the server is next to `public`
    Framework {
        id: "dioxus",
        name: "Dioxus",
        config_files: &["Dioxus.toml"],
        crates: &["dioxus"],
        client: &["target/dx/*/{debug,release}/web/public/**"],
        ..RUST
    },
    // @opennextjs/aws@4.1.12: dist/build/createAssets.js; @opennextjs/cloudflare@1.20.13:
    // dist/cli/commands/populate-cache.js. The cache contains rendered pages
    Framework {
        id: "opennext",
        name: "OpenNext",
        dependencies: &["@opennextjs/cloudflare", "@opennextjs/aws"],
        config_files: &["open-next.config.*"],
        client: &[".open-next/assets/**", ".open-next/cache/**"],
        ..NEXT
    },
    NEXT,
    // @sveltejs/kit@3.2.0: src/exports/vite, built with adapter-node; @sveltejs/adapter-node@6.0.1,
    // -netlify@6.0.4, -cloudflare@7.2.9, -vercel@6.3.4: index.js. Kit 2 and before: PUBLIC_
    Framework {
        id: "sveltekit",
        name: "SvelteKit",
        dependencies: &["@sveltejs/kit"],
        client: &[
            ".svelte-kit/output/client/**",
            ".svelte-kit/output/prerendered/**",
            ".svelte-kit/cloudflare/**",
            ".vercel/output/static/**",
            "build/**",
        ],
        server: &[
            ".svelte-kit/cloudflare/_worker.js{,.map,/**}",
            "build/server/**",
            // adapter-node's entry points, old and new
            "build/{adapter-node,env,handler,index,shims}.js{,.map}",
        ],
        // @sveltejs/kit@2: `kit.outDir`, `kit.env`; @sveltejs/adapter-node: `out`; -static: `pages`
        // and `assets`
        settings: &[
            output("svelte.config.*", "kit.outDir", ".svelte-kit"),
            output("svelte.config.*", "kit.adapter.*().out", "build"),
            output("svelte.config.*", "kit.adapter.*().pages", "build"),
            output("svelte.config.*", "kit.adapter.*().assets", "build"),
            output("vite.config.*", "plugins.*().adapter.*().out", "build"),
            output("vite.config.*", "plugins.*().adapter.*().pages", "build"),
            output("vite.config.*", "plugins.*().adapter.*().assets", "build"),
            env_files("svelte.config.*", "kit.env.dir"),
            env_files("vite.config.*", "plugins.*().env.dir"),
            prefix("svelte.config.*", "kit.env.publicPrefix", PUBLIC),
            ENV_PREFIX,
        ],
        public_prefixes: &[PUBLIC, VITE],
        ..ON_VITE
    },
    // astro@7.3.5: dist/core/create-vite.js (`vite.envPrefix`, by default PUBLIC_ alone); built
    Framework {
        id: "astro",
        name: "Astro",
        dependencies: &["astro"],
        config_files: &["astro.config.*"],
        client: &["dist/**", ".vercel/output/static/**"],
        server: &["dist/server/**", "dist/_worker.js{,.map,/**}"],
        settings: &[
            output("astro.config.*", "outDir", "dist"),
            env_files("astro.config.*", "vite.envDir"),
            prefix("astro.config.*", "vite.envPrefix", PUBLIC),
        ],
        public_prefixes: &[PUBLIC],
        ..ON_VITE
    },
    // nuxt@4.5.2, built; nitropack@2.13.6: dist/presets/*/preset.mjs; c12@3.3.4: dist/index.mjs,
    // `setupDotenv`
    Framework {
        id: "nuxt",
        name: "Nuxt",
        dependencies: &["nuxt", "nuxt3", "nuxt-edge", "nuxt-nightly"],
        config_files: &["nuxt.config.*"],
        client: &[
            ".output/public/**",
            ".vercel/output/static/**",
            ".amplify-hosting/static/**",
            "dist/**",
        ],
        server: &["dist/_worker.js{,.map,/**}"],
        settings: &[
            output("nuxt.config.*", "nitro.output.dir", ".output"),
            output("nuxt.config.*", "nitro.output.publicDir", ".output/public"),
            output("nuxt.config.*", "generate.dir", "dist"),
            prefix("nuxt.config.*", "vite.envPrefix", VITE),
        ],
        public_prefixes: &[NUXT_PUBLIC, VITE],
        dialect: Dialect::Nuxt,
        env_files: EnvFiles::Base,
        warning: Some(
            "whatever `appConfig` or `runtimeConfig.public` is given goes to the browser, also \
             when nothing uses it",
        ),
        ..ON_VITE
    },
    // @tanstack/react-start@1.169, built; Nitro as for Nuxt
    Framework {
        id: "tanstack-start",
        name: "TanStack Start",
        dependencies: &["@tanstack/react-start", "@tanstack/solid-start"],
        client: &["dist/client/**", ".output/public/**", ".vercel/output/static/**"],
        settings: &[
            VITE_ROOT,
            output("vite.config.*", "build.outDir", "dist"),
            output("vite.config.*", "environments.client.build.outDir", "dist/client"),
            ENV_DIR,
            ENV_PREFIX,
        ],
        ..ON_VITE
    },
    // @react-router/dev@8.4.0, built
    Framework {
        id: "react-router",
        name: "React Router",
        dependencies: &["@react-router/dev"],
        config_files: &["react-router.config.*"],
        client: &["build/client/**"],
        settings: &[
            output("react-router.config.*", "buildDirectory", "build"),
            VITE_ROOT,
            ENV_DIR,
            ENV_PREFIX,
        ],
        ..ON_VITE
    },
    // @remix-run/dev@2.17.5: dist/config.js (classic: public/build, served with the rest of public)
    Framework {
        id: "remix",
        name: "Remix",
        dependencies: &["@remix-run/dev"],
        config_files: &["remix.config.*"],
        client: &["build/client/**", "public/build/**", "public/**"],
        committed: &["public/**"],
        settings: &[
            output("vite.config.*", "plugins.*().buildDirectory", "build"),
            output("remix.config.*", "assetsBuildDirectory", "public/build"),
            VITE_ROOT,
            ENV_DIR,
            ENV_PREFIX,
        ],
        ..ON_VITE
    },
    // @solidjs/start@2.0.5: dist/config/index.js; 1.x and Nitro: .output/public
    Framework {
        id: "solid-start",
        name: "SolidStart",
        dependencies: &["@solidjs/start", "solid-start"],
        client: &["dist/client/**", ".output/public/**", ".vercel/output/static/**"],
        ..ON_VITE
    },
    // @builder.io/qwik@1.20.1: dist/optimizer.mjs; @builder.io/qwik-city@1.20.1: `envPrefix`
    Framework {
        id: "qwik",
        name: "Qwik City",
        dependencies: &[
            "@builder.io/qwik-city",
            "@builder.io/qwik",
            "@qwik.dev/router",
            "@qwik.dev/core",
        ],
        server: &["dist/_worker.js{,.map,/**}"],
        public_prefixes: &[VITE, PUBLIC],
        ..ON_VITE
    },
    // @expo/cli@58.0.7: build/src/export/resolveOptions.js; @expo/metro-config@58.0.4:
    // environmentVariableSerializerPlugin.js; @expo/env@2.5.0: build/index.js, build/parse.js (Node's
    // parser, as Vite). `dist/server` by convention
    Framework {
        id: "expo",
        name: "Expo",
        dependencies: &["expo"],
        server: &["dist/server/**"],
        public_prefixes: &[EXPO_PUBLIC],
        dialect: Dialect::Vite,
        ..BUNDLER
    },
    // gatsby@5.16.1: dist/utils/webpack.config.js
    Framework {
        id: "gatsby",
        name: "Gatsby",
        dependencies: &["gatsby"],
        config_files: &["gatsby-config.*"],
        client: &["public/**"],
        public_prefixes: &[GATSBY],
        env_files: EnvFiles::Mode,
        warning: Some(
            "every variable of `.env.development` and `.env.production` can go to the browser, \
             with or without `GATSBY_`",
        ),
        ..BUNDLER
    },
    // docusaurus.io/docs/cli: `build` writes to `build`; `customFields` and themes get what the
    // configuration reads
    Framework {
        id: "docusaurus",
        name: "Docusaurus",
        dependencies: &["@docusaurus/core"],
        config_files: &["docusaurus.config.*"],
        client: &["build/**"],
        warning: Some(
            "whatever `customFields`, `themeConfig` or a plugin is given goes to the browser, \
             whatever its name",
        ),
        ..BUNDLER
    },
    // @angular/build@22.2.7: src/builders/application/schema.json; the prefix: @ngx-env/builder
    Framework {
        id: "angular",
        name: "Angular",
        dependencies: &["@angular/cli"],
        config_files: &["angular.json"],
        // builders before `application` write no `browser` folder
        client: &["dist/*/browser/**", "dist/*/**"],
        server: &["dist/*/server/**"],
        settings: &[
            output("angular.json", "projects.*.architect.build.options.outputPath", "dist/*"),
            output("angular.json", "projects.*.architect.build.options.outputPath.base", "dist/*"),
            output(
                "angular.json",
                "projects.*.architect.build.configurations.*.outputPath",
                "dist/*",
            ),
            output("angular.json", "projects.*.targets.build.options.outputPath", "dist/*"),
            output("angular.json", "projects.*.targets.build.options.outputPath.base", "dist/*"),
            output(
                "angular.json",
                "projects.*.targets.build.configurations.*.outputPath",
                "dist/*",
            ),
        ],
        public_prefixes: &[NG_APP],
        ..BUNDLER
    },
    // react-scripts@5.0.1: config/env.js
    Framework {
        id: "create-react-app",
        name: "Create React App",
        dependencies: &["react-scripts"],
        client: &["build/**"],
        public_prefixes: &[REACT_APP],
        public_names: &[
            "NODE_ENV",
            "PUBLIC_URL",
            "WDS_SOCKET_HOST",
            "WDS_SOCKET_PATH",
            "WDS_SOCKET_PORT",
        ],
        dialect: Dialect::Dotenv10,
        ..BUNDLER
    },
    // @vue/cli-service@5.0.9: lib/util/resolveClientEnv.js, lib/Service.js
    Framework {
        id: "vue-cli",
        name: "Vue CLI",
        dependencies: &["@vue/cli-service"],
        config_files: &["vue.config.*"],
        settings: &[
            output("vue.config.*", "outputDir", "dist"),
            output("package.json", "vue.outputDir", "dist"),
        ],
        public_prefixes: &[VUE_APP],
        public_names: &["NODE_ENV", "BASE_URL"],
        dialect: Dialect::Dotenv10,
        env_files: EnvFiles::ModeOverLocal,
        ..BUNDLER
    },
    // @rsbuild/core@2.3.2: dist/index.js; built
    Framework {
        id: "rsbuild",
        name: "Rsbuild",
        dependencies: &["@rsbuild/core"],
        config_files: &["rsbuild.config.*"],
        settings: &[
            output("rsbuild.config.*", "output.distPath.root", "dist"),
            output("rsbuild.config.*", "output.distPath", "dist"),
            output("rsbuild.config.*", "environments.*.output.distPath.root", "dist"),
            output("rsbuild.config.*", "environments.*.output.distPath", "dist"),
        ],
        public_prefixes: &[PUBLIC],
        env_files: EnvFiles::ModeOverLocal,
        ..BUNDLER
    },
    // laravel-vite-plugin@2: dist/index.js, `buildDirectory`; what else is in `public` is committed
    Framework {
        id: "laravel",
        name: "Laravel",
        dependencies: &["laravel-vite-plugin"],
        client: &["public/build/**"],
        settings: &[ENV_DIR, ENV_PREFIX],
        ..ON_VITE
    },
    // vite-plugin-ruby@5: dist/index.js, `publicOutputDir`
    Framework {
        id: "vite-ruby",
        name: "Vite Ruby",
        dependencies: &["vite-plugin-ruby", "vite-plugin-rails"],
        client: &["public/vite/**", "public/vite-production/**"],
        settings: &[ENV_DIR, ENV_PREFIX],
        ..ON_VITE
    },
    // electron-vite@5: dist/chunks: the renderer is a page; the rest is on the user's machine as well
    Framework {
        id: "electron-vite",
        name: "electron-vite",
        dependencies: &["electron-vite"],
        client: &["out/**"],
        settings: &[ENV_DIR, ENV_PREFIX],
        ..ON_VITE
    },
    // vite@8.3.8: dist/node/chunks/node.js; built
    Framework {
        id: "vite",
        name: "Vite",
        dependencies: &["vite"],
        config_files: &["vite.config.*"],
        settings: &[
            VITE_ROOT,
            output("vite.config.*", "build.outDir", "dist"),
            output("vite.config.*", "environments.client.build.outDir", "dist"),
            output("vite.config.*", "build.rollupOptions.output.dir", "dist"),
            output("vite.config.*", "build.rolldownOptions.output.dir", "dist"),
            // a plugin's `config` that is written in the file
            output("vite.config.*", "config.build.outDir", "dist"),
            output("vite.config.*", "plugins.config.build.outDir", "dist"),
            ENV_DIR,
            ENV_PREFIX,
        ],
        ..ON_VITE
    },
    // @parcel/transformer-js@2.16.4: lib/JSTransformer.js; @parcel/core@2.16.4: lib/loadDotEnv.js
    // (it leaves `.env.local` out of tests); built
    Framework {
        id: "parcel",
        name: "Parcel",
        dependencies: &["parcel", "parcel-bundler"],
        config_files: &[".parcelrc"],
        settings: &[output("package.json", "targets.*.distDir", "dist")],
        env_files: EnvFiles::ModeOverLocal,
        warning: Some(
            "every variable that the source refers to as `process.env.NAME` goes to the browser, \
             whatever its name; `inlineEnvironment` in package.json limits that",
        ),
        ..BUNDLER
    },
    // @rspack/core, with @rsbuild/core@2.3.2; alone, it gives nothing to the browser by itself
    Framework {
        id: "rspack",
        name: "Rspack",
        dependencies: &["@rspack/core", "@rspack/cli"],
        config_files: &["rspack.config.*"],
        settings: &[output("rspack.config.*", "output.path", "dist")],
        warning: Some(DEFINED),
        ..BUNDLER
    },
    // by convention: `output.path` defaults to `dist`
    Framework {
        id: "webpack",
        name: "webpack",
        dependencies: &["webpack"],
        config_files: &["webpack.config.*", "webpack.config.babel.js"],
        settings: &[
            output("webpack.config.*", "output.path", "dist"),
            output("webpack.config.babel.js", "output.path", "dist"),
        ],
        warning: Some(DEFINED),
        ..BUNDLER
    },
    // nitropack@2.13.6: dist/presets/*/preset.mjs; nitro@3
    Framework {
        id: "nitro",
        name: "Nitro",
        dependencies: &["nitropack", "nitro"],
        config_files: &["nitro.config.*"],
        client: &[".output/public/**", ".vercel/output/static/**", ".amplify-hosting/static/**"],
        settings: &[
            output("nitro.config.*", "output.dir", ".output"),
            output("nitro.config.*", "output.publicDir", ".output/public"),
        ],
        public_names: &[],
        env_files: EnvFiles::Base,
        ..BUNDLER
    },
    // 11ty.dev/docs/config: output directory
    Framework {
        id: "eleventy",
        name: "Eleventy",
        dependencies: &["@11ty/eleventy"],
        config_files: &["eleventy.config.*", ".eleventy.js"],
        client: &["_site/**"],
        settings: &[
            output("eleventy.config.*", "dir.output", "_site"),
            output(".eleventy.js", "dir.output", "_site"),
        ],
        ..BUNDLER
    },
    // vitepress@1: its guide, "Site Config", `outDir`. Often the documentation of an app
    Framework {
        id: "vitepress",
        name: "VitePress",
        dependencies: &["vitepress"],
        config_files: &[".vitepress/config.*", "docs/.vitepress/config.*"],
        client: &[".vitepress/dist/**", "docs/.vitepress/dist/**"],
        settings: &[
            output(".vitepress/config.*", "outDir", ".vitepress/dist"),
            output("docs/.vitepress/config.*", "outDir", "docs/.vitepress/dist"),
        ],
        ..ON_VITE
    },
    // @capacitor/cli@7: `cap copy` copies `webDir` to the apps; `www` is its default
    Framework {
        id: "capacitor",
        name: "Capacitor",
        dependencies: &["@capacitor/cli"],
        config_files: &["capacitor.config.*", "capacitor.config.json"],
        client: &["android/app/src/main/assets/public/**", "ios/App/App/public/**", "www/**"],
        settings: &[output("capacitor.config.*", "webDir", "www")],
        public_names: &[],
        ..BUNDLER
    },
    // storybook@10.6.7 and @storybook/builder-vite@10.6.7: dist. Last, since it accompanies an app
    Framework {
        id: "storybook",
        name: "Storybook",
        dependencies: &["storybook"],
        config_files: &[".storybook/main.*"],
        client: &["storybook-static/**"],
        public_prefixes: &[STORYBOOK, VITE],
        ..ON_VITE
    },
];

/// next@16.4.6: dist/lib/static-env.js; @next/env@16.4.6: dist/index.js; built, also with `vercel
/// build`. Prerendered pages are among server code, so extensions tell them apart.
const NEXT: Framework = Framework {
    id: "next",
    name: "Next.js",
    dependencies: &["next"],
    config_files: &["next.config.*"],
    client: &[
        ".next/static/**",
        ".next/server/app/**/*.{html,rsc,body,meta}",
        ".next/server/pages/**/*.{html,json}",
        // with a deployment adapter (`adapterPath`): built with next@16.4.6
        ".next/server/route-cache/**/*.{html,rsc,body,meta}",
        "out/**",
        "public/**",
        ".vercel/output/static/**",
        ".vercel/output/functions/**/*.prerender-fallback.{html,rsc,body}",
    ],
    committed: &["public/**"],
    server: &[".next/server/pages/**/*.nft.json", ".vercel/output/functions/**/*.func{,/**}"],
    // with `output: "export"`, `distDir` is the folder of the exported pages
    settings: &[
        output("next.config.*", "distDir", ".next"),
        output("next.config.*", "distDir", "out"),
    ],
    // dist/build/index.js writes it when pages are ready; dist/server/next-server.js requires it
    finished: Some(".next/BUILD_ID"),
    public_prefixes: &[NEXT_PUBLIC],
    dialect: Dialect::Next,
    warning: Some("whatever `env` in next.config is given goes to the browser, whatever its name"),
    ..BUNDLER
};
