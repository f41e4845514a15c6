//! Receipts and baselines: what is kept of a run, and what it is good for.

use std::fs;

use crate::project::{KEY, Project, Run};

const WRITE: &[&str] = &["guard", "--receipt", "receipt.json"];
const VERIFY: &[&str] = &["receipt", "verify", "receipt.json", "--format", "json"];

fn clean() -> Project {
    Project::with_key().file("dist/a.js", "var a = 1").file("dist/b/c.css", "a{}")
}

fn result(run: &Run) -> (Option<i32>, Vec<String>) {
    (run.status, run.findings())
}

#[test]
fn every_guarded_file_is_in_the_receipt() {
    let project = clean();
    assert_eq!(project.run(WRITE).status, Some(0));
    let receipt = fs::read_to_string(project.join("receipt.json")).unwrap();
    let receipt: serde_json::Value = serde_json::from_str(&receipt).unwrap();
    assert_eq!(receipt["schema"], "envwall-receipt/1");
    assert_eq!(receipt["verdict"], "passed");
    assert_eq!(receipt["variables"]["names"], serde_json::json!(["KEY"]));
    let artifact = &receipt["artifacts"][0];
    assert_eq!(
        (artifact["name"].as_str(), artifact["bytes"].as_u64()),
        (Some("dist/a.js"), Some(9))
    );
    assert_eq!(
        artifact["peelers"],
        serde_json::json!(["encoded", "inline source map", "javascript"])
    );
    assert_eq!(
        artifact["sha256"],
        "8751eb24f903c279a64e3844973b9104b0cdb6be543f3e4f8a7baa13ea2f9a3f"
    );
    assert_eq!(result(&project.run(VERIFY)), (Some(0), Vec::new()));
}

#[test]
fn every_difference_is_found() {
    let project = clean().file("dist/gone.js", "1");
    project.run(WRITE);
    fs::remove_file(project.join("dist/gone.js")).unwrap();
    let project = project.file("dist/a.js", "var a = 2").file("dist/late.js", "1");
    let expected = ["EW016 dist/a.js", "EW016 dist/gone.js", "EW017 dist/late.js"];
    assert_eq!(result(&project.run(VERIFY)), (Some(1), expected.map(str::to_owned).to_vec()));
}

#[test]
fn the_output_may_have_moved_to_another_folder() {
    let (project, other) = (clean(), clean());
    project.run(WRITE);
    let folder = other.path().to_str().unwrap();
    assert_eq!(result(&project.run(&[VERIFY, &[folder]].concat())), (Some(0), Vec::new()));
    fs::remove_dir_all(other.join("dist")).unwrap();
    let run = project.run(&[VERIFY, &[folder]].concat());
    assert_eq!(run.status, Some(1));
    assert!(run.findings().contains(&"EW016 dist/a.js".to_owned()), "{:?}", run.findings());
}

#[test]
fn the_output_itself_is_no_folder_that_holds_it() {
    let project = clean();
    project.run(WRITE);
    let run = project.run(&[VERIFY, &["dist"]].concat());
    assert_eq!(run.status, Some(2));
    assert!(run.stderr.contains("the folder that contains `dist/`"), "{}", run.stderr);
}

#[test]
fn the_first_baseline_is_written_by_a_flag() {
    let run = clean().run(&["guard", "--baseline", "known.json"]);
    assert_eq!(run.status, Some(2));
    assert!(run.stderr.contains("create it with --update-baseline"), "{}", run.stderr);
}

#[test]
fn a_receipt_of_a_failed_guard_or_no_receipt_is_refused() {
    let project = Project::with_key().file("dist/a.js", format!("k='{KEY}'"));
    assert_eq!(project.run(WRITE).status, Some(1));
    let refused = project.run(&VERIFY[..3]);
    assert_eq!(refused.status, Some(2));
    assert!(refused.stderr.contains("the scan of this receipt failed"), "{}", refused.stderr);
    for text in ["", "{}", "\"Zq81Wx7-made-up\"", "{\"schema\":\"envwall-receipt/2\"}"] {
        let run = Project::with_key().file("receipt.json", text).run(VERIFY);
        assert_eq!(run.status, Some(2), "{text}");
        assert!(!run.stderr.contains("Zq81"), "{}", run.stderr);
    }
    assert_eq!(clean().run(VERIFY).status, Some(2), "there is none");
}

