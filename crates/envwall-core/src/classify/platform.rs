//! Variables that are not the project's own: those that shells, package managers and build
//! platforms set by themselves.
//!
//! Names are listed in full unless a platform owns everything that begins alike: `GITHUB_SHA` is
//! GitHub's, but `GITHUB_CLIENT_SECRET` is the project's.

use super::each_run::changes_with_each_run;
use super::names::names_credential;
use super::names_secret;
use crate::framework::COPIED_BY_VERCEL;

/// A tool or host that sets variables by itself.
#[derive(Debug)]
pub struct Platform {
    /// The name for people.
    pub name: &'static str,
    /// Variables that hold nothing secret.
    pub names: &'static [&'static str],
    /// Beginnings of names that it keeps to itself.
    pub prefixes: &'static [&'static str],
    /// Variables that hold a credential, within the above or not; those that are of one run stand in
    /// `each_run`.
    pub credentials: &'static [&'static str],
    /// Beginnings of names that show that it ran: unlike `prefixes`, a project may have such names
    /// as well.
    pub families: &'static [&'static str],
}

/// What a variable shows of the environment in which it is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// A shell, which a program in the browser may emulate.
    Shell,
    /// A machine that builds or runs something: no emulated shell sets it.
    Machine,
}

/// Everything that is known to set variables.
pub const PLATFORMS: &[Platform] = &[
    SHELL, WINDOWS, NPM, TOOLS, VERCEL, NETLIFY, AMPLIFY, CLOUDFLARE, GITHUB, GITLAB, RENDER,
    RAILWAY, FLY, HEROKU,
];

/// Whether a variable of the process environment is not the project's own and holds nothing
/// secret, so that a project that does not name it need not care.
///
/// This is about variables that a process finds itself with. What a project's own file sets is
/// the project's, whatever its name.
///
/// ```
/// use envwall_core::classify::platform::is_ambient;
/// assert!(is_ambient("PATH") && is_ambient("GITHUB_SHA") && is_ambient("VITE_VERCEL_ENV"));
/// assert!(!is_ambient("GITHUB_TOKEN") && !is_ambient("GITHUB_CLIENT_SECRET"));
/// ```
pub fn is_ambient(name: &str) -> bool {
    !is_credential(name)
        && (is_public_copy(name) || PLATFORMS.iter().any(|platform| platform.sets(name)))
}

/// Who sets a variable of this name in client code or in the environment by itself, if its value is
/// no secret: a bundler, a framework, a platform.
pub(crate) fn set_by(name: &str) -> Option<&'static str> {
    let built_in = BUILT_IN.iter().find(|(_, names)| names.contains(&name)).map(|(who, _)| *who);
    let platform = || PLATFORMS.iter().find(|platform| platform.sets(name));
    built_in.or_else(|| platform().filter(|_| !is_credential(name)).map(|platform| platform.name))
}

/// What frameworks write into client code themselves, whatever the environment has.
const BUILT_IN: &[(&str, &[&str])] = &[
    // vite.dev/guide/env-and-mode, "Built-in Constants"
    ("Vite", &["BASE_URL", "DEV", "MODE", "PROD", "SSR"]),
    // docs.astro.build/en/guides/environment-variables, "Default environment variables"
    ("Astro", &["ASSETS_PREFIX", "SITE"]),
    // create-react-app.dev/docs/advanced-configuration
    ("Create React App", &["PUBLIC_URL"]),
    // nodejs.org: not set by Node, but read by every bundler
    ("every bundler", &["NODE_ENV"]),
];

/// Whether a platform gives a credential of its own in this variable, such as `GITHUB_TOKEN`: the
/// project did not set it, and still it must not get out.
pub fn is_credential(name: &str) -> bool {
    PLATFORMS.iter().any(|platform| platform.credentials.contains(&name))
        || changes_with_each_run(name)
        || is_npm_credential(name)
}

/// Whether this is a copy of one of Vercel's variables that is made for the browser:
/// `VITE_VERCEL_ENV`.
pub fn is_public_copy(name: &str) -> bool {
    COPIED_BY_VERCEL
        .iter()
        .filter_map(|prefix| name.strip_prefix(prefix.text))
        .any(|name| name.starts_with("VERCEL_") && VERCEL.names.contains(&name))
}

impl Platform {
    /// Whether the platform sets a variable of this name, credentials left aside. What begins like one
    /// of its own and ends like a secret is somebody's: `CI_PROJECT_SECRET`.
    pub fn sets(&self, name: &str) -> bool {
        let begins = || self.prefixes.iter().any(|prefix| name.starts_with(prefix));
        self.names.contains(&name) || begins() && !names_secret(name)
    }
}

