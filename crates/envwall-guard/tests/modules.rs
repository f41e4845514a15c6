//! A value that is put together from constants of several modules is found.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use envwall_core::SecretValue;
use envwall_core::diagnostic::{Code, Finding};
use envwall_guard::output::Output;
use envwall_guard::{Guard, Secret};

const SECRET: &str = "q7WzXe81-made-up-Kp0v4T";

fn findings(files: &[(&str, &str)]) -> Vec<Finding> {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let output = Output::new(folder.path()).include(["**"]);
    let guard = Guard::new([Secret::new("KEY", SecretValue::from(SECRET))]);
    guard.scan(&output, &|_| {}).unwrap().findings
}

fn is_found_in(file: &str, files: &[(&str, &str)]) {
    let found = findings(files);
    let places: Vec<_> = found
        .iter()
        .map(|finding| (finding.code, finding.location.as_ref().unwrap().file.as_str()))
        .collect();
    assert_eq!(places, [(Code::ValueInOutput, file)], "{files:#?}");
}

#[test]
fn imports_of_modules_are_followed() {
    let piece = "const e='q7WzXe81-made';export{e as a};";
    for program in [
        "import{a}from'./x.js';f(a+'-up-Kp0v4T')",
        "import{a as b}from'./x.js';f(`${b}-up-Kp0v4T`)",
        "import*as n from'./x.js';f(n.a+'-up-Kp0v4T')",
        "const{a}=await import('./x.js');f(a+'-up-Kp0v4T')",
        "f((await import('./x.js')).a+'-up-Kp0v4T')",
        "import{a}from'/assets/x.js?v=1';f([a,'-up-Kp0v4T'].join(''))",
        "import{a}from'../assets/x.js';const o={k:a};f(o.k.concat('-up-Kp0v4T'))",
    ] {
        is_found_in("assets/y.js", &[("assets/x.js", piece), ("assets/y.js", program)]);
    }
    is_found_in(
        "index.html",
        &[
            ("x.js", piece),
            ("index.html", "<script type=module>import{a}from'./x.js';f(a+'-up-Kp0v4T')</script>"),
        ],
    );
}

#[test]
fn every_way_to_export_is_known() {
    for (module, import) in [
        ("export const a='q7WzXe81-made'", "{a}"),
        ("export let a='q7WzXe81'+'-made'", "{a}"),
        ("export default'q7WzXe81-made'", "a"),
        ("const e='q7WzXe81-made';export{e as default}", "a"),
        ("const e='q7WzXe81-made';export{e as 'any name'};export{e as a}", "{a}"),
        ("export const a={b:['q7WzXe81-made']}.b[0]", "{a}"),
    ] {
        let program = format!("import {import} from'./x.js';f(a+'-up-Kp0v4T')");
        is_found_in("y.js", &[("x.js", module), ("y.js", &program)]);
    }
    for (module, use_of_it) in [
        ("export const a={b:'q7WzXe81-made'}", "a.b"),
        ("export const a=['q7WzXe81-made']", "a[0]"),
        ("export function a(){return'q7WzXe81-made'}", "a()"),
        ("export const a=()=>'q7WzXe81-made'", "a()"),
        (
            "export const a=[113,55,87,122,88,101,56,49,45,109,97,100,101]",
            "String.fromCharCode(...a)",
        ),
    ] {
        let program = format!("import{{a}}from'./x.js';f({use_of_it}+'-up-Kp0v4T')");
        is_found_in("y.js", &[("x.js", module), ("y.js", &program)]);
    }
}

#[test]
fn exports_that_are_passed_on_are_followed() {
    let piece = "export const a='q7WzXe81-made'";
    for barrel in ["export{a}from'./x.js'", "export*from'./x.js'", "export{a as b,a}from'./x.js'"] {
        let program = "import{a}from'./z.js';f(a+'-up-Kp0v4T')";
        is_found_in("y.js", &[("x.js", piece), ("z.js", barrel), ("y.js", program)]);
    }
    let program = "import{n}from'./z.js';f(n.a+'-up-Kp0v4T')";
    is_found_in(
        "y.js",
        &[("x.js", piece), ("z.js", "export*as n from'./x.js'"), ("y.js", program)],
    );
}

#[test]
fn modules_of_webpack_are_followed() {
    let chunk = |modules: &str| {
        format!("(self.webpackChunka=self.webpackChunka||[]).push([[1],{{{modules}}}])")
    };
    let piece = "123:(e,t,n)=>{n.d(t,{a:()=>r});const r='q7WzXe81-made'}";
    let older = "123:function(e,t,n){n.d(t,\"a\",function(){return r});var r='q7WzXe81-made'}";
    let user = "7:(e,t,n)=>{var r=n(123);f(r.a+'-up-Kp0v4T')}";
    let indirect = "7:(e,t,n)=>{f((0,n(123).a)+'-up-Kp0v4T')}";
    for (piece, user) in [(piece, user), (older, user), (piece, indirect)] {
        is_found_in("y.js", &[("x.js", &chunk(piece)), ("y.js", &chunk(user))]);
        is_found_in("x.js", &[("x.js", &chunk(&format!("{piece},{user}")))]);
    }
    let named = chunk("\"./src/a.js\":(e,t,n)=>{n.d(t,{k:()=>r});const r='q7WzXe81-made'}");
    let user = chunk("7:(e,t,n)=>{var r=n(\"./src/a.js\");f(r.k+'-up-Kp0v4T')}");
    is_found_in("y.js", &[("x.js", &named), ("y.js", &user)]);
}

#[test]
fn circles_of_modules_come_to_an_end() {
    let circle = "import{b}from'./y.js';export const a='q7WzXe81-ma'+b;export*from'./y.js'";
    let other = "import{a}from'./x.js';export const b='zzz'+a;export*from'./x.js'";
    assert_eq!(findings(&[("x.js", circle), ("y.js", other)]).len(), 0);
}

#[test]
fn other_modules_are_other_modules() {
    let piece = "export const a='q7WzXe81-made'";
    let program = "import{a}from'./other/x.js';f(a+'-up-Kp0v4T')";
    let other = "export const a='nothing-like-it'";
    let files = [("x.js", piece), ("other/x.js", other), ("y.js", program)];
    assert_eq!(findings(&files).len(), 0);
}