#[test]
fn no_earlier_receipt_outlives_a_run_that_fails() {
    let project = clean();
    project.run(WRITE);
    let project = project.file("envwall.toml", "no toml");
    assert_eq!(project.run(WRITE).status, Some(2));
    assert!(!project.join("receipt.json").exists());
}

const BASELINE: &[&str] = &["guard", "--baseline", "known.json", "--format", "json"];

fn leaky() -> Project {
    Project::with_key().file("dist/a.js", format!("k='{KEY}'"))
}

#[test]
fn what_is_known_is_not_reported_and_what_is_new_is() {
    let project = leaky();
    let update = project.run(&[BASELINE, &["--update-baseline"]].concat());
    assert_eq!(result(&update), (Some(0), Vec::new()));
    assert_eq!(update.json()["summary"]["baselined"], 1);
    let written = fs::read(project.join("known.json")).unwrap();
    let project = project.file("dist/new.js", format!("k='{KEY}'"));
    let run = project.run(BASELINE);
    assert_eq!(result(&run), (Some(1), vec!["EW001 dist/new.js:1:4".to_owned()]));
    assert_eq!(fs::read(project.join("known.json")).unwrap(), written, "only an update writes");
}

/// That one part of a value is known says nothing of another, nor of all of it.
#[test]
fn only_the_part_that_is_known_is_excused() {
    let account = r#"{"live":{"key":"Vd83kPqz71xTwA"},"test":{"key":"m2LsR9gY5hQdJc"}}"#;
    let url = "postgres://shop-Xk29dkWq81:Vd83kPqz71xTw@db.lan/s";
    let list = "Tq7Vd83kPz71xA,B4mLs9RgY5hQd3";
    let longer = r#"{"a":"m2LsR9gY5hQdJc","b":"m2LsR9gY5hQdJcVd83kPqz71xTwA"}"#;
    for (value, known, new) in [
        (account, "m2LsR9gY5hQdJc", "Vd83kPqz71xTwA"),
        (account, "Vd83kPqz71xTwA", "m2LsR9gY5hQdJc"),
        (url, "shop-Xk29dkWq81", "Vd83kPqz71xTw"),
        (url, "shop-Xk29dkWq81", url),
        (list, "Tq7Vd83kPz71xA", "B4mLs9RgY5hQd3"),
        (longer, "m2LsR9gY5hQdJc", "m2LsR9gY5hQdJcVd83kPqz71xTwA"),
    ] {
        let project = Project::with_key()
            .file(".env", format!("KEY='{value}'\n"))
            .file("dist/a.js", format!("k='{known}'"));
        let update = project.run(&[BASELINE, &["--update-baseline"]].concat());
        assert_eq!(update.json()["summary"]["baselined"], 1, "{known}");
        let project = project.file("dist/a.js", format!("k='{known}';\nk='{new}'"));
        let run = project.run(BASELINE);
        assert_eq!(result(&run), (Some(1), vec!["EW001 dist/a.js:2:4".to_owned()]), "{new}");
    }
}

