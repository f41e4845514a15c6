//! Renders an explanation as a part of the page.

use envwall_core::diagnostic::Code;
use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html,
};

/// Renders an explanation without its title, which the page already contains.
pub(super) fn render(code: Code) -> String {
    let (_, text) = code.explanation().split_once('\n').unwrap_or_default();
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).map(nest);
    let events = events.flat_map(|event| file_name(&event).into_iter().flatten().chain([event]));
    let mut page = String::new();
    html::push_html(&mut page, events);
    page
}

/// The file name of an example, shown above its code block.
fn file_name<'a>(event: &Event<'a>) -> Option<[Event<'a>; 3]> {
    let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event else { return None };
    let (_, name) = info.split_once(' ')?;
    let name = Event::Code(CowStr::from(name.to_owned()));
    Some([Event::Start(Tag::Paragraph), name, Event::End(TagEnd::Paragraph)])
}

/// Nests headings below those of the page, and turns HTML into text.
fn nest(event: Event<'_>) -> Event<'_> {
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
            assert!(page.contains("<h3>How to fix</h3>") && !page.contains("# EW"), "{page}");
        }
        assert!(render(Code::ValueInOutput).contains("<p><code>.env</code></p>\n<pre>"));
    }
}
