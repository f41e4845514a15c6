//! Report formats: each is what its readers expect, whatever the names and texts in it are.

use std::collections::BTreeSet;
use std::fs;

use data_encoding::BASE64;
use quick_xml::events::Event;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::project::{KEY, Project};

const FORMATS: &[&str] = &["json", "sarif", "github", "gitlab", "junit", "markdown", "html"];

/// A name with everything that means something to some format.
#[cfg(unix)]
const HOSTILE: &str =
    "dist/a<b>&\"'|`x`](y)::error::%0A--><script>@z{{0}}\n::error::w\u{1}\u{1b}[31m*_~.js";
#[cfg(not(unix))]
const HOSTILE: &str = "dist/a&'`x`](y)%0A@z{{0}}_~.js";

/// The value of a variable that leaks into that file alone. Made up.
const OTHER: &str = "Zq81Wx7-made-up-9Rt7Bn";

fn leaky() -> Project {
    Project::with_key()
        .file("dist/a.js", format!("k='{KEY}'"))
        .file("dist/clean.js", "var a = 1")
        // reading a variable is a reason to parse it
        .file("dist/odd.js", "var a = = process.env.KEY")
}

fn hostile() -> Project {
    leaky()
        .file(
            "envwall.toml",
            "[client]\ninclude = [\"dist/**\"]\n[server]\nKEY = \"string\"\nOTHER = \"string\"\n",
        )
        .file(".env", format!("KEY={KEY}\nOTHER={OTHER}\n"))
        .file(HOSTILE, format!("k='{OTHER}'"))
}

fn report(project: &Project, format: &str) -> String {
    let run = project.run(&["guard", "--format", format]);
    assert_eq!((run.status, run.stderr.as_str()), (Some(1), ""), "{format}");
    run.stdout
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Text and attribute values of a document that is well-formed, by element.
fn xml(text: &str) -> Vec<(String, String)> {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut values = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return values,
            Event::Start(element) | Event::Empty(element) => {
                let name = String::from_utf8(element.name().as_ref().to_vec()).unwrap();
                for attribute in element.attributes() {
                    let value = attribute.unwrap().unescape_value().unwrap().into_owned();
                    values.push((name.clone(), value));
                }
            }
            _ => {}
        }
    }
}

#[test]
fn sarif_has_what_code_scanning_needs() {
    let log = json(&report(&leaky(), "sarif"));
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: BTreeSet<_> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), rules.len());
    for rule in rules {
        assert!(rule["help"]["markdown"].as_str().unwrap().starts_with("# EW"));
        assert!(rule["shortDescription"]["text"].is_string());
    }
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 2);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        let place = &result["locations"][0]["physicalLocation"]["artifactLocation"];
        assert_eq!(place["uriBaseId"], "%SRCROOT%");
        assert!(run["originalUriBaseIds"]["%SRCROOT%"].is_object());
        assert!(result["partialFingerprints"]["primaryLocationLineHash"].is_string());
    }
    let region = &results[0]["locations"][0]["physicalLocation"]["region"];
    let end = 4 + KEY.len();
    let expected =
        serde_json::json!({ "startLine": 1, "startColumn": 4, "endLine": 1, "endColumn": end });
    assert_eq!(region, &expected);
    assert_eq!(ids, BTreeSet::from(["EW001", "EW012"]), "the rules that it uses");
}

#[test]
fn paths_count_from_the_checkout_in_ci_formats() {
    let project = leaky();
    let (folder, name) = (project.path().parent().unwrap(), project.path().file_name().unwrap());
    let expected = format!("{}/dist/a.js", name.to_str().unwrap());
    let run = |format: &str| {
        let args = ["-C", project.path().to_str().unwrap(), "guard", "--format", format];
        project.run_with(&args, [("GITHUB_WORKSPACE", folder)]).stdout
    };
    assert!(run("github").contains(&format!("file={expected},line=1,col=4,")), "{}", run("github"));
    assert_eq!(json(&run("gitlab"))[0]["location"]["path"], *expected);
    let sarif = json(&run("sarif"));
    let result = &sarif["runs"][0]["results"][0];
    let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, &Value::from(expected));
    assert_eq!(json(&run("json"))["findings"][0]["artifact"], "dist/a.js", "as before");
}

