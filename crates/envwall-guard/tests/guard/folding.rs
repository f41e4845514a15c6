//! A value that a program puts together is found, whatever it is put together with.

#[cfg(unix)]
use envwall_core::diagnostic::{Code, Finding};

use crate::support::{Case, Expected, SECRET, check, excerpt_of};

fn case(program: impl AsRef<[u8]>) -> Case {
    Case::new("app.mjs", program)
}

/// `SECRET` with something done to it, as it would be written in a program.
fn codes() -> String {
    SECRET.bytes().map(|byte| byte.to_string()).collect::<Vec<_>>().join(",")
}

fn base64() -> String {
    data_encoding::BASE64.encode(SECRET.as_bytes())
}

fn reversed() -> String {
    SECRET.chars().rev().collect()
}

fn percent() -> String {
    SECRET.bytes().map(|byte| format!("%{byte:02x}")).collect::<Vec<_>>().concat()
}

fn hex() -> String {
    data_encoding::HEXLOWER.encode(SECRET.as_bytes())
}

/// What is a program by its content is one, whatever it is called.
#[test]
fn scripts_without_the_usual_extension_are_folded() {
    let program = "var key='q7WzXe81'+'-made-up-Kp0v4T';f(key);";
    let names = ["main.jsbundle", "index.android.bundle", "worker", "page.phtml"];
    check(names.map(|name| Case::new(name, program).expect(["EW001 1:9"])));
    check([Case::new("cli", format!("#!/usr/bin/env node\n{program}")).expect(["EW001 2:9"])]);
}

/// As compilers write a spread for older browsers: esbuild, swc and Babel, TypeScript.
#[test]
fn spreads_that_were_compiled_are_folded() {
    let helpers = [
        "var h=Object.prototype.hasOwnProperty,d=(o,k,v)=>o[k]=v,s=(a,b)=>{for(var p in b||(b={}))if(h.call(b,p))d(a,p,b[p]);return a}",
        "function s(t){for(var i=1;i<arguments.length;i++){var o=arguments[i]!=null?arguments[i]:{};Object.keys(o).forEach(function(k){t[k]=o[k]})}return t}",
    ];
    let objects = helpers.map(|helper| {
        format!("{helper};var a={{x:'q7WzXe81-made'}},b=s({{}},a,{{y:'-up-Kp0v4T'}});f(b.x+b.y)")
    });
    let helpers = [
        "function k(a,l){if(l==null||l>a.length)l=a.length;for(var i=0,b=new Array(l);i<l;i++)b[i]=a[i];return b}\
         function w(a){if(Array.isArray(a))return k(a)}\
         function s(a){return w(a)||i(a)||u(a)||n()}\
         function i(t){if(typeof Symbol!=='undefined'&&t[Symbol.iterator]!=null)return Array.from(t)}\
         function u(t){if(!t)return;if(typeof t==='string')return k(t);return undefined}\
         function n(){throw new TypeError('x')};var t=['q7WzXe81'].concat(s(v))",
        "var s=function(o,r,p){if(p||arguments.length===2)for(var i=0,l=r.length,a;i<l;i++){if(a||!(i in r)){if(!a)a=[];a[i]=r[i]}}\
         return o.concat(a||Array.prototype.slice.call(r))};var t=s(['q7WzXe81'],v,true)",
    ];
    let lists =
        helpers.map(|helper| format!("var v=['-made-up','-Kp0v4T'];{helper};f(t.join(''))"));
    let programs = objects.into_iter().chain(lists);
    check(programs.map(|program| case(program).expect(["EW001"])));
}

