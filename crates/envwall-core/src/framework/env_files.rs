//! Which `.env` files a framework reads, and which of them wins.

/// A framework's order of `.env` files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnvFiles {
    /// `.env` and nothing else.
    Base,
    /// The mode's file and nothing else.
    Mode,
    /// A mode's file wins over `.env.local`: Vite's order.
    ModeOverLocal,
    /// `.env.local` wins over a mode's file and is left out of tests: Next's order.
    LocalOverMode,
}

impl EnvFiles {
    /// The names for a mode, lowest precedence first.
    ///
    /// ```
    /// use envwall_core::framework::by_id;
    /// let next = by_id("next").unwrap();
    /// assert_eq!(next.env_files.names("test"), [".env", ".env.test", ".env.test.local"]);
    /// ```
    pub fn names(self, mode: &str) -> Vec<String> {
        let (base, local) = (".env".to_owned(), ".env.local".to_owned());
        let (of_mode, of_mode_local) = (format!(".env.{mode}"), format!(".env.{mode}.local"));
        match self {
            Self::Base => vec![base],
            Self::Mode => vec![of_mode],
            Self::ModeOverLocal => vec![base, local, of_mode, of_mode_local],
            Self::LocalOverMode if mode == "test" => vec![base, of_mode, of_mode_local],
            Self::LocalOverMode => vec![base, of_mode, local, of_mode_local],
        }
    }
}
