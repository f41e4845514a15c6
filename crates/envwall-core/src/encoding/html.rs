//! Entities, as writers of HTML and XML use them.

/// What a writer puts in place of quotes; all of them escape `&`, `<` and `>`.
#[derive(Debug)]
pub struct Style {
    double: &'static str,
    single: &'static str,
}

const fn style(double: &'static str, single: &'static str) -> Style {
    Style { double, single }
}

/// PHP and Python write `&#039;` and `&#x27;`, Go `&#34;`; XML has names for both quotes.
pub const STYLES: &[Style] = &[
    style("\"", "'"),
    style("&quot;", "'"),
    style("&quot;", "&#39;"),
    style("&quot;", "&#039;"),
    style("&quot;", "&#x27;"),
    style("&quot;", "&apos;"),
    style("&#34;", "&#39;"),
];

/// A text with entities.
pub fn escape(text: &str, style: &Style) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += style.double,
            '\'' => escaped += style.single,
            _ => escaped.push(char),
        }
    }
    escaped
}
