//! Whether a text looks like a program.

/// Whether a text may be a program that composes a value: `eval`, workers and development
/// builds have programs in strings.
pub(crate) fn looks_like_code(text: &[u8]) -> bool {
    const MIN_LENGTH: usize = 24;
    const STATEMENTS: &[&[u8]] =
        &[b"=>", b"function", b"return", b"var ", b"const ", b"let ", b"__webpack_", b");"];
    text.len() >= MIN_LENGTH
        && memchr::memchr3(b'"', b'\'', b'`', text).is_some()
        && memchr::memchr2(b'(', b'=', text).is_some()
        && STATEMENTS.iter().any(|part| memchr::memmem::find(text, part).is_some())
}
