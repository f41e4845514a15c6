//! A value is found in pages, style sheets, data and source maps, whatever encoding they use.

use envwall_core::diagnostic::{Code, Severity};
use envwall_core::guessability::is_searchable;
use proptest::prelude::*;

use crate::support::{Case, Expected, check, excerpt_of, findings, position};

/// The value that was sent through the frameworks.
const VALUE: &str = "PLANTED\"q'<a>&b\\c/é漢$d`e\nZZZ";

/// File, content, and the trail, line and column of the one finding.
type Row<'a> = (&'a str, String, &'a str, u32, u32);

fn check_rows(rows: Vec<Row<'_>>) {
    check(rows.into_iter().map(|(file, content, trail, line, column)| {
        Case::new(file, content).key(VALUE).expect([format!("EW001 {line}:{column} {trail}")])
    }));
}

/// As a JSON string, without its marks.
fn json(text: &str) -> String {
    let quoted = serde_json::to_string(text).unwrap();
    quoted[1..quoted.len() - 1].to_owned()
}

/// As React and Vue write text and attributes.
fn html(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#x27;")
}

fn safe_json(text: &str) -> String {
    json(text).replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[test]
fn what_frameworks_write() {
    let template = VALUE.replace('\\', "\\\\").replace('`', "\\`");
    let upper = json(VALUE).replace('<', "\\u003C");
    let slashes = upper.replace('/', "\\u002F");
    let rows = format!("1:\"$x\"\n0:{{\"k\":\"{}\"}}\n", json(VALUE));
    let once = safe_json(VALUE);
    let twice = json(&json(VALUE)).replace('<', "\\u003c").replace('&', "\\u0026");
    let vue = html(VALUE).replace("&#x27;", "&#39;");
    let svelte = VALUE.replace('&', "&amp;").replace('<', "&lt;");
    let astro = VALUE.replace('&', "&amp;").replace('"', "&quot;");
    let props = html(&json(VALUE));
    let rows = vec![
        ("vite.js", format!("let k=`{template}`;"), "template", 1, 8),
        ("cjs.js", format!("let k=\"{}\";", json(VALUE)), "string", 1, 7),
        ("next.rsc", rows, "json string", 2, 9),
        ("next.json", format!("{{\"a\":1,\n \"k\":\"x{}\"}}", json(VALUE)), "json string", 2, 8),
        (
            "push.html",
            format!(
                "<p>\n<script>self.__next_f.push([1,\"0:{{\\\"k\\\":\\\"{twice}\\\"}}\"])</script>"
            ),
            "script #1 > string > escaped",
            2,
            43,
        ),
        (
            "enqueue.html",
            format!("<script>c.enqueue(\"[{{\\\"k\\\":\\\"{twice}\\\"}}]\\n\");</script>"),
            "script #1 > string > json string",
            1,
            19,
        ),
        (
            "data.html",
            format!(
                "<script id=__NEXT_DATA__ type=\"application/json\">{{\"k\":\"{once}\"}}</script>"
            ),
            "script #1 > json string",
            1,
            56,
        ),
        (
            "kit.html",
            format!("<script>\nf({{k:\"{upper}\"}})</script>"),
            "script #1 > string",
            2,
            6,
        ),
        ("__data.json", format!("{{\"nodes\":[1,\"{}\"]}}", json(VALUE)), "json string", 1, 14),
        ("_.data", format!("[{{\"_1\":2}},\"k\",\"{}\"]\n", json(VALUE)), "json string", 1, 16),
        ("_payload.json", format!("[{{\"k\":1}},\"{slashes}\"]"), "json string", 1, 11),
        (
            "seroval.html",
            format!("<script>$_=\"{}\"</script>", json(VALUE).replace('<', "\\x3C")),
            "script #1 > string",
            1,
            12,
        ),
        (
            "island.html",
            format!("<astro-island props=\"{{&quot;k&quot;:[0,&quot;{props}&quot;]}}\">"),
            "attribute props > json string",
            1,
            22,
        ),
        ("react.html", format!("<p>\n<b>{}</b>", html(VALUE)), "text", 2, 4),
        ("vue.html", format!("<p>{vue}</p>"), "text", 1, 4),
        ("svelte.html", format!("<p>{svelte}</p>"), "text", 1, 4),
        ("astro.html", format!("<p data-k=\"{astro}\">"), "attribute data-k", 1, 12),
        (
            "ng.html",
            format!(
                "<script id=\"ng-state\" type=\"application/json\">{{\"k\":\"{slashes}\"}}</script>"
            ),
            "script #1 > json string",
            1,
            53,
        ),
        (
            "leptos.html",
            format!("<script>__RESOLVED_RESOURCES[0]=\"{}\";</script>", json(&safe_json(VALUE))),
            "script #1 > string > escaped",
            1,
            33,
        ),
    ];
    check_rows(rows);
}

#[test]
fn other_constructs() {
    let (js, html_value) = (json(VALUE), html(VALUE));
    let css = "PLANTED\\22 q\\27\\3c a\\3E\\&b\\\\c/\\0000e9漢$d`e\\A ZZZ";
    let rows = vec![
        (
            "a.html",
            format!("<a onclick='f(\"{}\")'>", js.replace('\'', "&#39;")),
            "attribute onclick > string",
            1,
            13,
        ),
        (
            "b.html",
            format!("<style>\na::after{{content:\"{css}\"}}</style>"),
            "style #1 > string",
            2,
            19,
        ),
        (
            "c.html",
            format!("<i style=\"--k:'{}'\">", css.replace('&', "&amp;")),
            "attribute style > string",
            1,
            11,
        ),
        ("d.html", format!("<iframe srcdoc=\"<p>{}\">", html(&html_value)), "srcdoc > text", 1, 17),
        ("e.html", format!("<!--\n{html_value}-->"), "comment > entities", 1, 1),
        ("f.html", format!("<noscript><p>{html_value}</noscript>"), "noscript > text", 1, 14),
        ("g.html", format!("<template><p>{html_value}</template>"), "text", 1, 14),
        ("h.html", format!("<title>{html_value}</title>"), "text", 1, 8),
        ("i.html", format!("<textarea>{html_value}</textarea>"), "text", 1, 11),
        (
            "j.html",
            format!("<script type=text/x>{{\"k\":\"{js}\"}}</script>"),
            "script #1 > json string",
            1,
            27,
        ),
        ("k.svg", format!("<svg>\n<text>{html_value}</text></svg>"), "text", 2, 7),
        (
            "l.svg",
            format!("<svg><script><![CDATA[f(\"{js}\")]]></script></svg>"),
            "script #1 > string",
            1,
            25,
        ),
        ("m.xml", format!("<rss><d><![CDATA[<p>{html_value}]]></d></rss>"), "cdata > text", 1, 21),
        ("n.css", format!("/* \" */ a{{b:url({css})}}"), "url", 1, 17),
        ("o.css", format!("a{{--k:{}}}", css.replace('`', "\\`")), "value", 1, 7),
        (
            "p.js",
            format!(
                "el.innerHTML='<p title=\"{}\">'",
                html_value.replace('\n', "\\n").replace("b\\c", "b\\\\c")
            ),
            "string > attribute title",
            1,
            14,
        ),
        ("q.txt", format!("not json \"{js}"), "json string", 1, 11),
        ("r.jsonl", format!("{{\"a\":\"\\\"\"}}\n{{\"b\":\"{js}\"}}"), "json string", 2, 7),
    ];
    check_rows(rows);
}

#[test]
fn text_is_read_across_tags() {
    let key = "q7WzXe81-made-up-Kp0v4T";
    let phrase = "correct Zq7 horse Wv3 battery Kx9";
    let wide = "correct Zq7  horse Wv3 battery Kx9";
    let drawing = "<svg><text><tspan>q7WzXe81-made</tspan><tspan>-up-Kp0v4T</tspan></text></svg>";
    let documents = [
        (
            "a.html",
            key,
            "<pre><span style=x>KEY=</span><span>q7WzXe81</span><span>-made-up-Kp0v4T</span>",
        ),
        ("a.html", key, "<p>key <!-- -->q7WzXe8<!-- -->1-made-up<!-- -->-Kp0v4T</p>"),
        ("a.html", key, "<p>q7WzXe81-<wbr>made-<wbr>up-Kp0v4T</p>"),
        ("a.html", key, "<p>q7WzXe81-&shy;made-&shy;up-Kp0v4T</p>"),
        ("a.html", key, "<p>q7WzXe81-\u{200b}made\u{ad}-up-Kp0v4T</p>"),
        ("a.html", key, "<p>q7Wz<i>X</i><b>e81</b>-made&#45;up<my-part>-Kp0v4T</my-part></p>"),
        ("a.html", phrase, "<p>correct Zq7 horse\n     Wv3 battery&nbsp;Kx9</p>"),
        ("a.html", wide, "<p>correct Zq7 horse Wv3 battery Kx9</p>"),
        ("a.svg", key, drawing),
    ];
    let case = |(file, value, page): (&str, &str, &str)| Case::new(file, page).key(value);
    // no one reads this as one
    let apart = Case::new("a.html", "<p>q7WzXe81-m</p><p>ade-up-Kp0v4T</p>").key(key);
    check(documents.map(|it| case(it).expect(["EW001"])).into_iter().chain([apart]));
    for document in documents {
        let found = case(document).findings();
        assert!(!excerpt_of(&found[0]).contains("made"), "{found:#?}");
    }
}

#[test]
fn a_value_over_several_pushes() {
    let page = "<script>self.__next_f.push([1,\"0:[\\\"q7WzX\"])</script>\n<script>\
                self.__next_f.push([1,\"e81-made-up\\\"]\"])</script>";
    let reported = "EW001 1:37 RSC flight > json string";
    check([Case::new("a.html", page).key("q7WzXe81-made-up").expect([reported])]);
}

/// A source map with this source.
pub(crate) fn map(source: &str) -> String {
    let content = serde_json::to_string(source).unwrap();
    format!(
        "{{\"version\":3,\"sources\":[\"../../src/b.css\",\"webpack://app/./src/a.ts\"],\
         \"sourcesContent\":[null,{content}],\"names\":[],\"mappings\":\"AAAA,MCAA\"}}"
    )
}

/// Only the parser sees what the source composes.
#[test]
fn maps_in_addresses_are_taken_apart_in_any_text() {
    let source = "const k = 'q7WzXe81' + '-made-up-' + 'Kp0v4T';";
    let address = format!(
        "sourceMappingURL=data:application/json;base64,{}",
        data_encoding::BASE64.encode(map(source).as_bytes())
    );
    let script = format!("f()\n//# {address}");
    let in_json = serde_json::to_string(&script).unwrap();
    let style = format!("a{{}}\n/*# {address} */");
    check(
        [
            Case::new("a.js", &script),
            Case::new("a.css", &style),
            Case::new("a.ts", &script),
            Case::new("a.jsx", &script),
            Case::new("index.android.bundle", &script),
            Case::new("a.json", format!("{{\"a\":{in_json}}}")),
            Case::new("a.map", map(&script)),
            Case::new("b.js", format!("eval({in_json})")),
            Case::new("c.js", format!("f('{}')", data_encoding::BASE64.encode(script.as_bytes()))),
        ]
        .map(|case| case.expect_each("EW001")),
    );
}

/// The maps of several bundles have the same sources.
#[test]
fn a_source_in_several_maps_is_reported_in_each() {
    let [clean, leaking] = ["f('harmless')", "const k = 'q7WzXe81-made-up-Kp0v4T';"].map(map);
    let files = [("a.map", &clean), ("b.map", &leaking), ("c.map", &clean), ("d.map", &leaking)];
    check([Case::files(&files).expect(["b.map", "d.map"].map(|file| Expected::leak().file(file)))]);
}

#[test]
fn sources_in_maps_are_documents() {
    let source = format!("// é\n\nconst key = \"{}\";", json(VALUE));
    let plain = map(&source);
    let index = format!(
        "{{\"version\":3,\"sections\":[{{\"offset\":{{\"line\":0,\"column\":0}},\"map\":{plain}}}]}}"
    );
    let base64 = data_encoding::BASE64.encode(plain.as_bytes());
    let percent = plain
        .replace('%', "%25")
        .replace('"', "%22")
        .replace(' ', "%20")
        .replace('*', "%2A")
        .replace('\\', "%5c")
        .replace('\'', "%27")
        .replace('`', "%60");
    let script = format!("let a;\n//# sourceMappingURL=data:application/json;base64,{base64}\n");
    let style = format!("a{{}}\n/*# sourceMappingURL=data:application/json,{percent} */");
    let maps = [
        ("dist/a.js.map", &plain),
        ("dist/a.js.map", &format!(")]}}'\n{plain}")),
        ("dist/a.js.map", &index),
        ("dist/a.js", &script),
        ("dist/a.css", &style),
    ];
    let leak = || Expected::leak().original("src/a.ts", 3, 14).trail("…source src/a.ts…");
    check(maps.map(|(file, content)| Case::new(file, content).key(VALUE).expect([leak()])));
    for (file, content) in maps {
        assert!(position(&findings(file, content, VALUE)[0]).is_some(), "{content}");
    }
}

#[test]
fn a_value_in_a_source_is_reported_once() {
    let leak = Expected::leak().original("src/a.ts", 2, 4);
    let map = map("\nf('q7WzXe81-made-up')");
    check([Case::new("a.js.map", map).key("q7WzXe81-made-up").expect([leak])]);
}

#[test]
fn damaged_maps_are_searched_and_reported() {
    let map = "{\"sourcesContent\":[\"x\\\"y q7Wz\\u0058e81-made-up";
    check([Case::new("a.js.map", map).key("q7WzXe81-made-up").expect(["EW012", "EW001"])]);
}

#[test]
fn a_place_in_built_code_leads_to_its_source() {
    let secret = "q7WzXe81-made-up";
    let script = format!("f(    k(\"{secret}\"))\n//# sourceMappingURL=../maps/a.js.map");
    let content = map(&format!("use(process.env.KEY, \"{secret}\");"));
    let case = |script_in: &str, map_in: &str| {
        Case::files(&[(script_in, &script), (map_in, &content)]).key(secret)
    };
    let named = case("dist/js/a.js", "dist/maps/a.js.map");
    let found = named.findings();
    let excerpt = found[0].original.as_ref().unwrap().excerpt.as_ref().unwrap();
    assert_eq!(excerpt.text(), "use(process.env.KEY, \"••••••••\");");
    // at the read of the variable, not at the call that the map leads to
    assert_eq!(&excerpt.text()[excerpt.marked()], "KEY");
    let leak = || Expected::leak().original("src/a.ts", 1, 17);
    // next to it, without being named
    let adjacent = case("dist/a.js", "dist/a.js.map");
    check([named.expect_among([leak()]), adjacent.expect_among([leak()])]);
    // never out of the tree
    assert!(case("dist/a.js", "maps/a.js.map").findings()[0].original.is_none());
}

/// Of a line of source, what may have become the value is hidden, and nothing else.
#[test]
fn the_source_of_a_value_is_shown_as_far_as_it_cannot_be_the_value() {
    let secret = "q7WzXe81-made-up";
    let script = format!("f(1,2,\"{secret}\")\n//# sourceMappingURL=a.js.map");
    for (source, shown, marked) in [
        ("'key', __KEY__", "'key', __KEY__", "__KEY__"),
        ("'cTdXelhlODEt', KEY", "'••••••••', KEY", "KEY"),
        ("'key', import.meta.env.OTHER", "'key', import.meta.env.OTHER", "'key'"),
        ("'cTdXelhlODEt' + tail", "'••••••••' + tail", "'••••••••'"),
        ("read('a')", "read('••••••••')", "read"),
        ("['q7WzXe8','1-made','-up'].join()", "['••••••••','••••••••','••••••••'].join()", ""),
        ("let x = { 'process.env.KEY': 1 }", "let x = { 'process.env.KEY': 1 }", "KEY"),
    ] {
        let map = map(source);
        let files = [("dist/a.js", script.as_str()), ("dist/a.js.map", &map)];
        let findings = Case::files(&files).key(secret).findings();
        let excerpt = findings[0].original.as_ref().unwrap().excerpt.as_ref().unwrap();
        assert_eq!((excerpt.text(), &excerpt.text()[excerpt.marked()]), (shown, marked));
    }
}

/// Words in an installed package as it was published may be there by chance. In a source map they
/// may have been put there by the build.
#[test]
fn words_that_a_third_party_published_are_a_warning() {
    let case = |source: &str, installed: &str, value: &str, severity: Severity| {
        let code = format!("k(\"{value}\")");
        let script = format!("f(    {code})\n//# sourceMappingURL=a.js.map");
        let map = map(&code).replace("webpack://app/./src/a.ts", source);
        let files = [
            ("node_modules/walrus/index.js", installed),
            ("dist/a.js", &script),
            ("dist/a.js.map", &map),
        ];
        let leak = || Expected::leak().severity(severity);
        Case::files(&files).key(value).include("dist/**").expect([leak(), leak()])
    };
    let (words, random) = ("velvet.walrus.ledger", "q7WzXe81-made-up-Kp0v4T");
    let (package, own) = ("../node_modules/walrus/index.js", "../src/a.ts");
    let gone = "../node_modules/gone/index.js";
    let published = |value: &str| format!("k(\"{value}\")");
    check([
        case(package, &published(words), words, Severity::Warning),
        case(own, &published(words), words, Severity::Error),
        case(package, &published(random), random, Severity::Error),
        case(package, "k(process.env.KEY)", words, Severity::Error),
        case(gone, &published(words), words, Severity::Error),
    ]);
}

fn wrap(text: &str, way: u8) -> (&'static str, String) {
    match way {
        0 => ("html", format!("<p>a</p><b>{}</b>", html(text))),
        1 => ("html", format!("<a data-k=\"{}\" b>", html(text))),
        2 => ("json", format!("{{\"k\": [\"{}\"]}}", safe_json(text))),
        3 => ("json", format!("[\"{}\"]", json(&format!("{{\"k\":\"{}\"}}", json(text))))),
        4 => ("html", format!("<x y=\"{}\">", html(&format!("{{\"k\":\"{}\"}}", json(text))))),
        5 => {
            let string = json(text).replace('<', "\\x3C");
            ("html", format!("<script>f(\"{string}\")</script>"))
        }
        _ => {
            let escape = |char| format!("\\{:x} ", u32::from(char));
            let text = text.chars().map(escape).collect::<Vec<_>>().concat();
            ("css", format!("a{{b:\"{text}\"}}"))
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_chain_of_formats_is_seen_through(
        secret in "[A-Z][0-9a-z]{6}[\"'\\\\<>&/é]{0,6}[A-Z][a-z0-9]{6}"
            .prop_filter("others are found next to their name only", |it| is_searchable(it)),
        css in any::<bool>(),
        ways in proptest::collection::vec(0u8..6, 1..4),
    ) {
        let mut text = secret.clone();
        let mut extension = "css";
        if css && ways.len() == 1 {
            text = wrap(&text, 6).1;
        } else {
            for way in &ways {
                (extension, text) = wrap(&text, *way);
            }
        }
        let found = findings(&format!("a.{extension}"), &text, &secret);
        prop_assert_eq!(found.len(), 1, "{}: {:#?}", text, found);
        prop_assert_eq!(found[0].code, Code::ValueInOutput);
    }

    #[test]
    fn nothing_makes_it_panic(
        content in "(<|>|\"|'|\\\\|/|&|;|u|\\{|\\}|\\[|#|x|!|-|=|url\\(|<script|</|<!\\[CDATA\\[|\\]\\]>|\n|é|[a-f0-9]|__next_f.push\\(|sources|sourcesContent|:|,){0,60}",
        extension in prop::sample::select(vec!["html", "svg", "css", "json", "map", "js", "ts"]),
    ) {
        findings(&format!("a.{extension}"), content, "q7WzXe81-made-up");
    }
}
