//! Checks whether a file may be overwritten: only if it does not exist, or is an earlier file of Envwall
//! of the same kind.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use envwall_core::manifest::FILE_NAME;
use serde_json::Value;

/// The kind of file to write.
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

    /// Prefix of the `schema` in files of this kind.
    fn schema(self) -> &'static str {
        match self {
            Self::Receipt => "envwall-receipt/",
            Self::Baseline => "envwall-baseline/",
            Self::Report => "envwall/",
        }
    }
}

/// Returns why a path must not be overwritten; `None` if it may be.
pub(crate) fn refusal(path: &Path, kind: Kind) -> Option<String> {
    let shown = path.display();
    let refuse = |why: &str| {
        let kind = kind.name();
        Some(format!("`{shown}` {why}, so it is not overwritten; name another file for the {kind}"))
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    if name == ".env" || name.starts_with(".env.") {
        return refuse("is an environment file");
    }
    if name == FILE_NAME {
        return refuse("is a manifest");
    }
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(_) => refuse("cannot be accessed"),
        // folders are reported when the file is written
        Ok(metadata) if metadata.is_dir() || metadata.is_file() && metadata.len() == 0 => None,
        Ok(metadata) if !metadata.is_file() => refuse("is not a regular file"),
        Ok(_) => match read(path) {
            Ok(content) if is_envwall_file(&content, kind) => None,
            Ok(_) => refuse(&format!("is not a {} of Envwall", kind.name())),
            Err(_) => refuse("cannot be read"),
        },
    }
}

/// Maximum size read: more than any file of Envwall.
const MAX_BYTES: u64 = 256 << 20;

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    File::open(path)?.take(MAX_BYTES).read_to_end(&mut content)?;
    Ok(content)
}

fn is_envwall_file(content: &[u8], kind: Kind) -> bool {
    let json = serde_json::from_slice(content).ok();
    let schema = json.as_ref().and_then(|json: &Value| json.get("schema")?.as_str());
    let has_schema = schema.is_some_and(|schema| schema.starts_with(kind.schema()));
    has_schema
        || kind == Kind::Report && json.as_ref().map_or_else(|| is_report(content), is_json_report)
}

/// Whether a file is SARIF of Envwall, or a GitLab report with its codes.
fn is_json_report(json: &Value) -> bool {
    let code = |issue: &Value| issue["check_name"].as_str().is_some_and(|it| it.starts_with("EW"));
    let driver = json.pointer("/runs/0/tool/driver/name");
    driver.is_some_and(|name| name == "Envwall")
        || json.as_array().is_some_and(|issues| issues.iter().all(code))
}

/// Whether a file starts like an HTML page, test report, summary or list of annotations of Envwall.
fn is_report(content: &[u8]) -> bool {
    const START: usize = 4 << 10;
    let start = String::from_utf8_lossy(&content[..content.len().min(START)]);
    let first = start.lines().next().unwrap_or_default();
    start.contains("<title>envwall ")
        || start.contains("<testsuites name=\"envwall\"")
        || first.starts_with("## ") && first.contains(" envwall ")
        || first.starts_with("::") && first.contains("title=EW")
}
