//! Folders that pipelines and images publish: workflows, specifications of apps, and Dockerfiles.
//!
//! No parser of YAML: a line is a key and a value, and an item of a list begins a step.

use std::path::Path;

use envwall_core::USUAL_OUTPUT;
use envwall_core::regular_file;

/// A folder that a file names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// As it is written.
    pub(super) folder: String,
    /// The folder from which it counts.
    pub(super) base: String,
    pub(super) key: &'static str,
    pub(super) file: String,
    pub(super) offset: usize,
}

/// A key that names a folder, in a file or in the files of a folder.
struct Row {
    files: &'static str,
    /// The action whose step it is in.
    uses: &'static str,
    key: &'static str,
    base: &'static str,
}

const fn action(uses: &'static str, key: &'static str) -> Row {
    Row { files: ".github/workflows", uses, key, base: "" }
}

const fn file(files: &'static str, key: &'static str) -> Row {
    Row { files, uses: "", key, base: "" }
}

/// The actions' and platforms' own documentation.
const ROWS: &[Row] = &[
    action("actions/upload-pages-artifact", "path"),
    action("peaceiris/actions-gh-pages", "publish_dir"),
    action("JamesIves/github-pages-deploy-action", "folder"),
    action("nwtgck/actions-netlify", "publish-dir"),
    action("cloudflare/pages-action", "directory"),
    Row {
        files: ".github/workflows",
        uses: "Azure/static-web-apps-deploy",
        key: "output_location",
        base: "app_location",
    },
    Row { files: "azure-pipelines.yml", uses: "", key: "output_location", base: "app_location" },
    file("render.yaml", "staticPublishPath"),
    file(".do/app.yaml", "output_dir"),
    file("app.yaml", "static_dir"),
    file(".gitlab-ci.yml", "publish"),
];

/// Where images have the files of web servers: the documentation of nginx, httpd and Caddy.
const ROOTS: &[&str] =
    &["/usr/share/nginx", "/var/www", "/htdocs", "/usr/share/caddy", "/srv", "/www"];

/// A larger file is nobody's pipeline.
const MAX_BYTES: u64 = 1 << 20;

/// Every folder that files in a folder name.
pub(super) fn lines(directory: &Path) -> Vec<Line> {
    let mut found = Vec::new();
    for name in names(directory) {
        let Some(text) = read(&directory.join(&name)) else { continue };
        let rows: Vec<&Row> = ROWS.iter().filter(|row| name.starts_with(row.files)).collect();
        found.extend(of_text(&name, &text, &rows));
        if name.contains("Dockerfile") {
            found.extend(of_image(directory, &name, &text));
        }
        // docs.gitlab.com, "GitLab Pages": the folder of a job that is called `pages`
        if name == ".gitlab-ci.yml" && text.lines().any(|line| line.starts_with("pages:")) {
            let (folder, base, offset) = ("public".to_owned(), String::new(), 0);
            found.push(Line { folder, base, key: "pages", file: name, offset });
        }
    }
    found
}

fn names(directory: &Path) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for folder in ["", ".github/workflows/"] {
        let entries = std::fs::read_dir(directory.join(folder)).into_iter().flatten().flatten();
        let inside = entries.filter_map(|entry| entry.file_name().into_string().ok());
        names.extend(inside.map(|name| format!("{folder}{name}")));
    }
    names.push(".do/app.yaml".to_owned());
    let is_known = |name: &String| {
        name.contains("Dockerfile") || ROWS.iter().any(|row| name.starts_with(row.files))
    };
    names.retain(|name| is_known(name) && directory.join(name).is_file());
    names.sort();
    names
}

fn read(path: &Path) -> Option<String> {
    let is_small = std::fs::metadata(path).is_ok_and(|about| about.len() <= MAX_BYTES);
    is_small.then(|| regular_file::read_to_string(path).ok()).flatten()
}

/// A step: what it uses, and its keys with their values and places.
#[derive(Default)]
struct Step<'t> {
    uses: &'t str,
    pairs: Vec<(&'t str, &'t str, usize)>,
}

