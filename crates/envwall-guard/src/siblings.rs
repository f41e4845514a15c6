//! Files that were compressed beforehand and are not what stands beside them.
//!
//! A server hands out `app.js.br` instead of `app.js` to every browser that can read it. Nobody
//! who looks at `app.js` sees what that is.

use std::collections::BTreeMap;

use envwall_core::diagnostic::{Code, Finding, Location};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::large::LARGEST;
use crate::output::Artifact;
use crate::peel::{End, Unpacked, brotli, gzip, zstd};

/// Unpacks so many bytes at most.
type Unpack = fn(&[u8], usize) -> Unpacked;

/// The extensions that servers know, and what unpacks them.
const FORMATS: &[(&str, Unpack)] =
    &[(".gz", gzip::unpack), (".br", brotli::unpack), (".zst", zstd::unpack)];

/// A warning for each compressed file that differs from its original.
pub(crate) fn check(files: &[Artifact]) -> Vec<Finding> {
    let by_name: BTreeMap<&str, &Artifact> =
        files.iter().map(|file| (file.name.as_str(), file)).collect();
    let pairs: Vec<_> = files
        .iter()
        .filter_map(|file| {
            let (name, unpack) = original(&file.name)?;
            Some((file, *by_name.get(name)?, unpack))
        })
        .collect();
    let stale = pairs.par_iter().filter(|(packed, original, unpack)| {
        // what cannot be read or unpacked is told of by the scan
        differs(packed, original, *unpack).unwrap_or(false)
    });
    stale.map(|(packed, original, _)| finding(&packed.name, &original.name)).collect()
}

/// The name of the file that was compressed, and what unpacks it.
fn original(name: &str) -> Option<(&str, Unpack)> {
    FORMATS.iter().find_map(|(extension, unpack)| Some((name.strip_suffix(extension)?, *unpack)))
}

fn differs(packed: &Artifact, original: &Artifact, unpack: Unpack) -> Option<bool> {
    // what is too large to be unpacked is told of by the scan, too
    let size = |file: &Artifact| std::fs::metadata(&file.path).map(|about| about.len());
    if size(original).ok()?.max(size(packed).ok()?) > LARGEST {
        return None;
    }
    let original = std::fs::read(&original.path).ok()?;
    let unpacked = unpack(&std::fs::read(&packed.path).ok()?, original.len());
    match unpacked.end {
        End::Whole => Some(unpacked.bytes != original),
        // more than the original is not the original
        End::TooLarge => Some(true),
        End::Broken => None,
    }
}

fn finding(name: &str, original: &str) -> Finding {
    let short = original.rsplit('/').next().unwrap_or(original);
    let message = format!("this holds something else than `{short}` beside it");
    Finding::new(Code::StaleSibling, message)
        .at(Location::file(name))
        .related("the original", Location::file(original))
        .help(
            "browsers get this file instead of the original: delete the output folder and build \
             again, with compression as the last step",
        )
}