/// What a variable shows of the environment in which it is set; `None` where any program may have
/// such a name.
///
/// ```
/// use envwall_core::classify::platform::{Evidence, evidence};
/// assert_eq!(evidence("HOME"), Some(Evidence::Shell));
/// assert_eq!(evidence("GITHUB_SHA"), Some(Evidence::Machine));
/// assert_eq!(evidence("API_URL"), None);
/// ```
pub fn evidence(name: &str) -> Option<Evidence> {
    let mut families = PLATFORMS.iter().flat_map(|platform| platform.families);
    if families.any(|family| name.starts_with(family)) {
        return Some(Evidence::Machine);
    }
    [SHELL, WINDOWS].iter().any(|platform| platform.sets(name)).then_some(Evidence::Shell)
}

/// npm hands its settings to scripts, and a setting can be a registry's password.
fn is_npm_credential(name: &str) -> bool {
    let Some(setting) = name.strip_prefix("npm_config_") else { return false };
    names_credential(setting) || setting.to_ascii_lowercase().contains("auth")
}

/// POSIX.1-2024, "Environment Variables"; XDG base directories; OpenSSH; common terminals.
const SHELL: Platform = Platform {
    name: "shell",
    names: &[
        "_",
        "BASH",
        "CLICOLOR",
        "CLICOLOR_FORCE",
        "COLORTERM",
        "COLUMNS",
        "DBUS_SESSION_BUS_ADDRESS",
        "DEBIAN_FRONTEND",
        "DESKTOP_SESSION",
        "DISPLAY",
        "EDITOR",
        "FORCE_COLOR",
        "HISTFILE",
        "HISTSIZE",
        "HOME",
        "HOSTNAME",
        "HOSTTYPE",
        "IFS",
        "LANG",
        "LANGUAGE",
        "LD_LIBRARY_PATH",
        "LESS",
        "LINES",
        "LOGNAME",
        "LS_COLORS",
        "MACHTYPE",
        "MAIL",
        "MANPATH",
        "NO_COLOR",
        "OLDPWD",
        "OSTYPE",
        "PAGER",
        "PATH",
        "PS1",
        "PWD",
        "SHELL",
        "SHLVL",
        "SSH_AGENT_PID",
        "SSH_AUTH_SOCK",
        "SSH_CLIENT",
        "SSH_CONNECTION",
        "SSH_TTY",
        "TERM",
        "TERM_PROGRAM",
        "TERM_PROGRAM_VERSION",
        "TMP",
        "TMPDIR",
        "TEMP",
        "TZ",
        "USER",
        "VISUAL",
        "WAYLAND_DISPLAY",
        "WINDOWID",
        "__CFBundleIdentifier",
        "__CF_USER_TEXT_ENCODING",
    ],
    prefixes: &["LC_", "XDG_"],
    credentials: &[],
    families: &["DBUS_", "LS_COLORS", "SSH_", "XDG_"],
};

/// Windows' own, spelled as a process gets them; their case means nothing there, but Windows
/// keeps it. Wine adds some to every process: its dlls/ntdll/unix/env.c.
const WINDOWS: Platform = Platform {
    name: "Windows",
    names: &[
        "ALLUSERSPROFILE",
        "APPDATA",
        "CommonProgramFiles",
        "CommonProgramFiles(x86)",
        "CommonProgramW6432",
        "COMPUTERNAME",
        "COMSPEC",
        "ComSpec",
        "DriverData",
        "HOMEDRIVE",
        "HOMEPATH",
        "LOCALAPPDATA",
        "LOGONSERVER",
        "NUMBER_OF_PROCESSORS",
        "OS",
        "Path",
        "PATHEXT",
        "PROCESSOR_ARCHITECTURE",
        "PROCESSOR_IDENTIFIER",
        "PROCESSOR_LEVEL",
        "PROCESSOR_REVISION",
        "ProgramData",
        "ProgramFiles",
        "ProgramFiles(x86)",
        "ProgramW6432",
        "PSModulePath",
        "PUBLIC",
        "SESSIONNAME",
        "SystemDrive",
        "SystemRoot",
        "SYSTEMROOT",
        "USERDOMAIN",
        "USERDOMAIN_ROAMINGPROFILE",
        "USERNAME",
        "USERPROFILE",
        "WINDIR",
        "WINEBUILDDIR",
        "WINECONFIGDIR",
        "WINEDATADIR",
        "WINEDLLDIR0",
        "WINEHOMEDIR",
        "WINELOADER",
        "WINEUSERNAME",
        "windir",
    ],
    prefixes: &[],
    credentials: &[],
    families: &[
        "APPDATA",
        "LOCALAPPDATA",
        "PROCESSOR_",
        "ProgramFiles",
        "SYSTEMROOT",
        "SystemRoot",
    ],
};

