//! The dialects of `.env` files.

use std::fmt;

/// How a tool reads `.env` files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// The `dotenvy` crate.
    Rust,
    /// Next.js: `@next/env` 16.
    Next,
    /// Vite 8 and frameworks on top of it: Node's own parser (22 and newer) with `dotenv-expand`
    /// 13.
    Vite,
    /// `dotenv` with `dotenv-expand` 1000.
    Dotenv,
    /// Vite 7: `dotenv` 17 with `dotenv-expand` 12, which is the code of 13. Also the nearest to Vite 6
    /// and 5, which have 12 and 11.
    Vite7,
    /// Vite 4: `dotenv` 16 with a changed `dotenv-expand` 9.
    Vite4,
    /// Vite 3 and older: `dotenv` 14 with `dotenv-expand` 5.
    Vite3,
    /// Create React App and Vue CLI: `dotenv` 10 with `dotenv-expand` 5, file by file.
    Dotenv10,
    /// Nuxt 3 and 4: `c12`, which has an expansion of its own.
    Nuxt,
}

impl Dialect {
    /// Every dialect, in order.
    pub const ALL: [Self; 9] = [
        Self::Rust,
        Self::Next,
        Self::Vite,
        Self::Dotenv,
        Self::Vite7,
        Self::Vite4,
        Self::Vite3,
        Self::Dotenv10,
        Self::Nuxt,
    ];

    /// The display name of the tool.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rust => "dotenvy",
            Self::Next => "Next",
            Self::Vite => "Vite",
            Self::Dotenv => "dotenv",
            Self::Vite7 => "Vite 7",
            Self::Vite4 => "Vite 4",
            Self::Vite3 => "Vite 3",
            Self::Dotenv10 => "dotenv 10",
            Self::Nuxt => "Nuxt",
        }
    }

    /// Whether the tool reads line by line, so that no value has several lines.
    pub(super) const fn is_by_line(self) -> bool {
        matches!(self, Self::Vite3 | Self::Dotenv10)
    }

    /// Whether the tool expands a value of the process environment once more if a file has the
    /// variable, too.
    pub const fn expands_process(self) -> bool {
        matches!(self, Self::Next | Self::Dotenv10)
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