#[test]
fn every_way_to_put_it_together_is_folded() {
    let (codes, base64, reversed, percent, hex) = (codes(), base64(), reversed(), percent(), hex());
    let xored = SECRET.bytes().map(|byte| (byte ^ 0x2a).to_string()).collect::<Vec<_>>().join(",");
    let forms = [
        // parts
        "f('q7WzXe81' + '-made-up-' + 'Kp0v4T')".to_owned(),
        "f(url + '?k=' + 'q7WzXe81-made' + '-up-Kp0v4T' + tail)".to_owned(),
        "f(`https://x/?k=${'q7WzXe81-made'}-up-Kp0v4T&u=${user}`)".to_owned(),
        "const a='q7WzXe81-made'; const b='-up-Kp0v4T'; f(a + b)".to_owned(),
        "const {a, b: {c}} = {a: 'q7WzXe81-made', b: {c: '-up-Kp0v4T'}}; f(a + c)".to_owned(),
        "const [a, , b = '-up-Kp0v4T'] = ['q7WzXe81-made', 1]; f(`${a}${b}`)".to_owned(),
        "let s = 'q7WzXe81'; s += '-made-up-'; s += 'Kp0v4T'; f(s + '')".to_owned(),
        "let s = 'q7WzXe81'; s += '-made-up-'; s += 'Kp0v4T'; f(s)".to_owned(),
        "let s = 'q7WzXe81'; s += '-made-up-Kp0v4T'; const g = () => s; f(g())".to_owned(),
        "let s = 'q7WzXe81'; f((s += '-made-up') + '-Kp0v4T')".to_owned(),
        "let s; s = 'q7WzXe81-made'; f(s + '-up-Kp0v4T')".to_owned(),
        "f('q7WzXe81'.concat('-made-up-', 'Kp0v4T'))".to_owned(),
        "f('Bearer '.concat(x, 'q7WzXe81-made', '-up-Kp0v4T'))".to_owned(),
        "f(['q7WzXe81', 'made', 'up', 'Kp0v4T'].join('-'))".to_owned(),
        "f(['q7WzXe81-made'].concat(['-up-Kp0v4T']).join(''))".to_owned(),
        "f([...['q7WzXe81-made'], '-up-Kp0v4T'].join(''))".to_owned(),
        "const o = {...{a: 'q7WzXe81-made'}, b: '-up-Kp0v4T'}; f(o.a + o['b'])".to_owned(),
        "f(Object.values({a: 'q7WzXe81', b: '-made-up-Kp0v4T'}).join(''))".to_owned(),
        "const o = Object.assign({}, {a: 'q7WzXe81-made'}, {b: '-up-Kp0v4T'}); f(o.a + o.b)"
            .to_owned(),
        "const o = Object.freeze({k: ['q7WzXe81', '-made-up-Kp0v4T']}); f(o.k[0] + o.k[1])"
            .to_owned(),
        "f((x ? 'q7WzXe81' : 'zzzz') + '-made-up-Kp0v4T')".to_owned(),
        "f((x ? 'zzzz' : 'q7WzXe81') + (y ? '-made' : '-none') + '-up-Kp0v4T')".to_owned(),
        "f((w || 'q7WzXe81') + '-made-up-Kp0v4T')".to_owned(),
        "f((void 0 ?? 'q7WzXe81') + (0, '-made-up-Kp0v4T'))".to_owned(),
        // functions
        "function g() { return 'q7WzXe81' } f(g() + '-made-up-Kp0v4T')".to_owned(),
        "const g = (a, b = '-up-Kp0v4T') => a + b; g('q7WzXe81-made')".to_owned(),
        "f((() => 'q7WzXe81' + '-made-up-Kp0v4T')())".to_owned(),
        "f((function (a) { const b = a + '-made'; return b + '-up-Kp0v4T' })('q7WzXe81'))"
            .to_owned(),
        "const g = a => b => a + b; g('q7WzXe81-made')('-up-Kp0v4T')".to_owned(),
        "const h = {g(a) { return a + '-up-Kp0v4T' }}; h.g('q7WzXe81-made')".to_owned(),
        "const g = (...parts) => parts.join(''); g('q7WzXe81', '-made-up-', 'Kp0v4T')".to_owned(),
        "e.exports = function (t) { var n = 'q7WzXe81-made'; return t(n + '-up-Kp0v4T') }"
            .to_owned(),
        // taken apart and put together
        format!("f('{reversed}'.split('').reverse().join(''))"),
        format!("f([...'{reversed}'].reverse().join(''))"),
        "f('xxq7WzXe81-made-up-Kp0v4Tyy'.slice(2, -2) + '')".to_owned(),
        "f('q7WzXe81-'.substring(0, 8) + '--made-up-Kp0v4T'.substr(1))".to_owned(),
        "f('q7WzXe81#made#up#Kp0v4T'.replaceAll('#', '-'))".to_owned(),
        "f('q7WzXe81_made_up_Kp0v4T'.replace(/_/g, '-'))".to_owned(),
        "f('q7WzXe81,made,up,Kp0v4T'.split(',').join('-'))".to_owned(),
        "f(' q7WzXe81-made'.trim() + '-up-Kp0v4T')".to_owned(),
        "f('q' + '7' + 'WzXe81-made-up-Kp0v4T'.charAt(0) + 'zXe81-made-up-Kp0v4T')".to_owned(),
        "f('q7WzXe81' + '-'.repeat(1) + 'MADE-UP'.toLowerCase() + '-Kp0v4T')".to_owned(),
        "f('WzXe81-made-up-Kp0v4T'.padStart(23, 'q7'))".to_owned(),
        "f('abq7cd'.at(-3) === '7' ? 'q7WzXe81' + '-made-up-Kp0v4T' : 0)".to_owned(),
        // characters
        format!("f(String.fromCharCode({codes}))"),
        format!("f(String.fromCharCode(...[{codes}]))"),
        format!("f(String.fromCharCode.apply(null, [{codes}]))"),
        format!("f(String['fromCodePoint']({codes}))"),
        format!("f([{codes}].map(c => String.fromCharCode(c)).join(''))"),
        format!("f([{xored}].map(c => String.fromCharCode(c ^ 42)).join(''))"),
        format!(
            "f([{xored}].map(function (c) {{ return String.fromCharCode(c ^ 0x2a) }}).join(''))"
        ),
        format!("f([{codes}].reduce((s, c) => s + String.fromCharCode(c), ''))"),
        format!("f(new TextDecoder().decode(new Uint8Array([{codes}])))"),
        format!("const d = new TextDecoder; f(d.decode(Uint8Array.from([{codes}])))"),
        format!("f(Buffer.from([{codes}]).toString())"),
        // encodings
        format!("f(atob('{base64}'))"),
        format!("f(window.atob('{base64}'))"),
        format!("const d = s => atob(s); f(d('{base64}'))"),
        format!("f(Buffer.from('{base64}', 'base64').toString('utf8'))"),
        format!("f(Buffer.from('{hex}', 'hex').toString())"),
        format!("f(decodeURIComponent('{percent}'))"),
        format!("f(unescape('{percent}'))"),
        format!("f(decodeURIComponent(escape(atob('{base64}'))))"),
        "f(JSON.parse('{\"k\": \"q7Wz\\\\u0058e81-made-up-Kp0v4T\"}').k)".to_owned(),
        "f(JSON.parse('[\"q7WzXe81\",\"-made-up-Kp0v4T\"]').join(''))".to_owned(),
        "f(String.raw`q7WzXe81`+'-made-up-Kp0v4T')".to_owned(),
        "f('0x71' | 0 ? 'q7WzXe81' + '-made-up-Kp0v4T' : '')".to_owned(),
        format!("f('{hex}'.replace(/../g, h => String.fromCharCode(parseInt(h, 16))))"),
        "f((2).toString() && 'q7WzXe' + 81..toString() + '-made-up-Kp0v4T')".to_owned(),
    ];
    check(forms.map(|form| case(form).expect_each("EW001")));
}

