//! `envwall build -- COMMAND`: generate, run, guard.

use std::io::{self, Write};
use std::time::SystemTime;

use envwall_core::diagnostic::Severity;
use envwall_core::{Injection, Project, Redactor, SecretValue};
use envwall_guard::Secret;
use envwall_guard::output::Output;

use crate::args::{BuildArgs, Format};
use crate::commands::generate::{places, write};
use crate::commands::guard::{Kept, Look};
use crate::commands::run::{hindrance, run_command};
use crate::commands::{failed, load, stopped};
use crate::generated::State;
use crate::made;
use crate::outcome::Outcome;
use crate::output::human::plural;
use crate::settings::Settings;

/// What reports call it.
const COMMAND: &str = "envwall build";

pub(crate) fn run(settings: &Settings, args: &BuildArgs) -> io::Result<Outcome> {
    if settings.format != Format::Human && settings.output.is_none() {
        let why = "standard output is the build's: say --output FILE, too, for a report";
        return failed(why, Outcome::BadInput);
    }
    let kept = match Kept::prepare(settings, &args.kept)? {
        Ok(kept) => kept,
        Err(outcome) => return Ok(outcome),
    };
    let project = match load(settings, COMMAND)? {
        Ok(project) => project,
        Err(outcome) => return Ok(outcome),
    };
    if let Some(outcome) = hindrance(settings, &project, COMMAND)? {
        return Ok(outcome);
    }
    if let Some(outcome) = generate(settings, &project)? {
        return Ok(outcome);
    }
    let began = SystemTime::now();
    let ran = run_command(settings, &project, &args.command)?;
    if ran.status != 0 {
        if !settings.quiet {
            writeln!(anstream::stderr(), "{}", not_guarded(&ran.injection))?;
        }
        return Ok(Outcome::Command(ran.status));
    }
    let about =
        made::since(began, &project.directory, &Output::of_project(&project, &[]), &ran.injection)?;
    // a build may name a file by a value that it was given
    let values: Vec<_> =
        project.sensitive().filter_map(|variable| variable.value.as_ref()).collect();
    let redactor = Redactor::new(values);
    let about = about.into_iter().map(|finding| redactor.redact_finding(finding)).collect();
    let look = Look { settings, command: COMMAND, project: &project, paths: &[] };
    look.look(kept, stand_ins(&ran.injection), about)
}

/// Why a build may have failed that did not fail before.
fn not_guarded(injection: &Injection) -> String {
    let failed = "envwall: the build failed, so its output was not guarded";
    let names: Vec<_> = injection.canaries().map(|(name, _)| format!("`{name}`")).collect();
    match &names[..] {
        [] => failed.to_owned(),
        names => format!(
            "{failed}\nhelp: it was given stand-ins for {}; what it needs says phase = \"build\" in \
             [server] of envwall.toml",
            names.join(", ")
        ),
    }
}

/// Writes what `[generate]` says; without that table, what `envwall generate` has written before:
/// who asked for nothing gets no new files.
fn generate(settings: &Settings, project: &Project) -> io::Result<Option<Outcome>> {
    let Some(manifest) = &project.manifest else { return Ok(None) };
    let is_wanted = manifest.generate.is_there;
    let places = match places(project)? {
        Ok(places) => places,
        Err(_) if !is_wanted => return Ok(None),
        Err(findings) => {
            let outcome = Outcome::of(&findings, settings.fail_on);
            return stopped(settings, COMMAND, &findings, outcome).map(Some);
        }
    };
    let places: Vec<_> =
        places.into_iter().filter(|place| is_wanted || place.state != State::Missing).collect();
    let written = write(&places)?;
    if settings.show == Severity::Note && !places.is_empty() {
        writeln!(anstream::stderr(), "wrote {}", plural(written.written, "file"))?;
    }
    Ok(None)
}

/// What the build was given in the place of values.
fn stand_ins(injection: &Injection) -> Vec<Secret> {
    let stand_in = |(name, canary): (&str, &envwall_core::Canary)| {
        let texts = std::iter::once(&canary.value).chain(&canary.marks);
        Secret::stand_in(name, texts.map(|text| SecretValue::from(text.as_str())).collect())
    };
    injection.canaries().map(stand_in).collect()
}
