//! `envwall build -- COMMAND`: generates config, runs a build, and scans its output.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::time::SystemTime;

use envwall_core::diagnostic::{Code, Declaration, DeclarationKind, Finding, Severity};
use envwall_core::{ChildEnv, Project, Redactor, Resolved, SecretValue, Taken, regular_file};
use envwall_guard::Secret;
use envwall_guard::output::Output;

use super::apps::{self, BuildRun};
use super::cache::ScanCache;
use super::generate::{places, write};
use super::records::Records;
use super::run::{CommandRun, printed_placeholders, run_command, stop_on_errors};
use super::scan::Scan;
use super::start::{fail, load, stop};
use crate::args::{BuildArgs, Format};
use crate::build_output;
use crate::generated::State;
use crate::outcome::Outcome;
use crate::output::text::plural;
use crate::pages;
use crate::settings::Settings;

/// Name of the command in reports.
const COMMAND: &str = "envwall build";

pub(crate) fn run(settings: &Settings, args: &BuildArgs) -> io::Result<Outcome> {
    if settings.format != Format::Human && settings.output.is_none() {
        let reason = "`--format` needs `--output FILE`: standard output belongs to the build";
        return fail(reason, Outcome::BadInput);
    }
    let records = match Records::prepare(settings, &args.records)? {
        Ok(records) => records,
        Err(outcome) => return Ok(outcome),
    };
    let project = match load(settings, COMMAND)? {
        Ok(project) => project,
        Err(outcome) => return Ok(outcome),
    };
    if let Some(outcome) = stop_on_errors(settings, &project, COMMAND)? {
        return Ok(outcome);
    }
    if let Some(outcome) = generate(settings, &project)? {
        return Ok(outcome);
    }
    let cache = ScanCache::new(settings, &settings.directory, &args.records.cache).before_build();
    let start = SystemTime::now();
    let run = run_command(settings, &project, &args.command)?;
    if run.status != 0 {
        if run.started && !settings.quiet {
            writeln!(anstream::stderr(), "{}", build_failed(&run))?;
        }
        return Ok(Outcome::Command(run.status));
    }
    pages::use_small();
    let workspace = apps::workspace(settings);
    let outputs = match &workspace {
        Some(workspace) => workspace.outputs(),
        None => vec![Output::of_project(&project, &[])],
    };
    let mut findings = build_output::check(start, &project, &outputs, &run.injection)?;
    findings.extend(inherited(&project));
    // a build may use a value in the name of a file
    let values: Vec<_> =
        project.sensitive().filter_map(|variable| variable.value.as_ref()).collect();
    let redactor = Redactor::new(values);
    let findings = findings.into_iter().map(|finding| redactor.redact_finding(finding)).collect();
    let placeholders = placeholders(&run.injection);
    let had_no_others = !gets_secrets(&project.directory, &args.command);
    if let Some(workspace) = workspace {
        let cache = Some(cache);
        let build = BuildRun { placeholders, findings, had_no_others, cache };
        return apps::run(settings, &args.records, &workspace, build);
    }
    let (project, cache) = (&project, &cache);
    let scan = Scan { settings, command: COMMAND, project, paths: &[], had_no_others, cache };
    scan.run(records, placeholders, findings)
}

/// The secrets of the process environment that nobody named and the build got as they are.
fn inherited(project: &Project) -> Option<Finding> {
    let is_own = |it: &&Resolved| it.taken.as_ref().is_some_and(|it| *it != Taken::Credential);
    let secrets = project.sensitive().filter(is_own);
    let names: Vec<_> = secrets.map(|variable| variable.name.as_str()).collect();
    if names.is_empty() {
        return None;
    }
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    let values = if names.len() == 1 { "value" } else { "values" };
    let message =
        format!("the build got the {values} of {} from the process environment", quoted.join(", "));
    let declared = names.iter();
    let declared =
        declared.map(|name| Declaration::new(*name, DeclarationKind::Server).optional(true));
    let finding = Finding::new(Code::SecretInherited, message).settled_by(declared);
    Some(finding.help(
        "declare in [server] of envwall.toml what the build does not need: it gets placeholders then",
    ))
}

/// Commands that give secrets to the command behind them. Those that read `.env` files alone are left
/// out: Envwall reads these, too.
const PROVIDERS: &[&str] = &[
    "aws-vault",
    "chamber",
    "doppler",
    "dotenvx",
    "infisical",
    "op",
    "sops",
    "teller",
    "varlock",
    "vault",
];

/// Whether a build, or a script that it may run, gets secrets that Envwall does not see.
fn gets_secrets(directory: &Path, command: &[OsString]) -> bool {
    let package = regular_file::read_to_string(directory.join("package.json")).unwrap_or_default();
    let package: serde_json::Value = serde_json::from_str(&package).unwrap_or_default();
    // dependencies may have the same names
    let scripts = package["scripts"].as_object().into_iter().flat_map(|scripts| scripts.values());
    let scripts = scripts.filter_map(|script| Some(script.as_str()?.to_owned()));
    let words = command.iter().map(|word| word.to_string_lossy().into_owned());
    let words = words.chain(scripts).collect::<Vec<_>>().join(" ");
    words.split([' ', '"', '\'', '/', '\\']).any(|word| PROVIDERS.contains(&word))
}

/// The message for a failed build, which may have failed because of placeholders.
fn build_failed(run: &CommandRun) -> String {
    let failed = "envwall: the build failed, so its output was not scanned";
    if !run.printed.is_empty() {
        return printed_placeholders(failed, &run.printed);
    }
    let placeholders = run.injection.placeholders();
    let names: Vec<_> = placeholders.map(|(name, _)| format!("`{name}`")).collect();
    match &names[..] {
        [] => failed.to_owned(),
        names => format!(
            "{failed}\nhelp: the build got placeholders for {}; if it needs the real value of one, \
             declare that with `phase = \"build\"` in [server] of envwall.toml",
            names.join(", ")
        ),
    }
}

/// Writes the files of `[generate]`. Without that table, updates those that `envwall generate` wrote
/// before, but creates no new files.
fn generate(settings: &Settings, project: &Project) -> io::Result<Option<Outcome>> {
    let Some(manifest) = &project.manifest else { return Ok(None) };
    let is_requested = manifest.generate.is_there;
    let places = match places(project)? {
        Ok(places) => places,
        Err(_) if !is_requested => return Ok(None),
        Err(findings) => {
            let outcome = Outcome::of(&findings, settings.fail_on);
            return stop(settings, COMMAND, &findings, outcome).map(Some);
        }
    };
    let places: Vec<_> =
        places.into_iter().filter(|place| is_requested || place.state != State::Missing).collect();
    let written = write(&places)?;
    if settings.show == Severity::Note && !places.is_empty() {
        writeln!(anstream::stderr(), "Wrote {}", plural(written.written, "file"))?;
    }
    Ok(None)
}

/// The values that the build got instead of secrets.
fn placeholders(injection: &ChildEnv) -> Vec<Secret> {
    let secret = |(name, placeholder): (&str, &envwall_core::Placeholder)| {
        let texts = std::iter::once(&placeholder.value).chain(&placeholder.marks);
        Secret::placeholder(name, texts.map(|text| SecretValue::from(text.as_str())).collect())
    };
    injection.placeholders().map(secret).collect()
}