/// Nobody but a call gives a parameter its value, whatever was worked out before.
#[test]
fn a_function_is_folded_wherever_it_stands() {
    let functions = [
        "function g(x) { const h = t => x + t; return h('-made-') + 'up-Kp0v4T' }",
        "function g(x) { function h(t) { return x + t } return h('-made-') + 'up-Kp0v4T' }",
        "function g(x) { const o = { h: t => x + t }; return o.h('-made-') + 'up-Kp0v4T' }",
        "function g(x) { return ['-made-'].map(t => x + t)[0] + 'up-Kp0v4T' }",
        "function g(x) { const h = () => () => x; return h()() + '-made-' + 'up-Kp0v4T' }",
        "function g(x) { return h({ a: x, b: ['-made-'] }) } function h({ a, b: [c] }) { return a + c + 'up-Kp0v4T' }",
        "function g(x) { return x + '-made-' + 'up-Kp0v4T' }",
        "function g(x) { return x.concat('-made-', 'up-Kp0v4T') }",
        "function g(x) { return `${x}-made-${'up-Kp0v4T'}` }",
        "function g(x) { return [x, 'made', 'up-Kp0v4T'].join('-') }",
        "function g(x) { const tail = '-made-' + 'up-Kp0v4T'; return x + tail }",
        "function g(x) { const all = x + '-made-up-Kp0v4T'; return all + '' }",
        "function g(x) { const h = t => x + '-made-' + t; return h('up-Kp0v4T') }",
        "function g(x) { const h = (a, b) => x + a + b, i = a => h(a, 'up-Kp0v4T'); return i('-made-') }",
        "var g = function (x, y = '-made-') { return x + y + 'up-Kp0v4T' }",
        "var g = x => x + ('-made-' + 'up-Kp0v4T')",
    ];
    let cases = functions.iter().flat_map(|function| {
        let call = "f(g('q7WzXe81'))";
        [format!("{function}; {call}"), format!("{call}; {function}")]
    });
    // a variable has no value before its declaration
    let cases = cases.filter(|program| !program.starts_with("f(") || !program.contains("var g"));
    let found =
        |program: String| case(format!("{program}; h(g(1), g(u))")).expect_each(Expected::leak());
    check(cases.map(found));
}

