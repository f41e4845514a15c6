//! Output folders whose names are those of one tool or platform alone, whatever the project uses.

/// A pattern of files that browsers fetch, and who writes them.
pub(super) struct Hosted {
    pub(super) pattern: &'static str,
    pub(super) by: &'static str,
    /// Whether it is deployed on its own, not a form of the app's output.
    pub(super) is_companion: bool,
}

const fn app(pattern: &'static str, by: &'static str) -> Hosted {
    Hosted { pattern, by, is_companion: false }
}

const fn companion(pattern: &'static str, by: &'static str) -> Hosted {
    Hosted { pattern, by, is_companion: true }
}

/// Built and looked at: vercel@54.21.1, @netlify/plugin-nextjs@5.16.0, @opennextjs/cloudflare@1.20.17,
/// nitropack@2.13, storybook@10.6; by documentation: the others.
pub(super) const HOSTED: &[Hosted] = &[
    app(".output/public/**", "Nitro"),
    app(".vercel/output/static/**", "`vercel build`"),
    app(".vercel/output/functions/**/*.prerender-fallback.{html,rsc,body}", "`vercel build`"),
    app(".netlify/static/**", "Netlify"),
    app(".netlify/deploy/v1/blobs/deploy/**", "Netlify"),
    app(".amplify-hosting/static/**", "Amplify"),
    app(".open-next/assets/**", "OpenNext"),
    app(".open-next/cache/**", "OpenNext"),
    companion("storybook-static/**", "Storybook"),
    companion(".vitepress/dist/**", "VitePress"),
    companion("docs/.vitepress/dist/**", "VitePress"),
    companion(".vuepress/dist/**", "VuePress"),
    companion("docs/.vuepress/dist/**", "VuePress"),
    companion(".histoire/dist/**", "Histoire"),
    companion(".webpack/renderer/**", "Electron Forge"),
    companion(".vite/renderer/**", "Electron Forge"),
    companion(".output/{chrome,edge,firefox,opera,safari}-*/**", "WXT"),
    app(".vinxi/build/client/**", "Vinxi"),
    companion("android/app/src/main/assets/public/**", "Capacitor"),
    companion("ios/App/App/public/**", "Capacitor"),
];

/// What runs on a server, wherever it is.
pub(super) const SERVER: &[&str] = &[
    ".vercel/output/functions/**/*.func{,/**}",
    ".netlify/{server,build,v1,functions,functions-internal,edge-functions,edge-functions-dist}/**",
    ".output/server/**",
    ".amplify-hosting/compute/**",
    ".open-next/{server-functions,middleware,cloudflare,cloudflare-templates,dynamodb-provider}/**",
    ".open-next/worker.js",
    ".svelte-kit/output/server/**",
];

/// Folders that hold client and server output alike: as a published folder they say nothing new.
pub(super) const MIXED: &[&str] = &[
    ".amplify-hosting",
    ".netlify",
    ".next",
    ".nuxt",
    ".open-next",
    ".output",
    ".svelte-kit",
    ".vercel",
    ".vercel/output",
];

/// Folders that many tools and people use: one is a tool's only if something says so.
pub(super) const COMMON: &[&str] = &["build", "dist", "out", "public", "www"];
