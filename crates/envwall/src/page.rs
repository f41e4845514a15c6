//! Passes public config through the page: "build once, deploy many".
//!
//! The server writes the config into each page, and browser code reads it from there. The element
//! contains data, not code, so a Content-Security-Policy need not allow it.

use std::fmt::{self, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The `id` of the element.
pub const ELEMENT_ID: &str = "envwall-public";

/// A nonce of the page's Content-Security-Policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nonce<'a>(&'a str);

impl<'a> Nonce<'a> {
    /// Validates a nonce, without the prefix `nonce-`: base64, standard or URL-safe (CSP level 3,
    /// `base64-value`). `None` for anything else, as it could close the attribute.
    pub fn new(nonce: &'a str) -> Option<Self> {
        let digits = nonce.trim_end_matches('=');
        let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte);
        let padding = nonce.len() - digits.len();
        (!digits.is_empty() && padding <= 2 && digits.bytes().all(is_digit)).then_some(Self(nonce))
    }
}

/// Config could not be written into a page or read from it.
#[derive(Debug)]
pub struct PageError(Kind);

#[derive(Debug)]
enum Kind {
    Json(serde_json::Error),
    #[cfg(feature = "web")]
    NoElement,
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Json(error) => write!(f, "invalid public config: {error}"),
            #[cfg(feature = "web")]
            Kind::NoElement => write!(f, "the page has no element with the id `{ELEMENT_ID}`"),
        }
    }
}

impl std::error::Error for PageError {}

/// Returns the element for the page's head. Values are escaped, so none can close it.
///
/// # Errors
/// When the config cannot be serialized as JSON, such as a map whose keys are not strings.
///
/// ```
/// use std::collections::BTreeMap;
/// use envwall::page::{Nonce, script};
///
/// let public = BTreeMap::from([("title", "</script><script>alert(1)</script>")]);
/// assert_eq!(
///     script(&public, Nonce::new("cmFuZG9t"))?,
///     "<script type=\"application/json\" id=\"envwall-public\" nonce=\"cmFuZG9t\">\
///      {\"title\":\"\\u003c/script\\u003e\\u003cscript\\u003ealert(1)\\u003c/script\\u003e\"}</script>"
/// );
/// # Ok::<(), envwall::page::PageError>(())
/// ```
pub fn script(config: &impl Serialize, nonce: Option<Nonce<'_>>) -> Result<String, PageError> {
    let content = content(config)?;
    let nonce = nonce.map(|Nonce(nonce)| format!(" nonce=\"{nonce}\"")).unwrap_or_default();
    Ok(format!("<script type=\"application/json\" id=\"{ELEMENT_ID}\"{nonce}>{content}</script>"))
}

/// Returns the content of the element, for templates that write the element themselves. Insert it
/// without further escaping, into a `<script>` with the `id` [`ELEMENT_ID`] and the type
/// `application/json`.
///
/// # Errors
/// When the config cannot be serialized as JSON.
///
/// ```
/// use envwall::page::content;
/// assert_eq!(content(&["</script>"])?, r#"["\u003c/script\u003e"]"#);
/// # Ok::<(), envwall::page::PageError>(())
/// ```
pub fn content(config: &impl Serialize) -> Result<String, PageError> {
    let json = serde_json::to_string(config).map_err(|error| PageError(Kind::Json(error)))?;
    Ok(escape(&json))
}

/// Escapes characters with a meaning in HTML (`</script`, `<!--`) or in older JavaScript.
fn escape(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for char in json.chars() {
        match char {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(text, "\\u{:04x}", u32::from(char));
            }
            _ => text.push(char),
        }
    }
    text
}

/// Parses config from the content of the element.
///
/// # Errors
/// When the content is not valid JSON for this type.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, PageError> {
    serde_json::from_str(text).map_err(|error| PageError(Kind::Json(error)))
}

/// Reads config from the current page.
///
/// # Errors
/// When the page has no such element, or its content is invalid.
#[cfg(feature = "web")]
pub fn of_document<T: DeserializeOwned>() -> Result<T, PageError> {
    let document = web_sys::window().and_then(|window| window.document());
    let element = document.and_then(|document| document.get_element_by_id(ELEMENT_ID));
    let text = element.and_then(|element| element.text_content());
    read(&text.ok_or(PageError(Kind::NoElement))?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_nonce_is_base64() {
        for good in ["a", "ab+/", "ab-_==", "YWJj"] {
            assert!(Nonce::new(good).is_some(), "{good}");
        }
        for bad in ["", "=", "a\" x=\"", "a b", "a===", "=a", "ä"] {
            assert!(Nonce::new(bad).is_none(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_value_closes_the_element(text in "(</script>|<!--|&lt;|[<>&/\"\\\\]|\\PC|\u{2028}){0,30}") {
            let element = script(&text, None).unwrap();
            let content = element.split_once('>').unwrap().1.strip_suffix("</script>").unwrap();
            let is_escaped = !content.contains(['<', '>', '&', '\u{2028}']);
            prop_assert!(is_escaped);
            prop_assert_eq!(read::<String>(content).unwrap(), text);
        }
    }
}