/// What could not be worked out on one way may be on another.
#[test]
fn what_was_cut_off_is_not_remembered() {
    let many = |count: usize| "'x',".repeat(count);
    let programs = [
        "const K={a:'q7WzXe81-'};function r(n){return n>0?r(n-1)+K.a:''} out(r(u)); f(K.a+'made-'+K.b+'up-Kp0v4T')"
            .replace("{a:", "{b:'',a:"),
        "const K={a:'q7WzXe81-'};function r(n){return n>0?r(n-1)+K.a:''} f(K.a+'made-'+'up-Kp0v4T')"
            .to_owned(),
        format!(
            "const U=[{0}],T=[{0}'q7WzXe81-','made-','up-Kp0v4T'];f(U[1]+T[1]);f(T[2500]+T[2501]+T[2502])",
            many(2500)
        ),
        format!("const T=[{}'q7WzXe81-','made-','up-Kp0v4T'];f(T.at(-3)+T.at(-2)+T.at(-1))", many(9000)),
    ];
    check(programs.map(|program| case(program).expect_each("EW001")));
}

/// What an expression refers to may be much larger than the expression.
#[test]
fn large_data_is_taken_apart() {
    let many = |filler: &str| filler.repeat(200_000 / filler.len());
    let programs = [
        format!(
            "const o = JSON.parse('{{\"a\":\"{}\",\"k\":\"q7WzXe81-made\"}}'); f(o.k + '-up-Kp0v4T')",
            many("x")
        ),
        format!("const t = '{}|q7WzXe81-made'; f(t.split('|')[1] + '-up-Kp0v4T')", many("x")),
        format!("const t = '{}q7WzXe81-made'; f(t.slice(-13) + '-up-Kp0v4T')", many("x")),
        format!("const a = [{}'q7WzXe81-made']; f(a.at(-1) + '-up-Kp0v4T')", many("0,")),
        format!(
            "const a = [{}'q7WzXe81-made'], b = a.slice(-1); f(b.concat('-up-Kp0v4T').join(''))",
            many("0,")
        ),
    ];
    check(programs.map(|program| case(program).expect([Expected::leak()])));
}

/// `f('q7WzXe81' + …)`, as it would be written in a string with these quotation marks.
fn program_in(quote: char) -> String {
    let program = "const k = 'q7WzXe81' + \"-made-up-\";\nf(k + `Kp0v4T`)";
    let escaped = program.replace('\\', "\\\\").replace('\n', "\\n");
    format!("{quote}{}{quote}", escaped.replace(quote, &format!("\\{quote}")))
}

#[test]
fn programs_in_strings_are_programs() {
    let around = |quote| {
        let program = program_in(quote);
        [
            format!("eval({program})"),
            format!("(0, eval)({program})"),
            format!("new Function('a', {program})"),
            format!("Function({program})()"),
            format!("setTimeout({program}, 1)"),
            format!("const s = {program}; new Worker(URL.createObjectURL(new Blob([s])))"),
            format!("x[3] = (m, e, t) => {{ eval(t.ts({program})) }}"),
            "eval(\"'q7WzXe81'+'-made-up-Kp0v4T'\")".to_owned(),
            "eval('f(\"q7WzXe81' + '-made\"+\"-up-Kp0v4T\")')".to_owned(),
        ]
    };
    let twice = format!("eval({:?})", format!("eval({})", program_in('"')));
    let programs = ['"', '\'', '`'].into_iter().flat_map(around).chain([twice]);
    check(programs.map(|program| case(program).expect(["EW001"])));
}

