//! Chromium, with nothing of anyone's in it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;
use thirtyfour::common::log::LoggingPrefsLogLevel;
use thirtyfour::prelude::*;

const MISSING: &str = "this test drives Chromium: it needs `chromium` and `chromedriver` \
                       (Debian: apt-get install chromium chromium-driver)";

const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
];

pub struct Browser {
    pub driver: WebDriver,
    chromedriver: Child,
    _profile: TempDir,
}

/// What a script of a page can see, each as text.
pub struct Sight {
    pub dom: String,
    pub cookies: String,
    pub storage: String,
}

impl Browser {
    pub async fn start() -> Self {
        let mut chromedriver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{MISSING}: {error}"));
        let said = BufReader::new(chromedriver.stdout.take().expect("its output"));
        let port = said.lines().map_while(Result::ok).find_map(|line| {
            let port = line.split_once("started successfully on port ")?.1;
            port.trim_end_matches('.').parse::<u16>().ok()
        });
        let port = port.unwrap_or_else(|| panic!("chromedriver says no port; {MISSING}"));
        let profile = tempfile::tempdir().expect("a folder");
        let mut capabilities = DesiredCapabilities::chrome();
        let profile_flag = format!("--user-data-dir={}", profile.path().display());
        for flag in FLAGS.into_iter().chain([profile_flag.as_str()]) {
            capabilities.add_arg(flag).expect("a flag");
        }
        capabilities.set_browser_log_level(LoggingPrefsLogLevel::All).expect("a level");
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities).await;
        let driver = driver.unwrap_or_else(|error| panic!("{MISSING}: {error}"));
        Self { driver, chromedriver, _profile: profile }
    }

    /// What a script of the present page can see.
    pub async fn sight(&self) -> WebDriverResult<Sight> {
        let script = "const done = arguments[0]; (async () => done([
            document.documentElement.outerHTML,
            document.cookie,
            JSON.stringify([{ ...localStorage }, { ...sessionStorage }, window.name, history.state,
                await indexedDB.databases(), await caches.keys(),
                (await navigator.serviceWorker.getRegistrations()).length]),
        ]))()";
        let seen = self.driver.execute_async(script, []).await?;
        let [dom, cookies, storage] = seen.convert()?;
        Ok(Sight { dom, cookies, storage })
    }

    /// Ends it.
    pub async fn quit(self) {
        let Self { driver, mut chromedriver, .. } = self;
        let _ = driver.quit().await;
        let _ = chromedriver.kill();
        let _ = chromedriver.wait();
    }
}
