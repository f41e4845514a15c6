//! The forms in which programs print a value: as it is, escaped, encoded.

use crate::encoding::hex::{self, Case};
use crate::encoding::{base64, html, json, percent};
use crate::guessability::is_random;

/// What writers of URLs keep. What writers of forms keep comes with `+` for a blank.
const KEPT_IN_URLS: [&percent::Kept; 4] =
    [&percent::UNRESERVED, &percent::PATH, &percent::COMPONENT, &percent::URI];

/// What of an encoded value does not depend on its neighbours, in every form that is covered.
///
/// Forms that are the same for this value are in it once.
pub(super) fn forms(value: &str) -> Vec<Vec<u8>> {
    let mut forms = whole(value);
    let aligned = (1..3).flat_map(|before| base64::aligned(value.as_bytes(), before));
    forms.extend(aligned.map(String::into_bytes));
    forms.extend(hex::encode(value.as_bytes()).map(String::into_bytes));
    forms.extend(in_other_case(value).into_iter().map(String::into_bytes));
    once_each(forms)
}

/// The value in lower and in upper case; of a value with words in it, which would be the names of
/// variables then, what is random: the password of an address.
fn in_other_case(value: &str) -> Vec<String> {
    const MIN_LENGTH: usize = 8;
    let chunks = || value.split(|char: char| !char.is_alphanumeric());
    let texts: Vec<&str> = if chunks().all(is_random) {
        vec![value]
    } else {
        chunks().filter(|chunk| chunk.len() >= MIN_LENGTH && is_random(chunk)).collect()
    };
    texts.into_iter().flat_map(|text| [text.to_lowercase(), text.to_uppercase()]).collect()
}

/// The forms in which the value starts where its text starts: those that can be a word.
pub(super) fn whole(value: &str) -> Vec<Vec<u8>> {
    let bytes = value.as_bytes();
    let percent = Case::BOTH.into_iter().flat_map(|case| {
        let urls = KEPT_IN_URLS.into_iter().map(move |kept| percent::encode(bytes, kept, case));
        urls.chain(std::iter::once_with(move || percent::encode_form(value, &percent::FORM, case)))
    });
    let texts = std::iter::once_with(|| value.replace('\n', "\r\n"))
        .chain(json::STYLES.iter().map(|style| json::escape(value, style)))
        .chain(html::STYLES.iter().map(|style| html::escape(value, style)))
        .chain(percent)
        .chain(base64::encode(bytes));
    // one after another: all at once would be twenty times the size of the value
    let mut forms = vec![bytes.to_owned()];
    for text in texts {
        if !forms.iter().any(|form| form == text.as_bytes()) {
            forms.push(text.into_bytes());
        }
    }
    once_each(forms)
}

/// What programs make of a value before they print it: without its percent signs, as the password
/// of an address is used, and the text that its base64 stands for.
pub(super) fn decoded(value: &str) -> Vec<String> {
    let without_percent = percent::decode(value.as_bytes());
    let without_percent = Some(without_percent).filter(|bytes| bytes.len() < value.len());
    let readings = base64::decode(value).into_iter().chain(without_percent);
    let texts = readings.filter_map(|bytes| String::from_utf8(bytes).ok());
    let mut texts: Vec<_> = texts.filter(|text| !text.chars().any(is_odd)).collect();
    texts.sort_unstable();
    texts.dedup();
    texts
}

/// Whether a character is in no text: what is random may decode to it.
fn is_odd(char: char) -> bool {
    char.is_control() && !char.is_whitespace()
}

fn once_each(mut forms: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    forms.sort_unstable();
    forms.dedup();
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(value: &str) -> Vec<String> {
        forms(value).into_iter().map(|form| String::from_utf8(form).unwrap()).collect()
    }

    #[test]
    fn a_value_that_needs_no_escape_has_its_text_and_base64() {
        let hex = ["777468722d30313233", "777468722D30313233"];
        let base64 = ["3dGhyLTAxMj", "d0aHItMDEyM", "d3Roci0wMTIz"];
        let mut expected = [&hex[..], &base64, &["wthr-0123"]].concat();
        expected.sort_unstable();
        assert_eq!(texts("wthr-0123"), expected);
        assert!(texts("q7WzXe81Kp0v4T").contains(&"Q7WZXE81KP0V4T".to_owned()));
        let url = texts("postgres://app:q7WzXe81Kp0v4T@db.example/shop");
        assert!(url.contains(&"Q7WZXE81KP0V4T".to_owned()));
        assert!(!texts("api_key-q7WzXe81Kp0v").contains(&"API_KEY-Q7WZXE81KP0V".to_owned()));
    }

    #[test]
    fn decoded_values_are_texts() {
        let of = |value: &str| decoded(value);
        assert_eq!(of("postgres://app:p%40ss%2Fw%zz@db/x"), ["postgres://app:p@ss/w%zz@db/x"]);
        assert_eq!(of("eyJrZXkiOiJxN1d6WGU4MSJ9"), ["{\"key\":\"q7WzXe81\"}"]);
        assert_eq!(of("8J+RqeKAjQ=="), ["👩\u{200d}"]);
        assert_eq!(of("q7WzXe81-made-up"), [""; 0]);
        assert_eq!(of("AAECAwQF"), [""; 0]);
    }

    #[test]
    fn forms_as_tools_write_them() {
        let forms = texts("a&b \"c\"/é\n'");
        for form in [
            // node: JSON.stringify, encodeURIComponent, encodeURI, URLSearchParams
            "a&b \\\"c\\\"/é\\n'",
            "a%26b%20%22c%22%2F%C3%A9%0A'",
            "a&b%20%22c%22/%C3%A9%0A'",
            "a%26b+%22c%22%2F%C3%A9%0A%27",
            // python: json.dumps, html.escape, urllib.parse.quote
            "a&b \\\"c\\\"/\\u00e9\\n'",
            "a&amp;b &quot;c&quot;/é\n&#x27;",
            "a%26b%20%22c%22/%C3%A9%0A%27",
            // go: json.Marshal, html.EscapeString
            "a\\u0026b \\\"c\\\"/é\\n'",
            "a&amp;b &#34;c&#34;/é\n&#39;",
            // a terminal's line break
            "a&b \"c\"/é\r\n'",
        ] {
            assert!(forms.iter().any(|other| other == form), "{form}");
        }
    }
}
