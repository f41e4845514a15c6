//! A sensitive value in its own declaration, which is committed and goes into generated files.

use crate::diagnostic::{Code, Finding, Location};
use crate::fingerprint::is_hard_to_guess;
use crate::looks;
use crate::manifest::{Manifest, Place, Variable};
use crate::resolve::Resolved;
use crate::taint::{fields_of, texts_of};

/// What is said where the value of a sensitive variable, or a field of it, stands in what the manifest
/// says of it. A default is told when the manifest is read.
pub(crate) fn written_down(
    variable: &Resolved,
    declared: &Variable,
    manifest: &Manifest,
) -> Option<Finding> {
    if !variable.sensitive {
        return None;
    }
    // a choice of a list, such as a region, was meant to be written down
    let is_secret = |text: &&str| {
        let is_telling = looks::secret_kind(text).is_some() || is_hard_to_guess(text);
        is_telling && !looks::is_harmless(&variable.name, text)
    };
    let whole = texts_of(variable).filter(is_secret);
    let fields = fields_of(variable);
    let whole = whole.map(|text| (text.to_owned(), "its value"));
    let all = whole.chain(fields.map(|text| (text, "a field of its value")));
    let mut found = all.filter_map(|(text, what)| Some((declared.written.place_of(&text)?, what)));
    let (place, what) = found.next()?;
    // the line itself holds the value
    let declaration = |span| Location { excerpt: None, ..manifest.location(span) };
    let name = &variable.name;
    let message = format!("`{name}` is sensitive, and what declares it holds {what}");
    let finding = Finding::new(Code::SecretInManifest, message).variable(name).help(
        "take it out and change the value, since it was written down here; or say `sensitive = false`",
    );
    Some(match place {
        Place::Manifest(span) => finding.at(declaration(span)),
        Place::Schema(file, at) => {
            let position = at.map(|at| file.position(at));
            finding
                .at(Location { position, ..Location::file(file.name()) })
                .related("named here", declaration(&declared.span))
        }
    })
}
