//! The forms in which programs print a value: as it is, escaped, encoded.

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD, Encoding, HEXLOWER_PERMISSIVE};

/// What of an encoded value does not depend on its neighbours, in every form that is covered.
///
/// Forms that are the same for this value stand in it once.
pub(super) fn forms(value: &str) -> Vec<Vec<u8>> {
    let mut forms = whole(value);
    for encoding in [&BASE64_NOPAD, &BASE64URL_NOPAD] {
        forms.extend((1..3).map(|before| base64(encoding, value.as_bytes(), before)));
    }
    once_each(forms)
}

/// The forms in which the value starts where its text starts: those that can be a word.
pub(super) fn whole(value: &str) -> Vec<Vec<u8>> {
    let mut texts = vec![value.to_owned(), value.replace('\n', "\r\n")];
    texts.extend(JSON.iter().map(|style| escaped(value, |char| json(char, style))));
    texts.extend(HTML.iter().map(|table| escaped(value, |char| html(char, table))));
    for kept in KEPT_IN_URLS {
        texts.push(percent(value, kept, false));
        texts.push(percent(value, kept, true));
    }
    let form = |lower| percent(value, FORM, lower).replace("%20", "+");
    texts.extend([form(false), form(true)]);
    let mut forms: Vec<_> = texts.into_iter().map(String::into_bytes).collect();
    forms.extend([&BASE64_NOPAD, &BASE64URL_NOPAD].map(|to| base64(to, value.as_bytes(), 0)));
    once_each(forms)
}

/// What programs make of a value before they print it: without its percent signs, as the password
/// of an address is used, and the text that its base64 stands for.
pub(super) fn decoded(value: &str) -> Vec<String> {
    let base64 = value.trim_end_matches('=');
    let readings = [BASE64_NOPAD, BASE64URL_NOPAD].map(|from| from.decode(base64.as_bytes()).ok());
    let readings = readings.into_iter().flatten().chain(without_percent(value));
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

/// The value with its percent signs decoded, if it has any.
fn without_percent(value: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut rest) = (Vec::new(), value.as_bytes());
    while let Some((first, others)) = rest.split_first() {
        let escaped = others.get(..2).filter(|_| *first == b'%');
        let byte = escaped.and_then(|hex| HEXLOWER_PERMISSIVE.decode(hex).ok());
        bytes.push(byte.as_ref().map_or(*first, |byte| byte[0]));
        rest = if byte.is_some() { &others[2..] } else { others };
    }
    (bytes.len() < value.len()).then_some(bytes)
}

fn once_each(mut forms: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// The characters that the value alone decides when so many bytes stand before it in its group.
fn base64(encoding: &Encoding, value: &[u8], before: usize) -> Vec<u8> {
    let text = encoding.encode(&[&vec![0; before][..], value].concat()).into_bytes();
    let first = (before * 8).div_ceil(6);
    // a value by itself ends where its text ends; what follows others may change the last character
    let end = if before == 0 { text.len() } else { (before + value.len()) * 8 / 6 };
    text.get(first..end).unwrap_or_default().to_vec()
}

/// The text with each character as it is written, or as it is where that is `None`.
fn escaped(value: &str, write: impl Fn(char) -> Option<String>) -> String {
    let mut text = String::with_capacity(value.len());
    for char in value.chars() {
        match write(char) {
            Some(written) => text += &written,
            None => text.push(char),
        }
    }
    text
}

/// How a writer of JSON escapes beyond what it must.
struct Json {
    /// Characters that it writes as `\u`, too.
    escapes: fn(char) -> bool,
    /// Whether it writes `\/`.
    slash: bool,
    upper: bool,
}

/// JavaScript; Go and Rails, which think of HTML; PHP; Python, which writes ASCII only.
const JSON: &[Json] = &[
    Json { escapes: |_| false, slash: false, upper: false },
    Json { escapes: |char| "<>&\u{2028}\u{2029}".contains(char), slash: false, upper: false },
    Json { escapes: |char| "<>&'\"".contains(char), slash: true, upper: true },
    Json { escapes: |char| !char.is_ascii(), slash: true, upper: false },
    Json { escapes: |char| !char.is_ascii(), slash: false, upper: false },
    Json { escapes: |char| !char.is_ascii(), slash: false, upper: true },
];

fn json(char: char, style: &Json) -> Option<String> {
    if (style.escapes)(char) {
        return Some(utf16_escapes(char, style.upper));
    }
    let short = match char {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\u{8}' => "\\b",
        '\u{c}' => "\\f",
        '/' if style.slash => "\\/",
        _ if char.is_ascii_control() => return Some(utf16_escapes(char, style.upper)),
        _ => return None,
    };
    Some(short.to_owned())
}

fn utf16_escapes(char: char, upper: bool) -> String {
    let units = char.encode_utf16(&mut [0; 2]).to_vec();
    let escape = |unit| if upper { format!("\\u{unit:04X}") } else { format!("\\u{unit:04x}") };
    units.into_iter().map(escape).collect()
}

/// What stands for `"` and `'`: PHP and Python write `&#x27;` or `&#039;`, Go `&#34;`, XML names both.
const HTML: &[[&str; 2]] = &[
    ["\"", "'"],
    ["&quot;", "'"],
    ["&quot;", "&#39;"],
    ["&quot;", "&#039;"],
    ["&quot;", "&#x27;"],
    ["&quot;", "&apos;"],
    ["&#34;", "&#39;"],
];

fn html(char: char, [double, single]: &[&str; 2]) -> Option<String> {
    let entity = match char {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => double,
        '\'' => single,
        _ => return None,
    };
    Some(entity.to_owned())
}

/// What `application/x-www-form-urlencoded` keeps (WHATWG URL), and the blank that becomes `+`.
const FORM: &str = "*-._ ";

/// What is kept beside letters and digits by RFC 3986's word for it, Python's `quote`,
/// `encodeURIComponent`, and `encodeURI`.
const KEPT_IN_URLS: &[&str] = &["-._~", "-._~/", "-._~!*'()", "-._~!*'();/?:@&=+$,#"];

fn percent(value: &str, kept: &str, lower: bool) -> String {
    escaped(value, |char| {
        if char.is_ascii_alphanumeric() || kept.contains(char) && char != ' ' {
            return None;
        }
        let escape = |byte| if lower { format!("%{byte:02x}") } else { format!("%{byte:02X}") };
        Some(char.encode_utf8(&mut [0; 4]).bytes().map(escape).collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(value: &str) -> Vec<String> {
        forms(value).into_iter().map(|form| String::from_utf8(form).unwrap()).collect()
    }

    #[test]
    fn a_value_that_needs_no_escape_has_its_text_and_base64() {
        assert_eq!(texts("wthr-0123"), ["3dGhyLTAxMj", "d0aHItMDEyM", "d3Roci0wMTIz", "wthr-0123"]);
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