/// npm@11: what `npm exec -c env` adds; the names of its settings say which are credentials.
const NPM: Platform = Platform {
    name: "npm",
    names: &["COLOR", "INIT_CWD", "NODE"],
    prefixes: &["npm_"],
    credentials: &["NODE_AUTH_TOKEN"],
    families: &["INIT_CWD", "NODE", "npm_"],
};

/// Package and version managers, compilers and editors: docs.npmjs.com, "scripts", and theirs.
const TOOLS: Platform = Platform {
    name: "development tools",
    names: &[],
    prefixes: &[],
    credentials: &[],
    families: &["BUN_", "CARGO", "NVM_", "PNPM_", "RUSTUP_", "TURBO_", "VSCODE_", "YARN_"],
};

/// vercel.com/docs, "System environment variables"; `NOW_BUILDER`: vercel@54.21.1, run.
const VERCEL: Platform = Platform {
    name: "Vercel",
    names: &[
        "CI",
        "NOW_BUILDER",
        "VERCEL",
        "VERCEL_BRANCH_URL",
        "VERCEL_DEPLOYMENT_ID",
        "VERCEL_ENV",
        "VERCEL_GIT_COMMIT_AUTHOR_LOGIN",
        "VERCEL_GIT_COMMIT_AUTHOR_NAME",
        "VERCEL_GIT_COMMIT_MESSAGE",
        "VERCEL_GIT_COMMIT_REF",
        "VERCEL_GIT_COMMIT_SHA",
        "VERCEL_GIT_PREVIOUS_SHA",
        "VERCEL_GIT_PROVIDER",
        "VERCEL_GIT_PULL_REQUEST_ID",
        "VERCEL_GIT_REPO_ID",
        "VERCEL_GIT_REPO_OWNER",
        "VERCEL_GIT_REPO_SLUG",
        "VERCEL_PROJECT_ID",
        "VERCEL_PROJECT_PRODUCTION_URL",
        "VERCEL_REGION",
        "VERCEL_SKEW_PROTECTION_ENABLED",
        "VERCEL_TARGET_ENV",
        "VERCEL_URL",
    ],
    prefixes: &[],
    credentials: &["VERCEL_AUTOMATION_BYPASS_SECRET"],
    families: &["VERCEL"],
};

/// @netlify/build@37.3.3: lib/utils/environment.js; @netlify/config@25.2.6: lib/env/main.js. A
/// hook's body is left out: anything can be in it.
const NETLIFY: Platform = Platform {
    name: "Netlify",
    names: &[
        "BRANCH",
        "BUILD_ID",
        "CACHED_COMMIT_REF",
        "COMMIT_REF",
        "CONTEXT",
        "DEPLOY_ID",
        "DEPLOY_PRIME_URL",
        "DEPLOY_URL",
        "HEAD",
        "INCOMING_HOOK_TITLE",
        "INCOMING_HOOK_URL",
        "NETLIFY",
        "NETLIFY_IMAGES_CDN_DOMAIN",
        "NETLIFY_LOCAL",
        "PULL_REQUEST",
        "REPOSITORY_URL",
        "REVIEW_ID",
        "SITE_ID",
        "SITE_NAME",
        "URL",
    ],
    prefixes: &[],
    credentials: &[],
    families: &["NETLIFY"],
};

/// AWS Amplify Hosting user guide, "Environment variables" and "Environment secrets"; `secrets`
/// is one JSON text with all of them.
const AMPLIFY: Platform = Platform {
    name: "AWS Amplify",
    names: &[
        "AWS_APP_ID",
        "AWS_BRANCH",
        "AWS_BRANCH_ARN",
        "AWS_CLONE_URL",
        "AWS_COMMIT_ID",
        "AWS_JOB_ID",
        "AWS_PULL_REQUEST_DESTINATION_BRANCH",
        "AWS_PULL_REQUEST_ID",
        "AWS_PULL_REQUEST_SOURCE_BRANCH",
        "USER_DISABLE_TESTS",
        "_BUILD_TIMEOUT",
        "_LIVE_UPDATES",
    ],
    prefixes: &[],
    credentials: &["secrets"],
    families: &["AWS_", "CODEBUILD_"],
};

