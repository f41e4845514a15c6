//! Character references of HTML and XML: `&amp;`, `&#45;`.

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, State, Tokenizer};

/// The text with its character references decoded.
pub(crate) fn decode_entities(text: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len());
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
        if let CallbackEvent::String { value } = event {
            decoded.extend_from_slice(value);
        }
        None::<Infallible>
    });
    let mut tokenizer = Tokenizer::new_with_emitter(text, emitter);
    tokenizer.set_state(State::RcData);
    let Ok(()) = tokenizer.finish();
    decoded
}

/// Whether there may be a character reference.
pub(crate) fn has_entities(text: &[u8]) -> bool {
    memchr::memchr_iter(b'&', text).any(
        |at| matches!(text.get(at + 1), Some(next) if next.is_ascii_alphabetic() || *next == b'#'),
    )
}
