//! Checks PEM armour (RFC 7468), but not what it encodes.

use data_encoding::BASE64;

/// Whether every block is complete, and one has the label.
pub(super) fn is_valid(value: &str, label: Option<&str>) -> bool {
    blocks(value).is_some_and(|blocks| label.is_none_or(|label| blocks.contains(&label)))
}

/// Whether line breaks are written as the two characters `\n`, a common mistake.
pub(super) fn has_escaped_breaks(value: &str) -> bool {
    value.contains("\\n") && !value.trim().contains('\n')
}

/// Returns the labels of all blocks, if every block is complete.
fn blocks(value: &str) -> Option<Vec<&str>> {
    let mut lines = value.lines().map(str::trim_ascii).filter(|line| !line.is_empty());
    let mut labels = Vec::new();
    while let Some(line) = lines.next() {
        let label = line.strip_prefix("-----BEGIN ")?.strip_suffix("-----")?;
        let end = format!("-----END {label}-----");
        let mut body = String::new();
        loop {
            let line = lines.next()?;
            if line == end {
                break;
            }
            // older keys have headers such as `Proc-Type: 4,ENCRYPTED` before the body
            if !line.contains(':') {
                body.push_str(line);
            }
        }
        BASE64.decode(body.as_bytes()).ok().filter(|bytes| !bytes.is_empty())?;
        labels.push(label);
    }
    (!labels.is_empty()).then_some(labels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn armour_has_to_be_complete() {
        let complete = "-----BEGIN PRIVATE KEY-----\nYWJj\nZGVm\n-----END PRIVATE KEY-----\n";
        assert!(is_valid(complete, None));
        assert!(is_valid(complete, Some("PRIVATE KEY")));
        assert!(is_valid(&complete.repeat(2), None));
        assert!(!is_valid(complete, Some("CERTIFICATE")));
        let cut = "-----BEGIN PRIVATE KEY-----\nYWJj\n";
        let other = "-----BEGIN A-----\nYWJj\n-----END B-----";
        for bad in [cut, other, "YWJj", "", "-----BEGIN A-----\n!\n-----END A-----"] {
            assert!(!is_valid(bad, None), "{bad:?}");
        }
    }

    #[test]
    fn escaped_line_breaks_are_named() {
        let pem = crate::ValueType::Pem { label: None };
        let error = pem.check("-----BEGIN A-----\\nYWJj\\n-----END A-----").unwrap_err();
        assert!(error.to_string().contains("two characters \\n"), "{error}");
    }
}
