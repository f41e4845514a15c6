//! A value that is put together from constants of several modules is found.

use crate::support::{Case, Expected, check};

/// A program in which the value is reported in one file.
fn reported_in(file: &str, files: &[(&str, &str)]) -> Case {
    Case::files(files).expect([Expected::leak().file(file)])
}

#[test]
fn imports_of_modules_are_followed() {
    let piece = "const e='q7WzXe81-made';export{e as a};";
    let programs = [
        "import{a}from'./x.js';f(a+'-up-Kp0v4T')",
        "import{a as b}from'./x.js';f(`${b}-up-Kp0v4T`)",
        "import*as n from'./x.js';f(n.a+'-up-Kp0v4T')",
        "const{a}=await import('./x.js');f(a+'-up-Kp0v4T')",
        "f((await import('./x.js')).a+'-up-Kp0v4T')",
        "import{a}from'/assets/x.js?v=1';f([a,'-up-Kp0v4T'].join(''))",
        "import{a}from'../assets/x.js';const o={k:a};f(o.k.concat('-up-Kp0v4T'))",
    ];
    let cases = programs.map(|program| {
        reported_in("assets/y.js", &[("assets/x.js", piece), ("assets/y.js", program)])
    });
    let page = "<script type=module>import{a}from'./x.js';f(a+'-up-Kp0v4T')</script>";
    check(
        cases
            .into_iter()
            .chain([reported_in("index.html", &[("x.js", piece), ("index.html", page)])]),
    );
}

#[test]
fn every_way_to_export_is_known() {
    let imports = [
        ("export const a='q7WzXe81-made'", "{a}"),
        ("export let a='q7WzXe81'+'-made'", "{a}"),
        ("export default'q7WzXe81-made'", "a"),
        ("const e='q7WzXe81-made';export{e as default}", "a"),
        ("const e='q7WzXe81-made';export{e as 'any name'};export{e as a}", "{a}"),
        ("export const a={b:['q7WzXe81-made']}.b[0]", "{a}"),
    ];
    let imported = imports.map(|(module, import)| {
        let program = format!("import {import} from'./x.js';f(a+'-up-Kp0v4T')");
        reported_in("y.js", &[("x.js", module), ("y.js", &program)])
    });
    let uses = [
        ("export const a={b:'q7WzXe81-made'}", "a.b"),
        ("export const a=['q7WzXe81-made']", "a[0]"),
        ("export function a(){return'q7WzXe81-made'}", "a()"),
        ("export const a=()=>'q7WzXe81-made'", "a()"),
        (
            "export const a=[113,55,87,122,88,101,56,49,45,109,97,100,101]",
            "String.fromCharCode(...a)",
        ),
    ];
    let used = uses.map(|(module, use_of_it)| {
        let program = format!("import{{a}}from'./x.js';f({use_of_it}+'-up-Kp0v4T')");
        reported_in("y.js", &[("x.js", module), ("y.js", &program)])
    });
    check(imported.into_iter().chain(used));
}

#[test]
fn re_exports_are_followed() {
    let piece = "export const a='q7WzXe81-made'";
    let program = "import{a}from'./z.js';f(a+'-up-Kp0v4T')";
    let of_all = "import{n}from'./z.js';f(n.a+'-up-Kp0v4T')";
    let barrels = [
        ("export{a}from'./x.js'", program),
        ("export*from'./x.js'", program),
        ("export{a as b,a}from'./x.js'", program),
        ("export*as n from'./x.js'", of_all),
    ];
    check(barrels.map(|(barrel, program)| {
        reported_in("y.js", &[("x.js", piece), ("z.js", barrel), ("y.js", program)])
    }));
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
    let pairs = [(piece, user), (older, user), (piece, indirect)];
    let apart = pairs.map(|(piece, user)| {
        reported_in("y.js", &[("x.js", &chunk(piece)), ("y.js", &chunk(user))])
    });
    let together = pairs
        .map(|(piece, user)| reported_in("x.js", &[("x.js", &chunk(&format!("{piece},{user}")))]));
    let named = chunk("\"./src/a.js\":(e,t,n)=>{n.d(t,{k:()=>r});const r='q7WzXe81-made'}");
    let user = chunk("7:(e,t,n)=>{var r=n(\"./src/a.js\");f(r.k+'-up-Kp0v4T')}");
    let named = reported_in("y.js", &[("x.js", &named), ("y.js", &user)]);
    check(apart.into_iter().chain(together).chain([named]));
}

#[test]
fn circular_imports_end() {
    let circle = "import{b}from'./y.js';export const a='q7WzXe81-ma'+b;export*from'./y.js'";
    let other = "import{a}from'./x.js';export const b='zzz'+a;export*from'./x.js'";
    check([Case::files(&[("x.js", circle), ("y.js", other)])]);
}

#[test]
fn a_module_of_the_same_name_elsewhere_is_not_used() {
    let piece = "export const a='q7WzXe81-made'";
    let program = "import{a}from'./other/x.js';f(a+'-up-Kp0v4T')";
    let other = "export const a='nothing-like-it'";
    let files = [("x.js", piece), ("other/x.js", other), ("y.js", program)];
    check([Case::files(&files)]);
}
