//! Durations: `90d`, `15m`, `1h30m`, `500ms`.

use std::time::Duration;

/// Units in milliseconds, longest first. A value uses each at most once, in this order.
const UNITS: &[(&str, u64)] = &[
    ("w", 604_800_000),
    ("d", 86_400_000),
    ("h", 3_600_000),
    ("m", 60_000),
    ("s", 1_000),
    ("ms", 1),
];

/// Maximum number of milliseconds: the largest integer that JavaScript represents exactly.
const MAX_MILLISECONDS: u64 = (1 << 53) - 1;

/// Parses whole numbers with the units `w`, `d`, `h`, `m`, `s`, `ms`, longest unit first.
///
/// ```
/// use std::time::Duration;
/// use envwall_value::parse_duration;
/// assert_eq!(parse_duration("1h30m"), Some(Duration::from_secs(5400)));
/// assert_eq!(parse_duration("30m1h"), None);
/// ```
pub fn parse_duration(text: &str) -> Option<Duration> {
    let mut rest = text;
    let mut units = UNITS.iter();
    let mut total = 0u64;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, tail) = rest.split_at(digits);
        let letters = tail.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (unit, tail) = tail.split_at(letters);
        let (_, milliseconds) = units.find(|(name, _)| *name == unit)?;
        total = number.parse::<u64>().ok()?.checked_mul(*milliseconds)?.checked_add(total)?;
        rest = tail;
    }
    (!text.is_empty() && total <= MAX_MILLISECONDS).then(|| Duration::from_millis(total))
}

/// Writes a duration in its shortest form.
pub(super) fn show(duration: Duration) -> String {
    let mut rest = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    let mut text = String::new();
    for (unit, milliseconds) in &UNITS[1..] {
        let number = rest / milliseconds;
        rest %= milliseconds;
        if number > 0 {
            text += &number.to_string();
            text += unit;
        }
    }
    if text.is_empty() { "0s".to_owned() } else { text }
}
