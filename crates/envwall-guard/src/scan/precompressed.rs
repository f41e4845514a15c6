//! Files that were compressed beforehand and differ from their originals.
//!
//! A server hands out `app.js.br` instead of `app.js` to every browser that can read it. Nobody
//! who looks at `app.js` sees what that is.

use std::collections::BTreeMap;

use envwall_core::diagnostic::{Code, Finding, Location};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::search::MAX_FILE_SIZE;
use crate::decompress::{End, FORMATS, Format};
use crate::files::output::OutputFile;

/// A warning for each compressed file that differs from its original.
pub(crate) fn check(files: &[OutputFile]) -> Vec<Finding> {
    let by_name: BTreeMap<&str, &OutputFile> =
        files.iter().map(|file| (file.name.as_str(), file)).collect();
    let pairs: Vec<_> = files
        .iter()
        .filter_map(|file| {
            let (name, format) = original(&file.name)?;
            Some((file, *by_name.get(name)?, format))
        })
        .collect();
    let stale = pairs.par_iter().filter(|(compressed, original, format)| {
        // what cannot be read or decompressed is reported by the scan
        differs(compressed, original, format).unwrap_or(false)
    });
    stale.map(|(compressed, original, _)| finding(&compressed.name, &original.name)).collect()
}

/// The name of the file that was compressed, and how.
fn original(name: &str) -> Option<(&str, &'static Format)> {
    let (original, extension) = name.rsplit_once('.')?;
    let format = FORMATS.iter().find(|format| format.precompressed == extension)?;
    Some((original, format))
}

fn differs(compressed: &OutputFile, original: &OutputFile, format: &Format) -> Option<bool> {
    // what is too large to be decompressed is reported by the scan, too
    let size = |file: &OutputFile| std::fs::metadata(&file.path).map(|about| about.len());
    if size(original).ok()?.max(size(compressed).ok()?) > MAX_FILE_SIZE {
        return None;
    }
    let original = std::fs::read(&original.path).ok()?;
    let content = (format.decompress)(&std::fs::read(&compressed.path).ok()?, original.len());
    match content.end {
        End::Complete => Some(content.bytes != original),
        // more than the original is not the original
        End::TooLarge => Some(true),
        End::Damaged => None,
    }
}

fn finding(name: &str, original: &str) -> Finding {
    let short = original.rsplit('/').next().unwrap_or(original);
    Finding::new(Code::StalePrecompressed, format!("stale: its content does not match `{short}`"))
        .at(Location::file(name))
        .related("the original", Location::file(original))
        .help(
            "browsers get this file instead of the original: delete the output folder and rebuild, \
             with compression as the last step",
        )
}
