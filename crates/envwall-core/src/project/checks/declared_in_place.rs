//! Checks for a sensitive value in its own declaration, which is committed and goes into generated
//! files.

use crate::classify::values;
use crate::diagnostic::{Code, Finding, Location};
use crate::fingerprint::is_hard_to_guess;
use crate::project::manifest::Place;
use crate::project::resolved::Resolved;
use crate::project::sources::Sources;

/// A finding if the declaration contains the value of a sensitive variable, or a field of it. A
/// default is reported when the manifest is read.
pub(super) fn check(sources: &Sources<'_>, variable: &Resolved) -> Option<Finding> {
    let (declared, manifest) = (sources.declared(variable)?, sources.manifest?);
    if !variable.sensitive {
        return None;
    }
    // a choice from a list, such as a region, is meant to be in the manifest
    let is_secret = |text: &&str| {
        let is_telling = values::secret_kind(text).is_some() || is_hard_to_guess(text);
        is_telling && !values::is_harmless(&variable.name, text)
    };
    let whole = variable.texts().filter(is_secret);
    let fields = variable.secret_leaves();
    let whole = whole.map(|text| (text.to_owned(), "its value"));
    let all = whole.chain(fields.map(|text| (text, "a field of its value")));
    let mut found = all.filter_map(|(text, what)| Some((declared.in_place.place_of(&text)?, what)));
    let (place, what) = found.next()?;
    // the line itself contains the value
    let declaration = |span| Location { excerpt: None, ..manifest.location(span) };
    let name = &variable.name;
    let message = format!("`{name}` is sensitive, but {what} is hard-coded in its declaration");
    let finding = Finding::new(Code::SecretInManifest, message).variable(name).help(
        "remove it and rotate the value, since it is exposed here; if it is not a secret, set \
         `sensitive = false`",
    );
    Some(match place {
        Place::Manifest(span) => finding.at(declaration(span)),
        Place::Schema(file, at) => {
            let position = at.map(|at| file.position(at));
            finding
                .at(Location { position, ..Location::file(file.name()) })
                .related("referenced here", declaration(&declared.span))
        }
    })
}