#[test]
fn a_place_in_a_program_in_a_string_is_exact() {
    let filler = "const other = (a) => a.b; ".repeat(20);
    let program = format!("eval(\"{filler}f('q7WzXe81' + '-made-up-Kp0v4T')\")");
    check([case(program).expect([format!("EW001 1:{}", 7 + filler.len() + 2)])]);
}

#[test]
fn sources_of_a_map_are_folded_in_their_own_language() {
    let sources = [
        ("a.ts", "const a: string = 'q7WzXe81' + <any>'-made-up-' + ('Kp0v4T' as string);"),
        ("a.ts", "enum K { A = 'q7WzXe81' + '-made-up-' + 'Kp0v4T' }"),
        ("a.ts", "namespace n { export const k = 'q7WzXe81' + '-made-up-Kp0v4T' }"),
        ("a.tsx", "const A = () => <p title={`${'q7WzXe81-made'}-up-Kp0v4T`}>{x as any}</p>;"),
        ("a.jsx", "const A = () => <p>{'q7WzXe81' + '-made-up-Kp0v4T'}</p>;"),
        ("a.js", "f('q7WzXe81' + '-made-up-Kp0v4T')"),
        (
            "a.vue",
            "<template><p/></template><script lang=\"ts\">const k: string = 'q7WzXe81' + \
                   '-made-up-Kp0v4T'</script>",
        ),
        ("a.svelte", "<script>let k = 'q7WzXe81' + '-made-up-Kp0v4T'</script><p>{k}</p>"),
    ];
    check(sources.map(|(name, source)| {
        let map = serde_json::json!({
            "version": 3, "sources": [name], "sourcesContent": [source], "names": [],
            "mappings": ""
        });
        let source = Expected::leak().original_file(name);
        Case::new("app.js.map", map.to_string()).expect([source])
    }));
}

#[test]
fn a_value_that_no_path_produces_is_not_found() {
    let programs = [
        "f('q7WzXe81-ma' + x + 'de-up-Kp0v4T')",
        "let a = 'q7WzXe81-ma'; a = g(); f(a + 'de-up-Kp0v4T')",
        "f('q7WzXe81-ma'.concat(x, 'de-up-Kp0v4T'))",
        "function g(a) { return a + 'de-up-Kp0v4T' } g('another-one')",
        "const o = {a: 'q7WzXe81-ma'}; o.a = 'other'; f(o.a + 'de-up-Kp0v4T')",
        "{ let a = 'q7WzXe81-ma' } let a = 'zzz'; f(a + 'de-up-Kp0v4T')",
        "const a = 'q7WzXe81-ma'; g(a => a + 'de-up-Kp0v4T')",
    ];
    check(programs.map(case));
}

#[test]
fn the_place_and_the_trail_are_reported() {
    let program = "let a = 1;\nf(1, 'q7WzXe81' + '-made-up-' + 'Kp0v4T')";
    assert_eq!(excerpt_of(&case(program).findings()[0]), "f(1, ••••••••)");
    check([case(program).expect(["EW001 2:6 folded string"])]);
}

/// Programs that would take forever, or more memory than there is.
#[test]
fn folding_is_bounded() {
    let programs = [
        "const f = x => f(x) + f(x); f('a')".to_owned(),
        "const a = b, b = a; f(a + b)".to_owned(),
        "const a = 'x'.repeat(1e9); f(a + a)".to_owned(),
        format!(
            "let a0='xxxxxxxx';{}f(a40+'')",
            (0..40).map(|n| format!("let a{}=a{n}+a{n};", n + 1)).collect::<Vec<_>>().concat()
        ),
        format!("const f = x => x{}; f('a')", " + f(x)".repeat(50)),
        format!("f({})", "(a?'x':'y')+".repeat(5000) + "''"),
        format!("f([{}].map(a => [{}].map(b => a + b)))", "1,".repeat(3000), "'x',".repeat(3000)),
        format!("f({}'x'{})", "g(".repeat(3000), ")".repeat(3000)),
        format!("{}'x'{}", "(() => ".repeat(3000), ")()".repeat(3000)),
    ];
    check(programs.map(|program| case(program).expect_only("EW012")));
}

