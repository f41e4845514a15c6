//! A value is found in pages, style sheets, data and source maps, whatever they write it with.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::time::{Duration, Instant};

use envwall_core::SecretValue;
use envwall_core::diagnostic::{Code, Finding, Severity};
use envwall_guard::output::Output;
use envwall_guard::{Guard, Secret};
use proptest::prelude::*;

/// The value that was sent through the frameworks.
const VALUE: &str = "CANARYX\"q'<a>&b\\c/é漢$d`e\nZZZ";

fn findings_in(files: &[(&str, &[u8])], secret: &str) -> Vec<Finding> {
    let folder = tempfile::tempdir().unwrap();
    for (file, content) in files {
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let output = Output::new(folder.path()).include(["**"]);
    let guard = Guard::new([Secret::new("KEY", SecretValue::from(secret))]);
    guard.scan(&output, &|_| {}).unwrap().findings
}

fn findings(file: &str, content: &str, secret: &str) -> Vec<Finding> {
    findings_in(&[(file, content.as_bytes())], secret)
}

/// Trail, line and column of the one finding.
fn place(file: &str, content: &str) -> (String, u32, u32) {
    let found = findings(file, content, VALUE);
    if found.len() != 1 || found[0].code != Code::ValueInOutput {
        return (format!("{found:#?}"), 0, 0);
    }
    let position = found[0].location.as_ref().unwrap().position.unwrap();
    (found[0].trail.join(" > "), position.line, position.column)
}

fn check(cases: Vec<(&str, String, &str, u32, u32)>) {
    let wrong: Vec<_> = cases
        .into_iter()
        .map(|(file, content, trail, line, column)| {
            (format!("{file}: {content}"), place(file, &content), (trail.to_owned(), line, column))
        })
        .filter(|(_, found, expected)| found != expected)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
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
    let cases: Vec<(&str, String, &str, u32, u32)> = vec![
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
    check(cases);
}

#[test]
fn other_constructs() {
    let (js, html_value) = (json(VALUE), html(VALUE));
    let css = "CANARYX\\22 q\\27\\3c a\\3E\\&b\\\\c/\\0000e9漢$d`e\\A ZZZ";
    let cases: Vec<(&str, String, &str, u32, u32)> = vec![
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
    check(cases);
}

#[test]
fn text_is_read_across_tags() {
    let key = "q7WzXe81-made-up-Kp0v4T";
    let phrase = "correct Zq7 horse Wv3 battery Kx9";
    for (secret, page) in [
        (key, "<pre><span style=x>KEY=</span><span>q7WzXe81</span><span>-made-up-Kp0v4T</span>"),
        (key, "<p>key <!-- -->q7WzXe8<!-- -->1-made-up<!-- -->-Kp0v4T</p>"),
        (key, "<p>q7WzXe81-<wbr>made-<wbr>up-Kp0v4T</p>"),
        (key, "<p>q7WzXe81-&shy;made-&shy;up-Kp0v4T</p>"),
        (key, "<p>q7WzXe81-\u{200b}made\u{ad}-up-Kp0v4T</p>"),
        (key, "<p>q7Wz<i>X</i><b>e81</b>-made&#45;up<my-part>-Kp0v4T</my-part></p>"),
        (phrase, "<p>correct Zq7 horse\n     Wv3 battery&nbsp;Kx9</p>"),
        ("correct Zq7  horse Wv3 battery Kx9", "<p>correct Zq7 horse Wv3 battery Kx9</p>"),
    ] {
        let found = findings("a.html", page, secret);
        assert_eq!(found.len(), 1, "{page}: {found:#?}");
        let place = found[0].location.as_ref().unwrap();
        assert!(!place.excerpt.as_ref().unwrap().text().contains("made"), "{found:#?}");
    }
    let drawing = "<svg><text><tspan>q7WzXe81-made</tspan><tspan>-up-Kp0v4T</tspan></text></svg>";
    assert_eq!(findings("a.svg", drawing, key).len(), 1);
    let apart = "<p>q7WzXe81-m</p><p>ade-up-Kp0v4T</p>";
    assert_eq!(findings("a.html", apart, key), [], "no one reads this as one");
}

#[test]
fn a_value_over_several_pushes() {
    let page = "<script>self.__next_f.push([1,\"0:[\\\"q7WzX\"])</script>\n<script>\
                self.__next_f.push([1,\"e81-made-up\\\"]\"])</script>";
    let found = findings("a.html", page, "q7WzXe81-made-up");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].trail, ["next flight", "json string"]);
    assert_eq!(found[0].location.as_ref().unwrap().position.unwrap().column, 37);
}

fn original(finding: &Finding) -> (String, u32, u32) {
    let original = finding.original.as_ref().unwrap();
    let position = original.position.unwrap();
    (original.file.clone(), position.line, position.column)
}

fn map(source: &str) -> String {
    let content = serde_json::to_string(source).unwrap();
    format!(
        "{{\"version\":3,\"sources\":[\"../../src/b.css\",\"webpack://app/./src/a.ts\"],\
         \"sourcesContent\":[null,{content}],\"names\":[],\"mappings\":\"AAAA,MCAA\"}}"
    )
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
    for (file, content) in [
        ("dist/a.js.map", &plain),
        ("dist/a.js.map", &format!(")]}}'\n{plain}")),
        ("dist/a.js.map", &index),
        ("dist/a.js", &script),
        ("dist/a.css", &style),
    ] {
        let found = findings(file, content, VALUE);
        assert_eq!(found.len(), 1, "{content}: {found:#?}");
        assert_eq!(original(&found[0]), ("src/a.ts".to_owned(), 3, 14), "{content}");
        assert!(found[0].trail.contains(&"source src/a.ts".to_owned()), "{:?}", found[0].trail);
        assert!(found[0].location.as_ref().unwrap().position.is_some());
    }
}

#[test]
fn a_value_in_a_source_is_told_once() {
    let found = findings("a.js.map", &map("\nf('q7WzXe81-made-up')"), "q7WzXe81-made-up");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(original(&found[0]), ("src/a.ts".to_owned(), 2, 4));
}

#[test]
fn damaged_maps_are_searched_and_told() {
    let found = findings(
        "a.js.map",
        "{\"sourcesContent\":[\"x\\\"y q7Wz\\u0058e81-made-up",
        "q7WzXe81-made-up",
    );
    let codes: Vec<_> = found.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::NotParsed, Code::ValueInOutput], "{found:#?}");
}

