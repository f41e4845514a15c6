//! Character references of HTML and XML: `&amp;`, `&#45;`.

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, State, Tokenizer};

/// The text with its character references decoded.
pub(crate) fn decode_entities(text: &[u8]) -> Vec<u8> {
    let (mut decoded, mut done) = (Vec::with_capacity(text.len()), 0);
    for at in memchr::memchr_iter(b'&', text) {
        let reference = reference(&text[at..]);
        decoded.extend_from_slice(&text[done..at]);
        decode(reference, &mut decoded);
        done = at + reference.len();
    }
    decoded.extend_from_slice(&text[done..]);
    decoded
}

/// What may be a character reference at the beginning of a text.
fn reference(text: &[u8]) -> &[u8] {
    let is_of_name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'#';
    let name = 1 + text[1..].iter().take_while(is_of_name).count();
    &text[..name + usize::from(text.get(name) == Some(&b';'))]
}

/// As browsers do it: some names need no semicolon, and are only the beginning of what looks like one.
fn decode(reference: &[u8], decoded: &mut Vec<u8>) {
    if reference.len() < 3 {
        return decoded.extend_from_slice(reference);
    }
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
        if let CallbackEvent::String { value } = event {
            decoded.extend_from_slice(value);
        }
        None::<Infallible>
    });
    let mut tokenizer = Tokenizer::new_with_emitter(reference, emitter);
    tokenizer.set_state(State::RcData);
    let Ok(()) = tokenizer.finish();
}

/// Whether there may be a character reference.
pub(crate) fn has_entities(text: &[u8]) -> bool {
    memchr::memchr_iter(b'&', text).any(
        |at| matches!(text.get(at + 1), Some(next) if next.is_ascii_alphabetic() || *next == b'#'),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn they_are_decoded_as_in_all_of_the_text(
            text in "(&(amp|lt|copy|notit|notin|not|Aacute|a|#45|#x2d|#X2D|#0|#|#x)?;?[ a-z=&;\u{e9}]{0,3}){0,8}"
        ) {
            let mut whole = Vec::new();
            decode(format!("   {text}").as_bytes(), &mut whole);
            prop_assert_eq!(decode_entities(format!("   {text}").as_bytes()), whole);
        }
    }
}
