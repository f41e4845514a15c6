//! The page that a file of the output is a form of: frameworks write one page as HTML and as data.

use envwall_guard::precompressed_original;

/// Ends of file names that frameworks give to the forms of a page, longest first.
///
/// | end | written by |
/// |---|---|
/// | `/index.html`, `.html` | every one |
/// | `.rsc`, `.prefetch.rsc`, `.meta`, `.body`, `.segments/` | next@16: server/app |
/// | `/index.txt`, `/__next.` | next@16 with `output: "export"` |
/// | `/__data.json` | @sveltejs/kit@2: prerendered pages |
/// | `/_payload.json`, `/_payload.js` | nuxt@4: prerendered pages |
/// | `.data` | react-router@7: prerendered pages |
const FORMS: &[&str] = &[
    "/_payload.json",
    "/_payload.js",
    "/__data.json",
    "/index.html",
    ".prefetch.rsc",
    "/index.txt",
    ".html",
    ".meta",
    ".body",
    ".data",
    ".rsc",
];

/// What stands before the name of one segment of a page.
const SEGMENTS: &[&str] = &[".segments/", "/__next."];

/// The path of the page without what distinguishes its forms: `out/about` of `out/about.rsc.br`.
pub(super) fn route(file: &str) -> Option<String> {
    let file = precompressed_original(file).unwrap_or(file);
    let rooted = format!("/{file}");
    let segment = SEGMENTS.iter().find_map(|part| rooted.split_once(part));
    let form = || FORMS.iter().find_map(|end| rooted.strip_suffix(end));
    let page = segment.map(|(page, _)| page).or_else(form)?;
    Some(page.strip_suffix("/index").or(page.strip_suffix("/_root")).unwrap_or(page).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_page_have_one_route() {
        let forms = [
            ["a/about.html", "a/about.rsc", "a/about.segments/_tree.segment.rsc", "a/about.rsc.br"],
            ["a/index.html", "a/index.rsc", "a/index.html.gz", "a/_payload.json"],
            ["o/b/index.html", "o/b/index.txt", "o/b/__next._tree.txt", "o/b/__data.json"],
            ["index.html", "__data.json", "_root.data", "index.prefetch.rsc"],
        ];
        for [page, others @ ..] in forms {
            for other in others {
                assert!(route(page).is_some() && route(page) == route(other), "{page} {other}");
            }
        }
    }

    #[test]
    fn other_pages_and_scripts_do_not() {
        assert_ne!(route("a/about.html"), route("a/terms.html"));
        assert_ne!(route("a/about.html"), route("b/about.html"));
        assert_eq!(route("a/about.js"), None);
        assert_eq!(route("a/robots.txt"), None);
    }
}
