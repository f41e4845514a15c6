//! HTML: scripts, styles, attributes, text and comments, each as what it is.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::peeler::{Peeled, Peeler};
use super::rsc_flight;
use super::visible_text::VisibleText;
use crate::content::kind::Kind;
use crate::content::layer::Layer;
use crate::content::view::View;
use crate::text::entities::has_entities;

/// A longer attribute name is not shown.
const MAX_NAME: usize = 24;

/// The peeler for pages.
pub(crate) struct Html;

impl Peeler for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn fits(&self, kind: Kind) -> bool {
        kind == Kind::Html
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        let mut page = Page::new(view, peeled);
        page.tokenize(0..view.bytes.len(), true);
        page.finish();
    }
}

/// A walk over the tokens of a page. XML is walked in pieces, between its CDATA sections.
pub(super) struct Page<'p, 'v, 'b> {
    view: &'v View<'b>,
    peeled: &'p mut Peeled<'v>,
    element: Vec<u8>,
    attribute: Vec<u8>,
    script_type: Vec<u8>,
    scripts: usize,
    styles: usize,
    /// Scripts that hold a part of React's payload.
    payloads: Vec<Range<usize>>,
    visible: VisibleText,
}

impl<'p, 'v, 'b> Page<'p, 'v, 'b> {
    pub(super) fn new(view: &'v View<'b>, peeled: &'p mut Peeled<'v>) -> Self {
        let (element, attribute, script_type) = (Vec::new(), Vec::new(), Vec::new());
        let (payloads, visible) = (Vec::new(), VisibleText::default());
        Self {
            view,
            peeled,
            element,
            attribute,
            script_type,
            scripts: 0,
            styles: 0,
            payloads,
            visible,
        }
    }

