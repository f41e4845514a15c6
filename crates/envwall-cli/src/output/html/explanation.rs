//! What `envwall explain` says, as a part of the page.

use envwall_core::diagnostic::Code;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// The explanation without its title, which the page has already.
pub(super) fn render(code: Code) -> String {
    let (_, text) = code.explanation().split_once('\n').unwrap_or_default();
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).map(below_the_page);
    let mut page = String::new();
    html::push_html(&mut page, events);
    page
}

/// Headings go below those of the page; no text brings markup of its own.
fn below_the_page(event: Event<'_>) -> Event<'_> {
    let level = HeadingLevel::H3;
    match event {
        Event::Start(Tag::Heading { id, classes, attrs, .. }) => {
            Event::Start(Tag::Heading { level, id, classes, attrs })
        }
        Event::End(TagEnd::Heading(_)) => Event::End(TagEnd::Heading(level)),
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_explanation_is_well_formed() {
        for code in Code::ALL {
            let page = format!("<div>{}</div>", render(*code));
            let mut reader = quick_xml::Reader::from_str(&page);
            reader.config_mut().check_end_names = true;
            while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
            assert!(page.contains("<h3>Mend</h3>") && !page.contains("# EW"), "{page}");
        }
    }
}
