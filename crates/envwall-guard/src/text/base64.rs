//! Base64 in either alphabet (RFC 4648, sections 4 and 5), without padding and whatever its last bits are.

/// Whether a byte is a digit, in either alphabet.
#[inline]
pub(crate) fn is_digit(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_')
}

/// What digits stand for.
pub(crate) fn decode(digits: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(digits.len());
    for group in digits.chunks(4) {
        let digit = |at: usize| group.get(at).copied().unwrap_or(b'A');
        let bytes = decode_group([digit(0), digit(1), digit(2), digit(3)]);
        decoded.extend_from_slice(&bytes[..group.len() - 1]);
    }
    decoded
}

/// The first bytes of what digits stand for.
pub(crate) fn beginning(digits: &[u8; 16]) -> [u8; 12] {
    let mut bytes = [0; 12];
    for (group, out) in digits.as_chunks().0.iter().zip(bytes.chunks_mut(3)) {
        out.copy_from_slice(&decode_group(*group));
    }
    bytes
}

/// Whether decoded bytes begin as text, most of it in ASCII: what else is encoded looks random.
pub(crate) fn promises_text(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r' | 0x80..))
        && bytes.iter().filter(|byte| byte.is_ascii()).count() * 2 > bytes.len()
}

fn decode_group(group: [u8; 4]) -> [u8; 3] {
    let word = group.iter().fold(0, |all, digit| all << 6 | u32::from(VALUES[usize::from(*digit)]));
    let [_, bytes @ ..] = word.to_be_bytes();
    bytes
}

/// What each digit stands for.
static VALUES: [u8; 256] = {
    let mut values = [0; 256];
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut at, mut value) = (0, 0);
    while at < digits.len() {
        values[digits[at] as usize] = value;
        at += 1;
        value += 1;
    }
    values[b'-' as usize] = 62;
    values[b'_' as usize] = 63;
    values
};

#[cfg(test)]
mod tests {
    use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded(bytes: Vec<u8>) {
            for encoding in [BASE64_NOPAD, BASE64URL_NOPAD] {
                let digits = encoding.encode(&bytes).into_bytes();
                prop_assert!(digits.iter().all(|byte| is_digit(*byte)));
                prop_assert_eq!(&decode(&digits), &bytes);
                if let Some(first) = digits.first_chunk() {
                    prop_assert_eq!(&beginning(first), &bytes[..12]);
                }
            }
        }
    }
}