#[test]
fn a_place_in_built_code_leads_to_its_source() {
    let secret = "q7WzXe81-made-up";
    let script = format!("f(    k(\"{secret}\"))\n//# sourceMappingURL=../maps/a.js.map");
    let content = map(&format!("use(process.env.KEY, \"{secret}\");"));
    let files = [("dist/js/a.js", script.as_bytes()), ("dist/maps/a.js.map", content.as_bytes())];
    let found = findings_in(&files, secret);
    assert_eq!(original(&found[0]), ("src/a.ts".to_owned(), 1, 1), "{found:#?}");
    let excerpt = found[0].original.as_ref().unwrap().excerpt.as_ref().unwrap();
    assert_eq!(excerpt.text(), "use(process.env.KEY, \"••••••••\");");
    // beside it, without being named
    let files = [("dist/a.js", script.as_bytes()), ("dist/a.js.map", content.as_bytes())];
    assert!(findings_in(&files, secret)[0].original.is_some());
    // never out of the tree
    let files = [("dist/a.js", script.as_bytes()), ("maps/a.js.map", content.as_bytes())];
    assert!(findings_in(&files, secret)[0].original.is_none());
}

/// What stands in an installed package as it was published may be there by chance, if it is words.
/// What a map holds of it may have been put there by the build.
#[test]
fn words_that_a_third_party_published_are_a_warning() {
    let severities = |source: &str, installed: &str, secret: &str| {
        let code = format!("k(\"{secret}\")");
        let script = format!("f(    {code})\n//# sourceMappingURL=a.js.map");
        let map = map(&code).replace("webpack://app/./src/a.ts", source);
        let folder = tempfile::tempdir().unwrap();
        let package = folder.path().join("node_modules/walrus");
        std::fs::create_dir_all(&package).unwrap();
        std::fs::create_dir_all(folder.path().join("dist")).unwrap();
        std::fs::write(package.join("index.js"), installed).unwrap();
        std::fs::write(folder.path().join("dist/a.js"), script).unwrap();
        std::fs::write(folder.path().join("dist/a.js.map"), map).unwrap();
        let output = Output::new(folder.path()).include(["dist/**"]);
        let guard = Guard::new([Secret::new("KEY", SecretValue::from(secret))]);
        let found = guard.scan(&output, &|_| {}).unwrap().findings;
        assert!(found.iter().all(|finding| finding.code == Code::ValueInOutput), "{found:#?}");
        found.iter().map(|finding| finding.severity).collect::<Vec<_>>()
    };
    let (words, random) = ("velvet.walrus.ledger", "q7WzXe81-made-up-Kp0v4T");
    let (package, own) = ("../node_modules/walrus/index.js", "../src/a.ts");
    let (warnings, errors) = ([Severity::Warning; 2], [Severity::Error; 2]);
    let published = |secret: &str| format!("k(\"{secret}\")");
    assert_eq!(severities(package, &published(words), words), warnings);
    assert_eq!(severities(own, &published(words), words), errors);
    assert_eq!(severities(package, &published(random), random), errors);
    assert_eq!(severities(package, "k(process.env.KEY)", words), errors);
    assert_eq!(severities("../node_modules/gone/index.js", &published(words), words), errors);
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
        secret in "[A-Z][0-9a-z]{6}[\"'\\\\<>&/é]{0,6}[A-Z][a-z0-9]{6}",
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
        prop_assume!(found.iter().all(|finding| finding.code != Code::NotSearchable));
        prop_assert_eq!(found.len(), 1, "{}: {:#?}", text, found);
        prop_assert_eq!(found[0].code, Code::ValueInOutput);
    }

    #[test]
    fn nothing_makes_it_panic(
        content in "(<|>|\"|'|\\\\|/|&|;|u|\\{|\\}|\\[|#|x|!|-|=|url\\(|<script|</|<!\\[CDATA\\[|\\]\\]>|\n|é|[a-f0-9]|__next_f.push\\(|sources|sourcesContent|:|,){0,60}",
        extension in prop::sample::select(vec!["html", "svg", "css", "json", "map", "js", "ts"]),
    ) {
        findings(&format!("a.{extension}"), &content, "q7WzXe81-made-up");
    }
}

#[test]
fn depth_and_size_cost_what_they_weigh() {
    let many = |text: &str| text.repeat(10_000_000 / text.len());
    let cases = [
        ("a.html", "<div>".repeat(100_000)),
        ("a.svg", "<g>".repeat(100_000)),
        ("a.json", "[".repeat(100_000)),
        ("b.json", "{\"a\":".repeat(100_000)),
        ("a.html", many("<")),
        ("b.html", many("<!--")),
        ("c.html", many("\"")),
        ("a.json", many("\"")),
        ("a.json", many("\\")),
        ("a.css", many("\\")),
        ("b.css", many("\"")),
        ("a.map", many("\"")),
        ("b.map", many("[")),
        ("c.map", map(&many("\\n<"))),
        ("b.svg", many("<![CDATA[")),
    ];
    for (file, content) in cases {
        let start = Instant::now();
        findings(file, &content, "q7WzXe81-made-up");
        let took = start.elapsed();
        println!("{file} {:?}: {took:?}", &content[..8]);
        assert!(took < Duration::from_secs(30), "{file} {}: {took:?}", &content[..8]);
    }
}