#[test]
fn paths_are_absolute_on_request() {
    let project = leaky();
    let folder = project.path().canonicalize().unwrap();
    let expected = folder.join("dist/a.js").to_str().unwrap().replace('\\', "/");
    let run = |format: &str| project.run(&["guard", "--absolute-paths", "--format", format]).stdout;
    assert_eq!(json(&run("json"))["findings"][0]["artifact"], *expected);
    let sarif = json(&run("sarif"));
    let result = &sarif["runs"][0]["results"][0];
    let artifact = &result["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(artifact["uri"].as_str().unwrap().trim_start_matches("file://"), expected);
    let relative = json(&report(&project, "json"));
    let known = &relative["findings"][0]["fingerprint"];
    assert_eq!(&json(&run("json"))["findings"][0]["fingerprint"], known);
}

/// Such a name is shown as another one.
#[cfg(unix)]
#[test]
fn names_with_invisible_characters_are_escaped() {
    let project = Project::with_key().file("dist/\u{202e}sj.a\u{200b}.js", format!("k='{KEY}'"));
    let is_seen = |text: &str| !text.contains(['\u{202e}', '\u{200b}']);
    for format in FORMATS {
        let text = report(&project, format);
        assert!(is_seen(&text) && (text.contains("u{202e}sj") || *format == "sarif"), "{text}");
    }
    let artifact = &json(&report(&project, "json"))["findings"][0]["artifact"];
    assert_eq!(artifact, "dist/\\u{202e}sj.a\\u{200b}.js");
    let people = project.run(&["guard", "-v"]).stderr;
    assert!(is_seen(&people) && people.contains("dist/\\u{202e}sj.a\\u{200b}.js:1:4"), "{people}");
}

#[test]
fn hostile_names_stay_in_their_place() {
    let project = hostile();
    let found = |values: &[(String, String)], part: &str| {
        values.iter().any(|(_, value)| value.contains(part))
    };
    let part = if cfg!(unix) { "a<b>&\"'|`x`](y)::error::%0A--><script>@z" } else { "a&'`x`](y)" };
    assert!(found(&xml(&report(&project, "junit")), part));
    let github = report(&project, "github");
    let (broken, leaks): (Vec<_>, Vec<_>) =
        github.lines().partition(|line| line.starts_with("::warning file=dist/odd.js,"));
    assert!(leaks.iter().all(|line| line.starts_with("::error file=dist/")), "{github}");
    assert_eq!((leaks.len(), broken.len()), (2, 1), "{github}");
    let gitlab = json(&report(&project, "gitlab"));
    assert!(gitlab.as_array().unwrap().iter().any(|issue| issue["location"]["path"] == HOSTILE));
    let markdown = report(&project, "markdown");
    let rows: Vec<_> = markdown.lines().filter(|line| line.starts_with("| ")).collect();
    assert_eq!(rows.len(), 4, "a heading and three findings: {markdown}");
    for row in rows {
        assert_eq!(row.replace("\\|", "").matches('|').count(), 5, "{row}");
    }
    let sarif = report(&project, "sarif");
    assert!(!sarif.contains("](y)"), "no link in a message");
    let people = project.run(&["guard", "-v"]).stderr;
    assert!(people.lines().all(|line| !line.trim_start().starts_with("::")), "{people}");
    for format in FORMATS {
        let text = report(&project, format);
        let controls = text.chars().filter(|char| char.is_control() && *char != '\n').count();
        assert_eq!(controls, 0, "{format}");
        assert!(*format == "json" || !text.contains("\n::error::w"), "{format}");
    }
}

#[test]
fn html_is_one_page_that_loads_nothing() {
    let page = report(&hostile(), "html");
    assert_eq!(page.matches("<script").count(), 1, "the filter");
    let script = page.split_once("<script>").unwrap().1.split_once("</script>").unwrap().0;
    let digest = BASE64.encode(&Sha256::digest(script));
    assert!(page.contains(&format!("script-src 'sha256-{digest}';")), "the digest is {digest}");
    for forbidden in ["<link", "<img", "src=", "url(", "@import", "=\"http"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    let opened = |tag: &str| page.matches(&format!("<{tag}")).count();
    let closed = |tag: &str| page.matches(&format!("</{tag}>")).count();
    for tag in ["svg", "article", "section", "details", "table", "code", "pre", "main", "text"] {
        assert_eq!(opened(tag), closed(tag), "{tag}");
    }
    assert_eq!(opened("article"), 3);
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn junit_counts_what_fails() {
    let text = report(&leaky(), "junit");
    assert_eq!(text.matches("<failure ").count(), 1);
    assert!(text.contains("tests=\"3\" failures=\"1\""), "{text}");
    xml(&text);
    let strict = leaky().run(&["guard", "--format", "junit", "--fail-on", "note"]).stdout;
    assert_eq!(strict.matches("<failure ").count(), 2);
}

#[test]
fn every_command_has_every_format_and_the_same_input_gives_the_same_bytes() {
    let project = hostile();
    let broken = Project::empty().file("envwall.toml", "[projekt]\n");
    for format in FORMATS {
        assert_eq!(report(&project, format), report(&project, format));
        for (project, command, status) in [(&project, "check", 0), (&broken, "guard", 2)] {
            let run = project.run(&[command, "--format", format]);
            assert_eq!((run.status, run.stderr.as_str()), (Some(status), ""), "{command} {format}");
            assert!(*format == "github" || !run.stdout.is_empty(), "{command} {format}");
        }
    }
}

#[test]
fn a_report_in_a_file_leaves_the_one_for_people() {
    let project = leaky().file("r.html", "<title>envwall guard: old</title>".repeat(999));
    let run = project.run(&["guard", "--format", "html", "-o", "r.html"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(1), ""));
    assert!(run.stderr.contains("error[EW001]"), "{}", run.stderr);
    let page = fs::read_to_string(project.join("r.html")).unwrap();
    assert_eq!(page, report(&project, "html"));
    let left: Vec<_> = fs::read_dir(project.path()).unwrap().map(|entry| entry.unwrap()).collect();
    assert_eq!(left.len(), 4, "no temporary file is left: {left:?}");
    for (output, status) in [("no/such/r.html", 3), ("dist", 3)] {
        let run = project.run(&["guard", "--format", "html", "-o", output]);
        assert_eq!((run.status, run.stdout.as_str()), (Some(status), ""));
        assert!(run.stderr.contains("folder"), "{}", run.stderr);
    }
    assert_eq!(project.run(&["guard", "-o", "r.txt"]).status, Some(2), "no format");
}
