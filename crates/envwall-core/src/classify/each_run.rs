//! Variables in which a platform gives each run another value: the credentials of one job.

/// Names of such variables, with what their sources say of them.
const NAMES: &[(&str, &[&str])] = &[
    (
        // docs.github.com/actions/concepts/security/github_token: "At the start of each workflow job,
        // GitHub automatically creates a unique GITHUB_TOKEN"; the `ACTIONS_` ones, which are of one job
        // as well: github.com/actions/toolkit, packages/core/src/oidc-utils.ts and packages/artifact
        "GitHub Actions",
        &["ACTIONS_ID_TOKEN_REQUEST_TOKEN", "ACTIONS_RUNTIME_TOKEN", "GITHUB_TOKEN"],
    ),
    (
        // docs.gitlab.com/ci/jobs/ci_job_token: "When a CI/CD pipeline job is about to run, GitLab
        // generates a unique token"; "The $CI_REGISTRY_PASSWORD predefined variable is the CI/CD job
        // token", of which gitlab.com/gitlab-org/gitlab/-/issues/280582 makes the dependency proxy's an
        // alias; CI_REPOSITORY_URL contains it: gitlab.com/gitlab-org/gitlab/-/merge_requests/120755; the
        // JSON Web Tokens are of one job: gitlab.com/gitlab-org/gitlab/-/issues/351765
        "GitLab CI",
        &[
            "CI_BUILD_TOKEN",
            "CI_DEPENDENCY_PROXY_PASSWORD",
            "CI_JOB_JWT",
            "CI_JOB_JWT_V1",
            "CI_JOB_JWT_V2",
            "CI_JOB_TOKEN",
            "CI_REGISTRY_PASSWORD",
            "CI_REPOSITORY_URL",
        ],
    ),
    (
        // vercel.com/docs/ai-gateway/authentication-and-byok/oidc: "only valid for 12 hours"
        "Vercel",
        &["VERCEL_OIDC_TOKEN"],
    ),
    (
        // learn.microsoft.com/azure/devops/pipelines/build/variables: "the security token used by the
        // running build"
        "Azure Pipelines",
        &["SYSTEM_ACCESSTOKEN"],
    ),
    (
        // buildkite.com/docs/pipelines/environment_variables: "The agent session token for the job"
        "Buildkite",
        &["BUILDKITE_AGENT_ACCESS_TOKEN"],
    ),
    (
        // circleci.com/docs/openid-connect-tokens: claims about the job; "one hour after the time of issuance"
        "CircleCI",
        &["CIRCLE_OIDC_TOKEN", "CIRCLE_OIDC_TOKEN_V2"],
    ),
];

/// Whether a platform gives each run another value in this variable.
///
/// ```
/// use envwall_core::classify::changes_with_each_run;
/// assert!(changes_with_each_run("GITHUB_TOKEN"));
/// assert!(!changes_with_each_run("GITHUB_CLIENT_SECRET"));
/// ```
pub fn changes_with_each_run(name: &str) -> bool {
    NAMES.iter().any(|(_, names)| names.contains(&name))
}
