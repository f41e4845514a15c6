//! Values as some tools leave them, with references to variables in them.

use std::collections::HashSet;

use crate::SecretValue;

/// The parts of a value around its references: `${DB_PASSWORD}` in a value must not hide that name
/// in every line of output.
pub(super) fn around_references(value: &SecretValue, names: &HashSet<&str>) -> Vec<SecretValue> {
    let value = value.expose();
    let (mut parts, mut start, mut at) = (Vec::new(), 0, 0);
    while let Some(dollar) = value[at..].find('$') {
        let dollar = at + dollar;
        at = dollar + 1;
        let name = value[at..].trim_start_matches('{');
        let end = name.find(|char: char| !is_of_name(char)).unwrap_or(name.len());
        if names.contains(&name[..end]) {
            parts.push(&value[start..dollar]);
            start = value.len() - name.len() + end;
            at = start;
        }
    }
    parts.push(&value[start..]);
    parts.into_iter().map(SecretValue::from).collect()
}

fn is_of_name(char: char) -> bool {
    char.is_ascii_alphanumeric() || char == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_left_out() {
        let names = HashSet::from(["DB_PASSWORD", "HOST"]);
        for (value, expected) in [
            ("q7Wz$e81", &["q7Wz$e81"][..]),
            ("p://a:${DB_PASSWORD}@$HOST/x", &["p://a:", "}@", "/x"]),
            ("$HOST", &["", ""]),
            ("$$HOSTS${", &["$$HOSTS${"]),
        ] {
            let parts = around_references(&SecretValue::from(value), &names);
            let parts: Vec<_> = parts.iter().map(SecretValue::expose).collect();
            assert_eq!(parts, expected, "{value}");
        }
    }
}