fn of_text(name: &str, text: &str, rows: &[&Row]) -> Vec<Line> {
    let mut steps = vec![Step::default()];
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let plain = line.split(" #").next().unwrap_or(line).trim();
        let (is_item, pair) = match plain.strip_prefix("- ") {
            Some(rest) => (true, rest.trim_start()),
            None => (false, plain),
        };
        if is_item {
            steps.push(Step::default());
        }
        if let (Some((key, value)), Some(step)) = (pair.split_once(':'), steps.last_mut()) {
            let value = value.trim().trim_matches(['"', '\'']);
            match key.trim() {
                "uses" => step.uses = value,
                key => step.pairs.push((key, value, offset)),
            }
        }
        offset += line.len();
    }
    let of_step = |step: &Step<'_>| {
        let value = |wanted: &str| step.pairs.iter().find(|(key, ..)| *key == wanted).copied();
        let rows = rows.iter().filter(|row| step.uses.starts_with(row.uses));
        let lines = rows.filter_map(|row| {
            let (_, folder, offset) = value(row.key).filter(|(_, folder, _)| !folder.is_empty())?;
            let base = value(row.base).map_or("", |(_, base, _)| base).trim_matches('/');
            let (folder, base, file) = (folder.to_owned(), base.to_owned(), name.to_owned());
            Some(Line { folder, base, key: row.key, file, offset })
        });
        lines.collect::<Vec<_>>()
    };
    steps.iter().flat_map(of_step).collect()
}

/// `COPY --from=build /app/www /usr/share/nginx/html`: the folder of the project that it is.
fn of_image(directory: &Path, name: &str, text: &str) -> Vec<Line> {
    let copies = text.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        let is_copy = words.next().is_some_and(|word| word.eq_ignore_ascii_case("COPY"));
        let mut places: Vec<&str> = words.filter(|word| !word.starts_with("--")).collect();
        let to = places.pop().filter(|_| is_copy)?;
        ROOTS.iter().any(|root| to.contains(root)).then_some(places)
    });
    let folder = |place: &str| {
        let parts: Vec<_> =
            place.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
        let mut ends = (0..parts.len()).map(|from| parts[from..].join("/"));
        ends.find(|end| {
            let is_output = USUAL_OUTPUT.iter().any(|usual| end.ends_with(usual));
            let folder = directory.join(end);
            folder.is_dir() && (is_output || folder.join("index.html").is_file())
        })
    };
    let folders = copies.flatten().filter_map(folder);
    let line = |folder| Line {
        folder,
        base: String::new(),
        key: "COPY",
        file: name.to_owned(),
        offset: 0,
    };
    folders.map(line).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn files_name_folders() {
        for (file, text, expected) in [
            (
                ".github/workflows/d.yml",
                "jobs:\n d:\n  steps:\n  - uses: actions/upload-pages-artifact@v3\n    with:\n      path: ./www # a\n",
                &["/./www"][..],
            ),
            (
                ".github/workflows/d.yml",
                "  - name: a\n    uses: actions/upload-artifact@v4\n    with:\n      path: logs\n",
                &[],
            ),
            (
                ".github/workflows/d.yaml",
                "  - uses: Azure/static-web-apps-deploy@v1\n    with:\n      output_location: 'www'\n      app_location: \"/web\"\n",
                &["web/www"],
            ),
            ("render.yaml", "services:\n- type: web\n  staticPublishPath: ./www\n", &["/./www"]),
            (".gitlab-ci.yml", "pages:\n  script: a\n", &["/public"]),
            ("Dockerfile", "FROM nginx\nCOPY --from=b /app/www /usr/share/nginx/html\n", &["/www"]),
            ("Dockerfile", "COPY --from=b /app/src /srv\nCOPY . /app\n", &[]),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
            for inner in ["www", "src"] {
                fs::create_dir(folder.path().join(inner)).unwrap();
            }
            let found = lines(folder.path());
            let found: Vec<_> =
                found.iter().map(|it| format!("{}/{}", it.base, it.folder)).collect();
            assert_eq!(found, expected, "{file}: {text}");
        }
    }
}
