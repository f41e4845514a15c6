//! The public part of Nitro's runtime configuration: an object in the program of the server that is
//! written into every page.

use crate::javascript::{Language, Script, Trials};

/// The file with blanks for everything but the public part, in brackets so that it is a program;
/// positions stay. `None` if there is none in it.
pub(super) fn public_part(bytes: &[u8], trials: Trials<'_>) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?;
    if !["baseURL", "public"].iter().all(|key| text.contains(key)) {
        return None;
    }
    let script = Script::parse(text, Language::JavaScript, trials).ok()?;
    let span = script.public_runtime_config()?;
    let mut part = bytes.to_vec();
    for (at, byte) in part.iter_mut().enumerate() {
        if !span.contains(&at) && *byte != b'\n' {
            *byte = b' ';
        }
    }
    *part.get_mut(span.start.checked_sub(1)?)? = b'(';
    *part.get_mut(span.end)? = b')';
    Some(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_object_alone_is_left() {
        let program = "const _inlineRuntimeConfig = {\n  \"app\": { \"baseURL\": \"/\" },\n  \
                       \"nitro\": {},\n  \"public\": { \"key\": \"a\" },\n  \"apiKey\": \"b\"\n};\n";
        let part = String::from_utf8(public_part(program.as_bytes(), None).unwrap()).unwrap();
        assert_eq!(part.len(), program.len());
        assert_eq!(part.trim(), "({ \"key\": \"a\" })");
        assert_eq!(part.find("key"), program.find("key"));
    }

    #[test]
    fn other_objects_are_not_it() {
        for program in [
            "const a = { public: { baseURL: 1 } };",
            "public baseURL",
            "f({ app: { baseURL: 1 } }, 'public')",
        ] {
            assert_eq!(public_part(program.as_bytes(), None), None, "{program}");
        }
    }
}
