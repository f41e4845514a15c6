//! Whether a file may be replaced: only where nothing is, or something of ours of the same kind.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use envwall_core::manifest::FILE_NAME;
use serde_json::Value;

/// What is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Receipt,
    Baseline,
    Report,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Baseline => "baseline",
            Self::Report => "report",
        }
    }

    /// How the schema begins that our file of this kind names.
    fn schema(self) -> &'static str {
        match self {
            Self::Receipt => "envwall-receipt/",
            Self::Baseline => "envwall-baseline/",
            Self::Report => "envwall/",
        }
    }
}

/// Why nothing may be written to a path, in a sentence; `None` if it may.
pub(crate) fn refusal(path: &Path, kind: Kind) -> Option<String> {
    let shown = path.display();
    let kept = |what: &str| {
        let kind = kind.name();
        format!("`{shown}` {what} and was left as it is: name another file for the {kind}")
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    if name == ".env" || name.starts_with(".env.") {
        return Some(kept("is a file of the environment"));
    }
    if name == FILE_NAME {
        return Some(kept("is a manifest"));
    }
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(_) => Some(kept("cannot be looked at")),
        // folders are told of where the file is written
        Ok(metadata) if metadata.is_dir() || metadata.is_file() && metadata.len() == 0 => None,
        Ok(metadata) if !metadata.is_file() => Some(kept("is no regular file")),
        Ok(_) => match read(path) {
            Ok(content) if is_ours(&content, kind) => None,
            Ok(_) => Some(kept(&format!("holds something that is no {} of ours", kind.name()))),
            Err(_) => Some(kept("cannot be read")),
        },
    }
}

/// More than any file of ours has.
const MOST: u64 = 256 << 20;

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    File::open(path)?.take(MOST).read_to_end(&mut content)?;
    Ok(content)
}

fn is_ours(content: &[u8], kind: Kind) -> bool {
    let json = serde_json::from_slice(content).ok();
    let schema = json.as_ref().and_then(|json: &Value| json.get("schema")?.as_str());
    let named = schema.is_some_and(|schema| schema.starts_with(kind.schema()));
    named
        || kind == Kind::Report && json.as_ref().map_or_else(|| is_report(content), is_json_report)
}

/// SARIF of ours, or GitLab's report with our codes.
fn is_json_report(json: &Value) -> bool {
    let code = |issue: &Value| issue["check_name"].as_str().is_some_and(|it| it.starts_with("EW"));
    let driver = json.pointer("/runs/0/tool/driver/name");
    driver.is_some_and(|name| name == "Envwall")
        || json.as_array().is_some_and(|issues| issues.iter().all(code))
}

/// A page, test report, summary or list of annotations of ours, by what they begin with.
fn is_report(content: &[u8]) -> bool {
    const START: usize = 4 << 10;
    let start = String::from_utf8_lossy(&content[..content.len().min(START)]);
    let first = start.lines().next().unwrap_or_default();
    start.contains("<title>envwall ")
        || start.contains("<testsuites name=\"envwall\"")
        || first.starts_with("## ") && first.contains(" envwall ")
        || first.starts_with("::") && first.contains("title=EW")
}