/// `const a0 = first; const a1 = …; …` with `a` in each step replaced, and the last one used.
fn doubling(first: &str, step: &str, steps: usize, last: &str) -> String {
    let name = |text: &str, n: usize| text.replace('@', &format!("a{n}"));
    let steps_of = (0..steps).map(|n| format!("const a{}={};", n + 1, name(step, n)));
    let program = format!("const a0={first};{}", steps_of.collect::<Vec<_>>().concat());
    program + &name(last, steps)
}

/// Programs that double what they hold with each line, in every way that the folder knows.
#[cfg(unix)]
fn doublings() -> Vec<String> {
    let ways = [
        ("['aaaaaaaaaaaaaaaa']", "[...@,...@]", "x(@.join(''))"),
        ("['aaaaaaaaaaaaaaaa']", "[@,@]", "x(@+'b')"),
        ("['aaaaaaaaaaaaaaaa']", "[@,@]", "x(`${@}`)"),
        ("['aaaaaaaaaaaaaaaa']", "[@,@]", "x(@.join('')+'b')"),
        ("['aaaaaaaaaaaaaaaa']", "[@,@]", "x(String(@))"),
        ("['aaaaaaaaaaaaaaaa']", "[@,@]", "x({[@]:1})"),
        ("['aaaaaaaaaaaaaaaa']", "[@,@]", "x(JSON.stringify(@))"),
        ("['aaaaaaaaaaaaaaaa']", "[@,@]", "x(''.concat(@,@))"),
        ("['aaaaaaaaaaaaaaaa']", "@.concat(@)", "x(@.join(''))"),
        ("['aaaaaaaaaaaaaaaa']", "[@,@].flat()", "x(@.join(''))"),
        ("['aaaaaaaaaaaaaaaa']", "[1,2].flatMap(()=>@)", "x(@.join(''))"),
        ("['aaaaaaaaaaaaaaaa']", "[1,2].map(()=>@)", "x(@.join(''))"),
        ("['aaaaaaaaaaaaaaaa']", "Array.of(...@,...@)", "x(@.join(''))"),
        ("['aaaaaaaaaaaaaaaa']", "((...r)=>r)(...@,...@)", "x(@.join(''))"),
        ("{a:'aaaaaaaaaaaaaaaa'}", "{...@,...@,b:@}", "x(@.b)"),
        ("{a:'aaaaaaaaaaaaaaaa'}", "Object.assign({},@,@,{b:@})", "x(JSON.stringify(@))"),
        ("{a:'aaaaaaaaaaaaaaaa'}", "{a:@,b:@}", "x(@)"),
        ("{a:'aaaaaaaaaaaaaaaa'}", "{a:@,b:@}", "x(Object.values(@).join(''))"),
        ("'aaaaaaaaaaaaaaaa'", "@+@", "x(@+'b')"),
        ("'aaaaaaaaaaaaaaaa'", "`${@}${@}`", "x(@+'b')"),
        ("'aaaaaaaaaaaaaaaa'", "@.concat(@,@)", "x(@+'b')"),
        ("'aaaaaaaaaaaaaaaa'", "@.repeat(2)", "x(@+'b')"),
        ("'aaaaaaaaaaaaaaaa'", "@.replaceAll('a',@)", "x(@+'b')"),
        ("'aaaaaaaaaaaaaaaa'", "@.replace(/a/g,()=>@)", "x(@+'b')"),
        ("'aaaaaaaaaaaaaaaa'", "@.split('').join(@)", "x(@+'b')"),
        ("'aaaaaaaaaaaaaaaa'", "btoa(@)", "x(@+'b')"),
        ("'%%%%%%%%%%%%%%%%'", "encodeURIComponent(@)", "x(@+'b')"),
        ("'%%%%%%%%%%%%%%%%'", "escape(@)", "x(@+'b')"),
        ("'\"aaaaaaaaaaaaaaa'", "JSON.stringify(@)", "x(@+'b')"),
        ("'aaaaaaaaaaaaaaaa'", "Buffer.from(@).toString('hex')", "x(@+'b')"),
        ("'aaaaaaaaaaaaaaaa'", "[...@].map(()=>@).join('')", "x(@+'b')"),
        ("x=>x+'aaaaaaaa'", "x=>@(@(x))", "x(@('b'))"),
        ("['aaaaaaaaaaaaaaaa']", "[@,@].reduce((s,c)=>s.concat(c),@)", "x(@.join(''))"),
    ];
    ways.iter().map(|(first, step, last)| doubling(first, step, 60, last)).collect()
}

