//! A limit on expansion: `A=$B$B`, `B=$C$C` and so on doubles with every line, and circular
//! references never end.

/// Maximum number of expansions in one value; no real value has as many references.
const MAX_STEPS: u32 = 256;

/// Maximum size of an expanded value. No program can be started with a larger variable: Linux limits
/// one to 128 KiB with its name (`MAX_ARG_STRLEN` in execve(2)), Windows to 32,767 characters.
pub(super) const MAX_VALUE: usize = 128 << 10;

/// Maximum number of bytes that all expansions of one dialect may copy.
const MAX_BYTES: usize = 4 << 20;

/// Why a value is not expanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exceeded {
    /// The references are circular, or too many.
    Steps,
    /// The value, or all values together, would be too large.
    Size,
}

/// The remaining budget of a dialect.
pub(super) struct Budget {
    steps: u32,
    bytes: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { steps: MAX_STEPS, bytes: MAX_BYTES }
    }
}

impl Budget {
    /// Starts another value.
    pub(super) fn next_value(&mut self) {
        self.steps = MAX_STEPS;
    }

    /// Takes one step that copies the given number of bytes.
    pub(super) fn charge(&mut self, bytes: usize) -> Result<(), Exceeded> {
        self.steps = self.steps.checked_sub(1).ok_or(Exceeded::Steps)?;
        self.copy(bytes)
    }

    fn copy(&mut self, bytes: usize) -> Result<(), Exceeded> {
        self.bytes = self.bytes.checked_sub(bytes).ok_or(Exceeded::Size)?;
        Ok(())
    }
}

/// JavaScript's `replace` with two strings: it replaces the first match, and `$$`, `$&`, `` $` ``
/// and `$'` in the replacement are special. The tools ignore that, so passwords with `$$` lose a
/// `$`.
pub(super) fn replace(
    text: &str,
    part: &str,
    with: &str,
    budget: &mut Budget,
) -> Result<String, Exceeded> {
    let Some((before, after)) = text.split_once(part) else { return Ok(text.to_owned()) };
    budget.charge(text.len())?;
    let room = MAX_VALUE.saturating_sub(after.len());
    let mut out = before.to_owned();
    let mut rest = with;
    while let Some((plain, special)) = rest.split_once('$') {
        out.push_str(plain);
        let (meaning, taken) = match special.chars().next() {
            Some('$') => ("$", 1),
            Some('&') => (part, 1),
            Some('`') => (before, 1),
            Some('\'') => (after, 1),
            _ => ("$", 0),
        };
        budget.copy(meaning.len())?;
        out.push_str(meaning);
        if out.len() > room {
            return Err(Exceeded::Size);
        }
        rest = &special[taken..];
    }
    if out.len() + rest.len() > room { Err(Exceeded::Size) } else { Ok(out + rest + after) }
}

/// The last step of every tool: `\$` becomes `$`.
pub(super) fn without_escapes(text: &str) -> String {
    text.replace("\\$", "$")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_as_javascript_does() {
        let replaced = |with| replace("a-X-b-X", "X", with, &mut Budget::default()).unwrap();
        assert_eq!(replaced("1"), "a-1-b-X");
        assert_eq!(replaced("$$1$&$2$"), "a-$1X$2$-b-X");
        assert_eq!(replaced("<$`|$'>"), "a-<a-|-b-X>-b-X");
    }

    #[test]
    fn no_value_becomes_larger_than_a_variable_can_be() {
        let budget = &mut Budget::default();
        let half = "x".repeat(MAX_VALUE / 2);
        assert_eq!(replace("$A$A", "$A", &half, budget).map(|it| it.len()), Ok(MAX_VALUE / 2 + 2));
        let text = format!("{half}$A.");
        assert_eq!(replace(&text, "$A", &half, budget), Err(Exceeded::Size));
        assert_eq!(replace(&text, "$A", "$`", budget), Err(Exceeded::Size));
    }
}
