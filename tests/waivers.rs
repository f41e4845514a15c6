//! A waiver excuses the variable that it names and no other one.

use crate::project::Project;

const WAIVED: &str = "[[waivers]]\nvariable = \"B\"\npath = \"dist/*.js\"\nreason = \"reviewed\"\n";

fn variables(project: &Project) -> (Option<i32>, Vec<String>) {
    let run = project.run(&["guard", "--format", "json"]);
    let findings = run.json()["findings"].as_array().unwrap().clone();
    let leaks = findings.iter().filter(|finding| finding["code"] == "EW001");
    let named = leaks.filter_map(|finding| finding["variable"].as_str());
    (run.status, named.map(str::to_owned).collect())
}

fn project(waiver: &str, env: &str, output: &str) -> Project {
    let manifest = "[client]\ninclude = [\"dist/**\"]\n[server]\nA = {}\nB = {}\nC = {}\n";
    Project::empty()
        .file("envwall.toml", format!("{manifest}{waiver}"))
        .file(".env", env)
        .file("dist/a.js", output)
}

#[test]
fn a_value_inside_a_waived_one_is_reported_unless_it_is_waived_too() {
    let env = "A=q7WzXe81madeupKp0v4T\nB=https://u:$A@h.example/db-Wk29xQm4\nC=x$B-Zt61Lw83\n";
    let b = "x('https://u:q7WzXe81madeupKp0v4T@h.example/db-Wk29xQm4')";
    let c = "x('xhttps://u:q7WzXe81madeupKp0v4T@h.example/db-Wk29xQm4-Zt61Lw83')";
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(variables(&project("", env, b)), (Some(1), names(&["B"])));
    assert_eq!(variables(&project(WAIVED, env, b)), (Some(1), names(&["A"])));
    assert_eq!(variables(&project(WAIVED, env, c)), (Some(1), names(&["C"])));
    let both = format!("{WAIVED}{}", WAIVED.replace("\"B\"", "\"A\""));
    assert_eq!(variables(&project(&both, env, b)), (Some(0), Vec::new()));
    let outer = WAIVED.replace("\"B\"", "\"C\"");
    assert_eq!(variables(&project(&outer, env, c)), (Some(1), names(&["B"])));
    let ends = format!("{WAIVED}expires = 2020-01-01\n");
    assert_eq!(variables(&project(&ends, env, b)).1, names(&["B"]));
}

#[test]
fn another_variable_with_a_waived_value_is_reported() {
    let env = "B=q7WzXe81madeupKp0v4T\nC=q7WzXe81madeupKp0v4T\n";
    let output = "x('q7WzXe81madeupKp0v4T')";
    let reported = variables(&project(WAIVED, env, output));
    assert_eq!(reported, (Some(1), vec!["C".to_owned()]));
    let both = format!("{WAIVED}{}", WAIVED.replace("\"B\"", "\"C\""));
    assert_eq!(variables(&project(&both, env, output)), (Some(0), Vec::new()));
}
