//! Output of the same app that is older than another folder of it.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use envwall_core::diagnostic::{Code, Finding, Location};

/// One build may take so long between the first folder and the last.
const ONE_BUILD: Duration = Duration::from_secs(60);

/// A folder of output, and when it was last written to.
pub(super) struct Written {
    pub(super) folder: std::path::PathBuf,
    pub(super) newest: SystemTime,
}

/// A finding for each folder that another one has outlived.
pub(super) fn findings(written: impl IntoIterator<Item = Written>) -> Vec<Finding> {
    let mut tops: BTreeMap<String, SystemTime> = BTreeMap::new();
    for Written { folder, newest } in written {
        let top = tops.entry(top(&folder)).or_insert(newest);
        *top = newest.max(*top);
    }
    let Some((latest, last)) = tops.iter().max_by_key(|(_, newest)| **newest) else {
        return Vec::new();
    };
    let is_old =
        |newest: &SystemTime| last.duration_since(*newest).is_ok_and(|age| age > ONE_BUILD);
    tops.iter().filter(|(_, newest)| is_old(newest)).map(|(top, _)| stale(top, latest)).collect()
}

/// The outermost folder: what is in one is of one build.
fn top(folder: &std::path::Path) -> String {
    let parts: Vec<_> =
        folder.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    let outside = parts.iter().take_while(|part| *part == "..").count();
    parts.into_iter().take(outside + 1).collect::<Vec<_>>().join("/")
}

fn stale(folder: &str, latest: &str) -> Finding {
    let message = format!("`{folder}` is stale: `{latest}` was built after it");
    Finding::new(Code::OutputOld, message).at(Location::file(folder)).help(format!(
        "both were scanned; delete `{folder}` if it is of an earlier build, or list it in [client] of \
         envwall.toml: not-deployed = [\"{folder}/**\"]"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stale_of(written: &[(&str, u64)]) -> Vec<String> {
        let written = written.iter().map(|(folder, seconds)| Written {
            folder: folder.into(),
            newest: SystemTime::UNIX_EPOCH + Duration::from_secs(*seconds),
        });
        findings(written).into_iter().map(|finding| finding.location.unwrap().file).collect()
    }

    #[test]
    fn the_older_of_two_is_stale() {
        assert_eq!(stale_of(&[("dist", 0), (".output/public", 3600)]), ["dist"]);
        assert_eq!(stale_of(&[("dist", 3600), (".output/public", 0)]), [".output"]);
        // of one build
        assert_eq!(stale_of(&[("dist", 0), ("build/client", 50)]), [""; 0]);
        assert_eq!(stale_of(&[("dist/client", 0), ("dist/docs", 3600)]), [""; 0]);
        assert_eq!(stale_of(&[("../a/x", 0), ("../b/x", 3600)]), ["../a"]);
        assert_eq!(stale_of(&[]), [""; 0]);
    }
}