/// A field keeps its name when others come or go, and one mode is not another.
#[test]
fn a_known_part_stays_the_same_part() {
    let fields = |names: &[(&str, &str)]| {
        let fields: Vec<_> = names.iter().map(|(a, b)| format!("\"{a}\":\"{b}\"")).collect();
        format!("KEY='{{{}}}'\n", fields.join(","))
    };
    let [a, b, c] = [("a", "Tq7Vd83kPz71xA"), ("b", "m2LsR9gY5hQdJc"), ("c", "B4mLs9RgY5hQd3")];
    let script = |value: &str| format!("k='{value}'");
    let project =
        Project::with_key().file(".env", fields(&[a, b, c])).file("dist/a.js", script(b.1));
    project.run(&[BASELINE, &["--update-baseline"]].concat());
    let project = project.file(".env", fields(&[b, c]));
    assert_eq!(result(&project.run(BASELINE)), (Some(0), Vec::new()));
    let project = project.file("dist/a.js", script(c.1));
    assert_eq!(project.run(BASELINE).status, Some(1));

    let project = Project::with_key()
        .file(".env", "KEY=Tq7Vd83kPz71xA\n")
        .file(".env.staging", "KEY=m2LsR9gY5hQdJc\n")
        .file("dist/a.js", script("m2LsR9gY5hQdJc"));
    project.run(&[BASELINE, &["--update-baseline"]].concat());
    let project = project.file("dist/a.js", script("Tq7Vd83kPz71xA"));
    assert_eq!(project.run(BASELINE).status, Some(1));
}

#[test]
fn what_is_gone_is_noted_until_it_is_taken_out() {
    let project = leaky();
    project.run(&[BASELINE, &["--update-baseline"]].concat());
    let project = project.file("dist/a.js", "1").file("dist/b.js", "1");
    assert_eq!(result(&project.run(BASELINE)), (Some(0), vec!["EW018 known.json".to_owned()]));
    let part = project.run(&[BASELINE, &["dist/b.js"]].concat());
    assert_eq!(part.findings(), Vec::<String>::new(), "only a part was read");
    project.run(&[BASELINE, &["--update-baseline"]].concat());
    assert_eq!(result(&project.run(BASELINE)), (Some(0), Vec::new()));
}

#[test]
fn that_nothing_was_looked_at_cannot_be_known() {
    let project = Project::with_key().folder("dist");
    let run = project.run(&[BASELINE, &["--update-baseline"]].concat());
    assert_eq!(result(&run), (Some(3), vec!["EW014 -".to_owned()]));
}

#[test]
fn a_baseline_never_excuses_values_that_are_not_searched_for() {
    let manifest = |names: &[&str]| {
        let variables: Vec<_> = names.iter().map(|name| format!("{name} = \"string\"\n")).collect();
        format!("[client]\ninclude = [\"dist/**\"]\n[server]\n{}", variables.concat())
    };
    let env = format!("API_TOKEN={KEY}\nADMIN_NAME=admin\nLOG=info\n");
    let project = Project::empty()
        .file("dist/a.js", "var a = 1")
        .file("envwall.toml", manifest(&["API_TOKEN", "ADMIN_NAME", "LOG"]))
        .file(".env", &env);
    let update = project.run(&[BASELINE, &["--update-baseline"]].concat());
    assert_eq!(result(&update), (Some(0), vec!["EW005 -".to_owned()]));
    assert_eq!(update.json()["summary"]["baselined"], 0);

    let project = project
        .file("envwall.toml", manifest(&["API_TOKEN", "ADMIN_NAME", "LOG", "DB_PASSWORD"]))
        .file(".env", env + "DB_PASSWORD=letmein\n");
    let run = project.run(BASELINE);
    assert_eq!(result(&run), (Some(0), vec!["EW005 -".to_owned()]));
    assert!(run.stdout.contains("`DB_PASSWORD`"), "{}", run.stdout);
}

#[test]
fn an_older_baseline_that_holds_them_does_not_excuse_them_either() {
    let project = Project::empty()
        .file("dist/a.js", "var a = 1")
        .file("envwall.toml", "[client]\ninclude = [\"dist/**\"]\n[server]\nLOG = \"string\"\n")
        .file(".env", "LOG=info\n");
    let report = project.run(&["guard", "--format", "json"]).json();
    let findings = report["findings"].as_array().unwrap();
    let finding = findings.iter().find(|finding| finding["code"] == "EW005").unwrap();
    let entry = serde_json::json!({ "fingerprint": finding["fingerprint"], "code": "EW005",
        "variable": "LOG", "artifact": null });
    let known = serde_json::json!({ "schema": "envwall-baseline/2", "findings": [entry] });
    let project = project.file("known.json", known.to_string());
    assert!(project.run(BASELINE).findings().contains(&"EW005 -".to_owned()));
}