/// Programs that grow by much in one place.
#[cfg(unix)]
fn bursts() -> Vec<String> {
    let long = |count| format!("'{}'", "a".repeat(count));
    vec![
        format!("const a={};x({})", long(1 << 20), "a+".repeat(5000) + "a"),
        format!("const a={};x(`{}`)", long(1 << 20), "${a}".repeat(5000)),
        format!(
            "const a={};x({}.join(a))",
            long(1 << 20),
            "[1".to_owned() + &",1".repeat(5000) + "]"
        ),
        format!("const a={};x(a.replaceAll('a',a))", long(1 << 20)),
        format!("const a={}.split('');x([{}].join(''))", long(1 << 19), "...a,".repeat(5000)),
        format!("const a={}.split('');x(f({}))", long(1 << 19), "...a,".repeat(5000)),
        format!("const a={}.split('');x({{{}}})", long(1 << 19), "...a,".repeat(5000)),
        format!("const a={}.split('');x([].concat({}))", long(1 << 19), "a,".repeat(5000)),
        format!(
            "const a=JSON.parse('[{}1]');x([{}].join(''))",
            "1,".repeat(1 << 19),
            "...a,".repeat(5000)
        ),
        format!("const a={};x([{}].map(btoa).join(''))", long(1 << 20), "a,".repeat(5000)),
        format!("const a={};x([{}].map(v=>v.toUpperCase()))", long(1 << 20), "a,".repeat(5000)),
        format!("const a=JSON.parse('{}{}');x(a+'b')", "[".repeat(100), "]".repeat(100)),
        format!("{}x(a50000)", doubling("['aaaaaaaa']", "[@]", 50_000, "")),
        format!("{}x(a50000+'b')", doubling("['aaaaaaaa']", "[@]", 50_000, "")),
        "x(Array(1e9).join('a'), 'a'.padEnd(1e9), 'a'.repeat(2**31))".to_owned(),
        format!("x({}.split(/(?:)/).map(a=>a+a))", long(1 << 18)),
    ]
}

/// Each of them would take all memory and all time there is, so this test runs itself again with
/// little of both.
#[test]
#[cfg(unix)]
fn folding_stays_within_memory_and_time() {
    const LIMITED: &str = "ENVWALL_TEST_HAS_LIMITS";
    #[expect(clippy::disallowed_methods, reason = "how the test tells itself that it has limits")]
    if std::env::var_os(LIMITED).is_some() {
        for program in doublings().into_iter().chain(bursts()) {
            // what is printed last is what went beyond the limits
            println!("{}", start_of(&program));
            assert_is_given_up(&program);
        }
        return;
    }
    // a thread has a stack of 1 GB, of address space
    let threads = std::thread::available_parallelism().unwrap().get() + 1;
    let limit = (threads << 20) + (1 << 20);
    let run = std::process::Command::new("sh")
        .args(["-c", &format!("ulimit -v {limit}; ulimit -t 120; exec \"$0\" \"$@\"")])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "folding::folding_stays_within_memory_and_time"])
        .args(["--nocapture", "--test-threads=1"])
        .env(LIMITED, "1")
        .output()
        .unwrap();
    let output = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{output}{}", String::from_utf8_lossy(&run.stderr));
    assert!(output.contains("1 passed"), "{output}");
}

#[cfg(unix)]
fn start_of(program: &str) -> String {
    program.chars().take(120).collect()
}

/// Reports nothing but that the program was not folded.
#[cfg(unix)]
fn assert_is_given_up(program: &str) {
    let found = case(program).findings();
    let is_note = |finding: &Finding| matches!(finding.code, Code::NotParsed | Code::NotLookedAt);
    assert!(found.iter().all(is_note), "{}: {found:?}", start_of(program));
}

#[test]
fn a_value_too_large_to_fold_is_reported() {
    let program = doubling("['4T','Kp0v','made-up-','q7W','zXe81-']", "[@,@]", 60, "x(@.join(''))");
    let too_large = Expected::from("EW012").message("…too large to evaluate…");
    check([case(program).expect([too_large])]);
}

#[test]
fn uses_of_a_value_that_is_reported_add_nothing() {
    let program = "const k = 'q7WzXe81-made-up-Kp0v4T';\nf('?k=' + k + '&u=1');";
    check([case(program).expect(["EW001 1:12"])]);
}
