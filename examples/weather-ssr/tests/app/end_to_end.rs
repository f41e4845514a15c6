//! In Chromium: the page works, and no byte that the browser received holds a secret.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use axum::Router;
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use data_encoding::BASE64;
use envwall_core::diagnostic::{Finding, Severity};
use envwall_guard::output::Output;
use envwall_guard::{Guard, Secret};
use tempfile::TempDir;
use thirtyfour::common::cookie::SameSite;
use thirtyfour::prelude::*;

use crate::browser::Browser;
use crate::tap::Answer;
use crate::world::{SECRETS, World};

/// Everything that a browser received and that scripts of its pages could see, as files.
struct Collected {
    folder: TempDir,
    files: usize,
}

/// Received bytes that no script sees: heads hold cookies of `HttpOnly`.
const HEADS: &str = "heads";
/// What scripts could see: bodies, pages, storage, the console.
const SIGHT: &str = "sight";

impl Collected {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in [HEADS, SIGHT] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        Self { folder, files: 0 }
    }

    fn add(&mut self, folder: &str, name: &str, content: impl AsRef<[u8]>) {
        let file = format!("{:03}-{name}", self.files);
        fs::write(self.folder.path().join(folder).join(file), content).unwrap();
        self.files += 1;
    }

    fn answer(&mut self, answer: &Answer) {
        let extension = match answer.media_type.as_str() {
            "text/html" => "html",
            "text/javascript" => "js",
            "text/css" => "css",
            "application/json" => "json",
            _ => "txt",
        };
        self.add(HEADS, "head.txt", &answer.head);
        self.add(SIGHT, &format!("body.{extension}"), &answer.body);
    }

    /// What a script sees at this moment.
    async fn look(&mut self, browser: &Browser) -> WebDriverResult<()> {
        let sight = browser.sight().await?;
        self.add(SIGHT, "dom.html", sight.dom);
        self.add(SIGHT, "cookies.txt", sight.cookies);
        self.add(SIGHT, "storage.json", sight.storage);
        for message in browser.driver.browser_log().await? {
            self.add(SIGHT, "console.txt", message.message);
        }
        Ok(())
    }

    /// The files of a folder in which the guard finds one of the values, in whatever form.
    fn holding(&self, folder: &str, secrets: impl IntoIterator<Item = Secret>) -> BTreeSet<String> {
        let output = Output::new(self.folder.path()).path(folder);
        let secrets: Vec<_> = secrets.into_iter().collect();
        let names: BTreeSet<_> = secrets.iter().map(|secret| secret.name.clone()).collect();
        let report = Guard::new(secrets).scan(&output, &|_| {}).unwrap();
        let looked = (report.summary.variables, report.summary.files > 0);
        assert_eq!(looked, (names.len(), true), "not everything was looked for");
        let place = |finding: &Finding| {
            let file = finding.location.as_ref().map_or("", |location| location.file.as_str());
            file.split_once('-').map_or(file, |(_, name)| name).to_owned()
        };
        let errors = report.findings.iter().filter(|finding| finding.severity == Severity::Error);
        errors.map(place).collect()
    }
}

fn secrets() -> impl Iterator<Item = Secret> {
    SECRETS.into_iter().map(|(name, value)| Secret::new(name, value.into()))
}

/// Every token that was given out, none of which a script may see.
fn tokens(world: &World, answers: &[Answer]) -> Vec<Secret> {
    let cookies = answers.iter().flat_map(|answer| answer.head.lines()).filter_map(|line| {
        let cookie = line.strip_prefix("set-cookie: ")?.split(';').next()?;
        cookie.split_once('=').filter(|(_, value)| !value.is_empty())
    });
    // the state of a sign-in stands in addresses, and is to; the verifier after it does not
    let cookies = cookies.map(|(name, value)| match name {
        "__Host-login" => (name, value.split_once('.').unwrap().1),
        _ => (name, value),
    });
    let cookies = cookies.map(|(name, value)| Secret::new(name, value.into()));
    let of_provider = world.identity.tokens();
    let of_provider = of_provider.iter().map(|token| Secret::new("access", token.as_str().into()));
    cookies.chain(of_provider).collect()
}