    /// Walks over a part of the view. In HTML some elements hold plain text, in XML none does.
    pub(super) fn tokenize(&mut self, part: Range<usize>, html: bool) {
        let view = self.view;
        let text: &[u8] = view.bytes.get(part.clone()).unwrap_or_default();
        let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| {
            let end = (part.start + span.end).min(part.end);
            self.token(&event, (part.start + span.start).min(end)..end);
            None::<Infallible>
        });
        emitter.naively_switch_states(html);
        let Ok(()) = Tokenizer::new_with_emitter(text, emitter).finish();
    }

    /// Adds what all of it is together.
    pub(super) fn finish(self) {
        rsc_flight::join(self.view, &self.payloads, self.peeled);
        self.visible.finish(self.view, self.peeled);
    }

    fn token(&mut self, event: &CallbackEvent<'_>, span: Range<usize>) {
        match event {
            CallbackEvent::OpenStartTag { name } => self.open(name),
            CallbackEvent::AttributeName { name } => {
                self.attribute.clear();
                self.attribute.extend_from_slice(name);
            }
            CallbackEvent::AttributeValue { value } => self.attribute(value, span),
            CallbackEvent::EndTag { name } => {
                self.element.clear();
                self.visible.tag(name);
            }
            CallbackEvent::String { value } => self.text(value, span),
            CallbackEvent::Comment { value } => self.comment(value, span),
            _ => {}
        }
    }

    fn open(&mut self, name: &[u8]) {
        self.element.clear();
        self.element.extend_from_slice(name);
        self.script_type.clear();
        self.visible.tag(name);
        match name {
            b"script" => self.scripts += 1,
            b"style" => self.styles += 1,
            _ => {}
        }
    }

    fn attribute(&mut self, value: &[u8], span: Range<usize>) {
        if self.attribute == b"type" && self.element == b"script" {
            self.script_type = value.trim_ascii().to_ascii_lowercase();
        }
        let layer = attribute_layer(&self.attribute);
        match self.attribute.as_slice() {
            [b'o', b'n', event @ ..]
                if !event.is_empty() && event.iter().all(u8::is_ascii_alphabetic) =>
            {
                let kind = self.script_or_piece();
                self.code(value, span, layer, kind);
            }
            b"style" => self.code(value, span, layer, Kind::Css),
            b"srcdoc" => self.code(value, span, Layer::Srcdoc, Kind::Html),
            _ => self.value(value, span, layer, Kind::of_text(value)),
        }
    }

    /// What is between tags.
    pub(super) fn text(&mut self, value: &[u8], span: Range<usize>) {
        match self.element.as_slice() {
            b"script" => self.script(value, span),
            b"style" => {
                let layer = Layer::Style(self.styles);
                self.code(value, span, layer, Kind::Css);
            }
            b"noscript" | b"iframe" | b"noembed" | b"noframes" | b"noframe" | b"xmp" => {
                let layer = element_layer(&self.element);
                self.code(value, span, layer, Kind::Html);
            }
            _ => {
                let written = self.view.bytes.get(span.clone()).unwrap_or_default();
                let verbatim = written == value;
                self.visible.text(written, span.start);
                // text that looks like a page is one only where references made it so
                let kind = if verbatim { Kind::Text } else { Kind::of_text(value) };
                self.value(value, span, Layer::Text, kind);
            }
        }
    }

    /// Text in which nothing is a reference.
    pub(super) fn section(&mut self, span: Range<usize>) {
        let view = self.view;
        let Some(value) = view.bytes.get(span.clone()) else { return };
        match self.element.as_slice() {
            b"script" | b"style" => self.text(value, span),
            _ if is_hiding(value) => {
                self.code(value, span, Layer::Cdata, Kind::of_text(value));
            }
            _ => self.peeled.describe(&span, &Layer::Cdata),
        }
    }

    fn script(&mut self, value: &[u8], span: Range<usize>) {
        let layer = Layer::Script(self.scripts);
        let mut kind = script_kind(&self.script_type, value);
        if kind == Kind::JavaScript {
            kind = self.script_or_piece();
        }
        if kind == Kind::JavaScript && memchr::memmem::find(value, rsc_flight::PUSH).is_some() {
            self.payloads.push(span.clone());
        }
        self.code(value, span, layer, kind);
    }

    /// Markup in a string of a program may be half of what it becomes: then a script in it that
    /// does not parse tells nothing.
    fn script_or_piece(&self) -> Kind {
        let holds_a_page = |layer: &Layer| match layer {
            Layer::Srcdoc => true,
            Layer::Element(name) => &**name == "noscript",
            _ => false,
        };
        let whole = self.view.trail.iter().all(holds_a_page);
        if whole { Kind::JavaScript } else { Kind::Code }
    }

    fn comment(&mut self, value: &[u8], span: Range<usize>) {
        let layer = Layer::Comment;
        if self.view.trail.last() == Some(&layer) || !is_hiding(value) {
            self.peeled.describe(&span, &layer);
            return;
        }
        let kind = Kind::of_text(value);
        self.peeled.add(self.view.decoded(span, layer, kind, value.to_vec()));
    }

    /// Content with a peeler of its own.
    fn code(&mut self, value: &[u8], span: Range<usize>, layer: Layer, kind: Kind) {
        self.peeled.describe(&span, &layer);
        if self.view.bytes.get(span.clone()) == Some(value) {
            self.peeled.add(self.view.slice(span, layer, kind));
        } else {
            self.peeled.add(self.view.decoded(span, layer, kind, value.to_vec()));
        }
    }

    /// Content that is its own value, unless something is escaped in it.
    fn value(&mut self, value: &[u8], span: Range<usize>, layer: Layer, kind: Kind) {
        if self.view.bytes.get(span.clone()) != Some(value) || value.contains(&b'\\') {
            self.code(value, span, layer, kind);
        } else {
            self.peeled.describe(&span, &layer);
        }
    }
}

/// Whether a search of the bytes may not see all of it.
fn is_hiding(text: &[u8]) -> bool {
    text.contains(&b'\\') || has_entities(text)
}

fn script_kind(script_type: &[u8], text: &[u8]) -> Kind {
    let essence = script_type.split(|byte| *byte == b';').next().unwrap_or_default();
    match essence.trim_ascii() {
        b"" | b"module" | b"jsx" | b"text/babel" => Kind::JavaScript,
        name if name.ends_with(b"javascript") || name.ends_with(b"ecmascript") => Kind::JavaScript,
        name if name.ends_with(b"json") => Kind::Json,
        b"importmap" | b"speculationrules" => Kind::Json,
        _ => Kind::of_text(text),
    }
}

fn attribute_layer(name: &[u8]) -> Layer {
    shown_name(name).map_or(Layer::Attribute, |name| Layer::AttributeNamed(name.into()))
}

fn element_layer(name: &[u8]) -> Layer {
    shown_name(name).map_or(Layer::UnnamedElement, |name| Layer::Element(name.into()))
}

/// A name is shown where it surely is one, and not a value that went astray.
fn shown_name(name: &[u8]) -> Option<&str> {
    let plain = |byte: &u8| byte.is_ascii_lowercase() || matches!(byte, b'-' | b':' | b'_' | b'@');
    let is_name = name.len() <= MAX_NAME && name.iter().all(plain);
    std::str::from_utf8(name).ok().filter(|_| is_name)
}
