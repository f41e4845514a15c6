//! Public config in a page, and back out of it: "build once, deploy many".
//!
//! The server writes the config into each page; the browser's side reads it from there. The element
//! holds data, so no policy has to allow a script for it.

use std::fmt::{self, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The `id` of the element.
pub const ELEMENT_ID: &str = "envwall-public";

/// A nonce of the page's Content-Security-Policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nonce<'a>(&'a str);

impl<'a> Nonce<'a> {
    /// Takes what stands in the policy after `nonce-`: base64, standard or URL-safe (CSP level 3,
    /// `base64-value`). `None` for anything else, as it could end the attribute.
    pub fn new(nonce: &'a str) -> Option<Self> {
        let digits = nonce.trim_end_matches('=');
        let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte);
        let padding = nonce.len() - digits.len();
        (!digits.is_empty() && padding <= 2 && digits.bytes().all(is_digit)).then_some(Self(nonce))
    }
}

/// Why config cannot be written into a page or read from one.
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
            Kind::Json(error) => write!(f, "public config is not what was expected: {error}"),
            #[cfg(feature = "web")]
            Kind::NoElement => write!(f, "the page has no element with the id `{ELEMENT_ID}`"),
        }
    }
}

impl std::error::Error for PageError {}

/// The element for a page's head, whatever the values are: none of them can end it.
///
/// # Errors
/// When the config has no form in JSON, such as a map whose keys are no texts.
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

/// What stands in the element, for templates that write the element themselves. It goes in as it is,
/// not escaped once more; the element has the `id` [`ELEMENT_ID`] and the type `application/json`.
///
/// # Errors
/// When the config has no form in JSON.
///
/// ```
/// use envwall::page::content;
/// assert_eq!(content(&["</script>"])?, r#"["\u003c/script\u003e"]"#);
/// # Ok::<(), envwall::page::PageError>(())
/// ```
pub fn content(config: &impl Serialize) -> Result<String, PageError> {
    let json = serde_json::to_string(config).map_err(|error| PageError(Kind::Json(error)))?;
    Ok(harmless(&json))
}

/// The same JSON without what means something to HTML (`</script`, `<!--`) or to older JavaScript.
fn harmless(json: &str) -> String {
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

/// Config from the text of the element.
///
/// # Errors
/// When the text is not the JSON of such a config.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, PageError> {
    serde_json::from_str(text).map_err(|error| PageError(Kind::Json(error)))
}

/// Config from the page in which this runs.
///
/// # Errors
/// When the page has no such element, or it holds something else.
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
        fn no_value_ends_the_element(text in "(</script>|<!--|&lt;|[<>&/\"\\\\]|\\PC|\u{2028}){0,30}") {
            let element = script(&text, None).unwrap();
            let content = element.split_once('>').unwrap().1.strip_suffix("</script>").unwrap();
            let harmless = !content.contains(['<', '>', '&', '\u{2028}']);
            prop_assert!(harmless);
            prop_assert_eq!(read::<String>(content).unwrap(), text);
        }
    }
}
