//! In Chromium: the browser's side takes the page over and asks the server, and nothing that the
//! browser received holds the key.

#[path = "../../../weather-ssr/tests/app/browser.rs"]
mod browser;
mod received;
mod site;
#[path = "../world/mod.rs"]
mod world;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use envwall_guard::output::Output;
use envwall_guard::{Guard, Secret};
use thirtyfour::prelude::*;

use crate::browser::Browser;
use crate::received::Received;
use crate::world::{APP_NAME, KEY};

/// Works with the page as a person would; what scripts can see at the end comes back.
async fn walk(browser: &Browser, url: &str) -> WebDriverResult<Vec<(&'static str, String)>> {
    let driver = &browser.driver;
    driver.goto(url).await?;
    shows(driver, "Bergen: 7.5 °C").await?;
    // only the browser's side asks for another city without a new page
    driver.execute("window.same = true", []).await?;
    hydrated(driver).await?;
    ask(driver, "Oslo").await?;
    shows(driver, "Oslo: 7.5 °C").await?;
    ask(driver, "Broken").await?;
    shows(driver, "the weather service cannot be asked at present").await?;
    assert_eq!(driver.execute("return window.same", []).await?.json(), &true);
    assert_eq!(driver.find(By::Tag("h1")).await?.text().await?, APP_NAME);

    let sight = browser.sight().await?;
    let log = driver.browser_log().await?.into_iter().map(|entry| entry.message);
    Ok(vec![
        ("dom.html", sight.dom),
        ("cookies.txt", sight.cookies),
        ("storage.json", sight.storage),
        ("console.txt", log.collect()),
    ])
}

/// Waits until the browser's side has the page: it sets the field's property then.
async fn hydrated(driver: &WebDriver) -> WebDriverResult<()> {
    driver.query(By::Tag("input")).with_property("value", "Bergen").first().await.map(drop)
}

async fn ask(driver: &WebDriver, city: &str) -> WebDriverResult<()> {
    let field = driver.find(By::Tag("input")).await?;
    field.clear().await?;
    field.send_keys(city + Key::Enter).await
}

async fn shows(driver: &WebDriver, text: &'static str) -> WebDriverResult<()> {
    let has = move |shown: &str| shown.contains(text);
    driver.query(By::Tag("p")).with_text(has).first().await.map(drop)
}

/// The files in which the guard finds a value, in whatever form, or finds anything else amiss.
fn holding(folder: &Path, value: &str) -> BTreeSet<String> {
    let guard = Guard::new([Secret::new("VALUE", value.into())]);
    let report = guard.scan(&Output::new(folder).path("."), &|_| {}).unwrap();
    let files = fs::read_dir(folder).unwrap().count();
    assert_eq!(report.summary.files, files, "not everything was looked at");
    let file = |name: &str| name.split_once('-').map_or(name, |(_, name)| name).to_owned();
    let at = report.findings.iter().map(|finding| finding.location.as_ref());
    at.map(|location| location.map_or(String::new(), |location| file(&location.file))).collect()
}

#[tokio::test]
async fn the_page_works_and_nothing_that_the_browser_received_holds_the_key() {
    let site = tempfile::tempdir().unwrap();
    site::build(site.path());
    let received = Received::default();
    let url = world::start(site.path(), |app| received.around(app)).await;
    let browser = Browser::start().await;
    let walked = walk(&browser, &url).await;
    let log = browser.driver.browser_log().await;
    browser.quit().await;
    let seen = walked.unwrap_or_else(|error| panic!("{error}\n{log:?}\n{:?}", received.paths()));

    let folder = tempfile::tempdir().unwrap();
    received.write(folder.path());
    for (name, text) in seen {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let paths = received.paths();
    for path in ["/", "/pkg/weather-leptos.js", "/pkg/weather-leptos_bg.wasm", "/api/weather"] {
        assert!(paths.iter().any(|asked| asked == path), "{path} is not among {paths:?}");
    }
    assert_eq!(holding(folder.path(), KEY), BTreeSet::new());
    // what is in the module is found in it
    let in_module = "the server wrote it into this page";
    assert_eq!(holding(folder.path(), in_module), BTreeSet::from(["body.wasm".to_owned()]));
}
