//! PEM armour (RFC 7468): whether a value has it, not what is inside.

use data_encoding::BASE64;

use super::Mismatch;

pub(super) fn check(value: &str, label: Option<&str>) -> Result<(), Mismatch> {
    if value.contains("\\n") && !value.trim().contains('\n') {
        return Err(Mismatch::new(
            "a PEM block with line breaks, found the two characters \\n instead",
        ));
    }
    let blocks = blocks(value).ok_or_else(|| expected(label))?;
    let fits = label.is_none_or(|label| blocks.contains(&label));
    fits.then_some(()).ok_or_else(|| expected(label))
}

fn expected(label: Option<&str>) -> Mismatch {
    match label {
        Some(label) => Mismatch::new(format_args!("a PEM block -----BEGIN {label}-----")),
        None => Mismatch::new("a PEM block with its BEGIN and END lines"),
    }
}

/// The labels of all blocks, if every block is whole.
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
            // headers such as `Proc-Type: 4,ENCRYPTED` precede the body of older keys
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
    fn armour_has_to_be_whole() {
        let whole = "-----BEGIN PRIVATE KEY-----\nYWJj\nZGVm\n-----END PRIVATE KEY-----\n";
        assert!(check(whole, None).is_ok());
        assert!(check(whole, Some("PRIVATE KEY")).is_ok());
        assert!(check(&whole.repeat(2), None).is_ok());
        assert!(check(whole, Some("CERTIFICATE")).is_err());
        let cut = "-----BEGIN PRIVATE KEY-----\nYWJj\n";
        let other = "-----BEGIN A-----\nYWJj\n-----END B-----";
        for bad in [cut, other, "YWJj", "", "-----BEGIN A-----\n!\n-----END A-----"] {
            assert!(check(bad, None).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn escaped_line_breaks_are_named() {
        let error = check("-----BEGIN A-----\\nYWJj\\n-----END A-----", None).unwrap_err();
        assert!(error.to_string().contains("two characters \\n"), "{error}");
    }
}
