//! The ways of reading `.env` files that Envwall knows, and which files each reads.

use std::fmt;

/// How a tool reads `.env` files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// The `dotenvy` crate.
    Rust,
    /// Next.js: `@next/env` 16.
    Next,
    /// Vite 8 and what stands on it: Node's own parser (22 and newer) with `dotenv-expand` 13.
    Vite,
    /// `dotenv` with `dotenv-expand` 1000.
    Dotenv,
}

impl Dialect {
    /// Every dialect, in order.
    pub const ALL: [Self; 4] = [Self::Rust, Self::Next, Self::Vite, Self::Dotenv];

    /// The tool's name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rust => "dotenvy",
            Self::Next => "Next",
            Self::Vite => "Vite",
            Self::Dotenv => "dotenv",
        }
    }

    /// The files that the tool reads in a mode, lowest precedence first.
    ///
    /// ```
    /// use envwall_core::dotenv::Dialect;
    /// assert_eq!(Dialect::Next.files("test"), [".env", ".env.test", ".env.test.local"]);
    /// ```
    pub fn files(self, mode: &str) -> Vec<String> {
        let (of_mode, local) = (format!(".env.{mode}"), ".env.local".to_owned());
        let (base, of_mode_local) = (".env".to_owned(), format!(".env.{mode}.local"));
        match self {
            Self::Rust | Self::Dotenv => vec![base],
            Self::Next if mode == "test" => vec![base, of_mode, of_mode_local],
            Self::Next => vec![base, of_mode, local, of_mode_local],
            Self::Vite => vec![base, local, of_mode, of_mode_local],
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