/// render.com/docs/environment-variables
const RENDER: Platform = Platform {
    name: "Render",
    names: &["IS_PULL_REQUEST", "RENDER"],
    prefixes: &["RENDER_"],
    credentials: &[],
    families: &["RENDER"],
};

/// docs.railway.com/reference/variables
const RAILWAY: Platform = Platform {
    name: "Railway",
    names: &[],
    prefixes: &["RAILWAY_"],
    credentials: &[],
    families: &["RAILWAY_"],
};

/// fly.io/docs/machines/runtime-environment
const FLY: Platform = Platform {
    name: "Fly.io",
    names: &[],
    prefixes: &["FLY_"],
    credentials: &[],
    families: &["FLY_"],
};

/// devcenter.heroku.com/articles/dyno-metadata
const HEROKU: Platform = Platform {
    name: "Heroku",
    names: &["DYNO"],
    prefixes: &["HEROKU_"],
    credentials: &[],
    families: &["HEROKU_"],
};

/// developers.cloudflare.com/changelog, 2025-06-10; wrangler@4.164.0: wrangler-dist/cli.js.
const CLOUDFLARE: Platform = Platform {
    name: "Cloudflare",
    names: &[
        "CF_PAGES",
        "CF_PAGES_BRANCH",
        "CF_PAGES_COMMIT_SHA",
        "CF_PAGES_URL",
        "CLOUDFLARE_ENV",
        "WORKERS_CI",
        "WORKERS_CI_BRANCH",
        "WORKERS_CI_BUILD_UUID",
        "WORKERS_CI_COMMIT_SHA",
    ],
    prefixes: &[],
    credentials: &[],
    families: &["CF_PAGES"],
};

/// docs.github.com, "Variables reference"; the `ACTIONS_` ones: actions/toolkit.
const GITHUB: Platform = Platform {
    name: "GitHub Actions",
    names: &[
        "ACTIONS_CACHE_URL",
        "ACTIONS_ID_TOKEN_REQUEST_URL",
        "ACTIONS_RESULTS_URL",
        "ACTIONS_RUNTIME_URL",
        "GITHUB_ACTION",
        "GITHUB_ACTIONS",
        "GITHUB_ACTION_PATH",
        "GITHUB_ACTION_REF",
        "GITHUB_ACTION_REPOSITORY",
        "GITHUB_ACTOR",
        "GITHUB_ACTOR_ID",
        "GITHUB_API_URL",
        "GITHUB_BASE_REF",
        "GITHUB_ENV",
        "GITHUB_EVENT_NAME",
        "GITHUB_EVENT_PATH",
        "GITHUB_GRAPHQL_URL",
        "GITHUB_HEAD_REF",
        "GITHUB_JOB",
        "GITHUB_OUTPUT",
        "GITHUB_PATH",
        "GITHUB_REF",
        "GITHUB_REF_NAME",
        "GITHUB_REF_PROTECTED",
        "GITHUB_REF_TYPE",
        "GITHUB_REPOSITORY",
        "GITHUB_REPOSITORY_ID",
        "GITHUB_REPOSITORY_OWNER",
        "GITHUB_REPOSITORY_OWNER_ID",
        "GITHUB_RETENTION_DAYS",
        "GITHUB_RUN_ATTEMPT",
        "GITHUB_RUN_ID",
        "GITHUB_RUN_NUMBER",
        "GITHUB_SERVER_URL",
        "GITHUB_SHA",
        "GITHUB_STATE",
        "GITHUB_STEP_SUMMARY",
        "GITHUB_TRIGGERING_ACTOR",
        "GITHUB_WORKFLOW",
        "GITHUB_WORKFLOW_REF",
        "GITHUB_WORKFLOW_SHA",
        "GITHUB_WORKSPACE",
        "RUNNER_ARCH",
        "RUNNER_DEBUG",
        "RUNNER_ENVIRONMENT",
        "RUNNER_NAME",
        "RUNNER_OS",
        "RUNNER_TEMP",
        "RUNNER_TOOL_CACHE",
        "RUNNER_WORKSPACE",
    ],
    prefixes: &[],
    credentials: &[],
    families: &["GITHUB_", "RUNNER_"],
};