/// What is public by mistake is in no file of the output, and is known all the same.
#[test]
fn a_baseline_holds_what_is_about_a_value() {
    let project = Project::empty()
        .file("package.json", r#"{"dependencies":{"vite":"8"}}"#)
        .file(".env", format!("API_TOKEN={KEY}\nVITE_API_TOKEN={KEY}\n"))
        .file("dist/a.js", "1");
    assert_eq!(project.run(BASELINE).status, Some(2), "there is no such file");
    let before = project.run(&["guard", "--format", "json"]);
    assert_eq!(result(&before), (Some(1), vec!["EW041 .env:2:1".to_owned()]));
    let update = project.run(&[BASELINE, &["--update-baseline"]].concat());
    assert_eq!(result(&update), (Some(0), Vec::new()));
    assert_eq!(result(&project.run(BASELINE)), (Some(0), Vec::new()));
}

/// A FIFO without a writer would be waited for.
#[cfg(all(unix, not(target_vendor = "apple")))]
#[test]
fn only_regular_files_are_read_as_records() {
    let project = leaky().pipe("known.json");
    for command in [BASELINE, &["receipt", "verify", "known.json"]] {
        let run = project.run(command);
        assert_eq!(run.status, Some(2));
        assert!(run.stderr.contains("`known.json`: not a regular file"), "{}", run.stderr);
    }
}

#[test]
fn an_update_needs_a_baseline_and_the_whole_output() {
    assert_eq!(leaky().run(&["guard", "--update-baseline"]).status, Some(2));
    assert_eq!(leaky().run(&[BASELINE, &["--update-baseline", "dist"]].concat()).status, Some(2));
    assert_eq!(leaky().run(BASELINE).status, Some(2), "there is no such file");
}

#[test]
fn only_files_that_envwall_wrote_are_overwritten() {
    let project = clean().file("notes.md", "## mine\n").file("other.json", "{\"schema\":\"x\"}");
    let project = project.file("index.html", "<!doctype html><title>app</title>").folder("sub");
    let files = [".env", "envwall.toml", "notes.md", "other.json", "index.html", "dist/a.js"];
    let missing = ["dist/new.json", ".env.local", "sub/../dist/x"];
    let read = |name: &str| fs::read(project.join(name)).ok();
    for file in files.into_iter().chain(missing) {
        let before = read(file);
        for args in [
            vec!["guard", "--receipt", file],
            vec!["guard", "--baseline", file, "--update-baseline"],
            vec!["guard", "--format", "json", "-o", file],
            vec!["guard", "--format", "html", "-o", file],
        ] {
            let run = project.run(&args);
            assert_eq!(run.status, Some(2), "{args:?}: {}", run.stderr);
            assert_eq!(read(file), before, "{args:?}");
            assert!(run.stderr.contains(file.trim_start_matches("sub/../")), "{}", run.stderr);
        }
    }
    // one kind of generated file is not another
    assert_eq!(project.run(&["guard", "--receipt", "r"]).status, Some(0));
    let run = project.run(&["guard", "--baseline", "r", "--update-baseline"]);
    assert_eq!(run.status, Some(2), "{}", run.stderr);
    assert_eq!(project.run(&["guard", "--receipt", "r"]).status, Some(0));
}

#[test]
fn a_report_is_replaced_by_the_next_one_of_any_format() {
    let leaky = Project::with_key().file("dist/a.js", format!("var a = \"{KEY}\""));
    let formats = ["json", "sarif", "github", "gitlab", "junit", "markdown", "html"];
    for project in [clean(), leaky] {
        for format in formats {
            let run = project.run(&["guard", "--format", format, "-o", "report"]);
            assert_ne!(run.status, Some(2), "{format} over another: {}", run.stderr);
        }
        let run = project.run(&["check", "--format", "json", "-o", "report"]);
        assert_ne!(run.status, Some(2), "{}", run.stderr);
    }
}