/// Walks through the app as a person would.
async fn walk(browser: &Browser, url: &str, seen: &mut Collected) -> WebDriverResult<()> {
    let driver = &browser.driver;

    // signing in, by way of another site
    driver.goto(url).await?;
    seen.look(browser).await?;
    driver.find(By::LinkText("Sign in")).await?.click().await?;
    driver.query(By::Id("allow")).first().await?.click().await?;
    let page = driver.query(By::Css("[data-hydrated] strong")).with_text("Ada").first().await;
    page?;
    seen.look(browser).await?;

    // the script asks, and stays on the page
    ask(driver, "Bergen").await?;
    shows(driver, "Bergen: 7.5 °C, light rain").await?;
    assert_eq!(driver.current_url().await?.as_str(), format!("{url}/"));
    seen.look(browser).await?;

    // errors behind the server are reported in the server's words
    ask(driver, "Broken").await?;
    let problem = "the weather service cannot be asked at present";
    shows(driver, problem).await?;
    seen.look(browser).await?;

    // the session is renewed when it is over
    let before = cookie(driver, "__Host-renewal").await?;
    driver.delete_cookie("__Host-session").await?;
    ask(driver, "Trondheim").await?;
    shows(driver, "Trondheim: 7.5 °C, light rain").await?;
    assert_ne!(cookie(driver, "__Host-renewal").await?, before);

    // the server renders it, too
    driver.goto(format!("{url}/?city=Oslo")).await?;
    shows(driver, "Oslo: 7.5 °C, light rain").await?;
    seen.look(browser).await?;

    let cookies = driver.get_all_cookies().await?;
    for cookie in &cookies {
        let guarded = cookie.http_only == Some(true) && cookie.secure == Some(true);
        assert!(guarded && cookie.name.starts_with("__Host-"), "{}", cookie.name);
        assert!(matches!(cookie.same_site, Some(SameSite::Lax | SameSite::Strict)));
    }
    assert_eq!(cookies.len(), 3);

    driver.query(By::XPath("//button[.='Sign out']")).first().await?.click().await?;
    driver.query(By::LinkText("Sign in")).first().await?;
    assert!(driver.get_all_cookies().await?.is_empty());
    seen.look(browser).await
}

async fn ask(driver: &WebDriver, city: &str) -> WebDriverResult<()> {
    let field = driver.query(By::Name("city")).first().await?;
    field.clear().await?;
    field.send_keys(city).await?;
    driver.find(By::Css("#ask button")).await?.click().await
}

/// Waits until the page shows it, taken over by its script.
async fn shows(driver: &WebDriver, text: &'static str) -> WebDriverResult<()> {
    driver.query(By::Css("[data-hydrated] #weather")).with_text(text).first().await.map(drop)
}

async fn cookie(driver: &WebDriver, name: &str) -> WebDriverResult<Option<String>> {
    let cookies = driver.get_all_cookies().await?;
    Ok(cookies.into_iter().find(|cookie| cookie.name == name).map(|cookie| cookie.value))
}

#[tokio::test]
async fn no_byte_that_the_browser_received_holds_a_secret() {
    let world = World::start(Router::new()).await;
    let browser = Browser::start().await;
    let mut seen = Collected::new();
    let walked = walk(&browser, &world.url, &mut seen).await;
    browser.quit().await;
    walked.unwrap();

    let answers: Vec<_> = world.taps.iter().flat_map(|tap| tap.answers()).collect();
    answers.iter().for_each(|answer| seen.answer(answer));
    for part in ["{\"city\":\"Bergen\"", "<title>Identity</title>", "navigator.locks"] {
        let received = |answer: &Answer| String::from_utf8_lossy(&answer.body).contains(part);
        assert!(answers.iter().any(received), "the tap did not see {part}");
    }
    let tokens = tokens(&world, &answers);
    assert!(
        tokens.len() >= 7,
        "a verifier, three of the sign-in, two of its renewal, the provider's"
    );

    let nowhere = BTreeSet::new();
    assert_eq!(seen.holding(HEADS, secrets()), nowhere);
    assert_eq!(seen.holding(SIGHT, secrets()), nowhere);
    assert_eq!(seen.holding(SIGHT, tokens), nowhere);
    let blocked = |path: &Path| fs::read_to_string(path).unwrap().contains("Security Policy");
    assert!(!console(&seen).iter().any(|path| blocked(path)), "the policy blocked something");
}

fn console(seen: &Collected) -> Vec<PathBuf> {
    let files = fs::read_dir(seen.folder.path().join(SIGHT)).unwrap();
    let files = files.map(|file| file.unwrap().path());
    files.filter(|path| path.to_string_lossy().ends_with("console.txt")).collect()
}

/// A page that gives the key away in every way there is, each in another form.
async fn leak() -> impl IntoResponse {
    let (_, key) = SECRETS[0];
    let page = format!(
        "<body><script>
            const key = atob('{}');
            console.log(encodeURIComponent(key).replaceAll('-', '%2D'));
            localStorage.setItem('k', btoa('key=' + key));
            document.cookie = 'k=' + key;
            document.body.append([...key].reverse().join(''));
        </script>",
        BASE64.encode(key.as_bytes())
    );
    let hex: String = key.bytes().map(|byte| format!("{byte:02x}")).collect();
    ([("x-debug", hex)], Html(page))
}

/// The check above can fail, for each place that it looks at.
#[tokio::test]
async fn a_leak_is_seen_wherever_it_is() {
    let world = World::start(Router::new().route("/leak", get(leak))).await;
    let browser = Browser::start().await;
    let mut seen = Collected::new();
    let went = browser.driver.goto(format!("{}/leak", world.url)).await;
    let looked = seen.look(&browser).await;
    browser.quit().await;
    went.and(looked).unwrap();
    let answers = world.taps[0].answers();
    answers.iter().for_each(|answer| seen.answer(answer));

    assert_eq!(seen.holding(HEADS, secrets()), BTreeSet::from(["head.txt".to_owned()]));
    let places = ["body.html", "console.txt", "cookies.txt", "dom.html", "storage.json"];
    assert_eq!(seen.holding(SIGHT, secrets()), places.map(str::to_owned).into());
}