/// docs.gitlab.com, "Predefined CI/CD variables reference". Its families are closed enough for
/// prefixes; the clone address holds the job's token.
const GITLAB: Platform = Platform {
    name: "GitLab CI",
    names: &[
        "CHAT_CHANNEL",
        "CHAT_INPUT",
        "CHAT_USER_ID",
        "CI",
        "CI_API_GRAPHQL_URL",
        "CI_API_V4_URL",
        "CI_BUILDS_DIR",
        "CI_CONCURRENT_ID",
        "CI_CONCURRENT_PROJECT_ID",
        "CI_CONFIG_PATH",
        "CI_DEBUG_SERVICES",
        "CI_DEBUG_TRACE",
        "CI_DEFAULT_BRANCH",
        "CI_DEPLOY_FREEZE",
        "CI_DEPLOY_USER",
        "CI_NODE_INDEX",
        "CI_NODE_TOTAL",
        "CI_OPEN_MERGE_REQUESTS",
        "CI_REGISTRY",
        "CI_REGISTRY_IMAGE",
        "CI_REGISTRY_USER",
        "CI_SERVER",
        "GITLAB_CI",
        "GITLAB_FEATURES",
        "GITLAB_USER_EMAIL",
        "GITLAB_USER_ID",
        "GITLAB_USER_LOGIN",
        "GITLAB_USER_NAME",
        "KUBECONFIG",
    ],
    prefixes: &[
        "CI_COMMIT_",
        "CI_DEPENDENCY_PROXY_",
        "CI_ENVIRONMENT_",
        "CI_EXTERNAL_PULL_REQUEST_",
        "CI_JOB_",
        "CI_MERGE_REQUEST_",
        "CI_PAGES_",
        "CI_PIPELINE_",
        "CI_PROJECT_",
        "CI_RUNNER_",
        "CI_SERVER_",
        "CI_TEMPLATE_",
    ],
    credentials: &["CI_DEPLOY_PASSWORD"],
    families: &["CI", "GITLAB_"],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ambient_is_neither_the_projects_own_nor_secret() {
        for name in ["HOME", "LC_ALL", "Path", "npm_package_name", "CI", "URL", "CI_COMMIT_SHA"] {
            assert!(is_ambient(name) && !is_credential(name), "{name}");
        }
        for name in ["DATABASE_URL", "PORT", "VITE_API_URL", "AWS_SECRET_ACCESS_KEY", "path", ""] {
            assert!(!is_ambient(name) && !is_credential(name), "{name}");
        }
    }

    #[test]
    fn a_platforms_credentials_are_never_ambient() {
        for name in PLATFORMS.iter().flat_map(|platform| platform.credentials) {
            assert!(is_credential(name) && !is_ambient(name), "{name}");
        }
        assert!(is_credential("CI_JOB_TOKEN") && !is_ambient("CI_JOB_TOKEN"));
        assert!(is_credential("npm_config__authToken") && !is_ambient("npm_config__authToken"));
        assert!(is_credential("npm_config_//npm.example/:_password"));
        assert!(is_credential("npm_config_key") && is_credential("npm_config__auth"));
        assert!(!is_credential("npm_config_user_agent"));
    }

    #[test]
    fn a_machine_has_more_than_an_emulated_shell() {
        for name in ["HOME", "COMSPEC", "LC_CTYPE", "PS1", "windir"] {
            assert_eq!(evidence(name), Some(Evidence::Shell), "{name}");
        }
        for name in ["npm_command", "CI", "SSH_AUTH_SOCK", "NVM_DIR", "APPDATA", "AWS_REGION"] {
            assert_eq!(evidence(name), Some(Evidence::Machine), "{name}");
        }
        for name in ["COLOR", "PUBLIC_URL", "LOG_LEVEL", ""] {
            assert_eq!(evidence(name), None, "{name}");
        }
    }

    #[test]
    fn copies_for_the_browser() {
        for name in ["VITE_VERCEL_ENV", "NEXT_PUBLIC_VERCEL_GIT_COMMIT_SHA", "NUXT_ENV_VERCEL_URL"]
        {
            assert!(is_public_copy(name) && is_ambient(name), "{name}");
        }
        for name in ["VERCEL_ENV", "VITE_CI", "VITE_VERCEL_OIDC_TOKEN", "VITE_VERCEL_OTHER"] {
            assert!(!is_public_copy(name), "{name}");
        }
        assert!(!is_ambient("VITE_VERCEL_AUTOMATION_BYPASS_SECRET"));
    }
}
