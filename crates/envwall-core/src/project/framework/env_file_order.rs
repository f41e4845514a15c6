//! Which `.env` files a framework reads, and their precedence.

/// A framework's order of `.env` files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnvFiles {
    /// Only `.env`.
    Base,
    /// Only the mode's file.
    Mode,
    /// A mode's file takes precedence over `.env.local`: Vite's order.
    ModeOverLocal,
    /// `.env.local` takes precedence over a mode's file and is not read in tests: Next's order.
    LocalOverMode,
}

impl EnvFiles {
    /// The file names for a mode, lowest precedence first.
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
