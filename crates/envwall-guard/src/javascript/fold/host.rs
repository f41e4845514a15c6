//! What Node gives to a configuration file: its own place, paths, and environment variables.
//!
//! For configuration files alone: programs of the client output have no such host.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::value::{Text, Value};

/// The place of a configuration file, and what it may ask about.
#[derive(Debug, Clone, Default)]
pub(crate) struct Host {
    /// The absolute path of the file, with forward slashes.
    pub(crate) file: String,
    /// The absolute path of the folder in which the tool is started.
    pub(crate) directory: String,
    /// Environment variables whose values are known and not secret.
    pub(crate) environment: BTreeMap<String, String>,
}

/// Modules under whose names the functions of paths are imported.
const PATH_MODULES: &[&str] =
    &["path", "node:path", "path/posix", "node:path/posix", "pathe", "upath"];

/// Modules of `fileURLToPath`.
const URL_MODULES: &[&str] = &["url", "node:url"];

/// Modules of `process`.
const PROCESS_MODULES: &[&str] = &["process", "node:process"];

/// What imports name as a whole.
const WHOLE: &[&str] = &["default", "*", "posix"];

impl Host {
    /// A name that the program does not declare.
    pub(super) fn name<'a>(&self, name: &str) -> Option<Value<'a>> {
        match name {
            "__dirname" => Some(Value::text(folder(&self.file))),
            "__filename" => Some(Value::text(&self.file)),
            "process" | "URL" => Some(Value::Global(Rc::from(name))),
            _ => None,
        }
    }

    /// What a module of Node exports under a name.
    pub(super) fn import<'a>(module: &str, name: &str) -> Option<Value<'a>> {
        let root = match module {
            _ if PATH_MODULES.contains(&module) => "path",
            _ if URL_MODULES.contains(&module) => "url",
            _ if PROCESS_MODULES.contains(&module) => "process",
            "fs" | "node:fs" => "fs",
            _ => return None,
        };
        Some(match (root, name) {
            (_, name) if WHOLE.contains(&name) => Value::Global(Rc::from(root)),
            (_, "URL") => Value::Global(Rc::from("URL")),
            (root, name) => Value::Global(Rc::from(format!("{root}.{name}"))),
        })
    }

    /// What is at the end of a path of members.
    pub(super) fn member<'a>(&self, path: &str) -> Option<Value<'a>> {
        if let Some(name) = path.strip_prefix("process.env.") {
            let value = self.environment.get(name);
            return Some(value.map_or(Value::Unknown, Value::text));
        }
        match path {
            "import.meta.dirname" => Some(Value::text(folder(&self.file))),
            "import.meta.filename" => Some(Value::text(&self.file)),
            "import.meta.url" => Some(Value::text(format!("file://{}", self.file))),
            "path.sep" => Some(Value::text("/")),
            "path.posix" | "path.default" => Some(Value::Global(Rc::from("path"))),
            "process.env.PWD" => Some(Value::text(&self.directory)),
            _ => None,
        }
    }

    /// `path(arguments)`; `None` for what is not a function of Node.
    pub(super) fn call<'a>(&self, path: &str, arguments: &[Value<'a>]) -> Option<Value<'a>> {
        let texts = || arguments.iter().map(text).collect::<Option<Vec<_>>>();
        let value = match path {
            "process.cwd" => Some(self.directory.clone()),
            "path.join" => texts().map(|texts| normalized(&texts.join("/"))),
            "path.normalize" => texts().and_then(|texts| Some(normalized(texts.first()?))),
            "path.resolve" => self.resolved(arguments),
            "path.dirname" => texts().and_then(|texts| Some(folder(texts.first()?).to_owned())),
            "path.basename" => texts().and_then(|texts| base_name(&texts)),
            "path.relative" => texts().and_then(|texts| match &*texts {
                [from, to] => Some(relative(&self.absolute(from), &self.absolute(to))),
                _ => None,
            }),
            "fs.realpathSync" => texts().and_then(|texts| texts.first().cloned()),
            "import.meta.resolve" => {
                let base = Value::text(format!("file://{}", self.file));
                let address = arguments.first().cloned().unwrap_or(Value::Undefined);
                file_of_url(&Self::url(&[address, base])).map(|path| format!("file://{path}"))
            }
            "url.fileURLToPath" => arguments.first().and_then(file_of_url),
            _ => return None,
        };
        Some(value.map_or(Value::Unknown, Value::text))
    }

    /// `new URL(address, base)`, for files.
    pub(super) fn url<'a>(arguments: &[Value<'a>]) -> Value<'a> {
        let base = arguments.get(1).map(file_of_url);
        let Some(address) = arguments.first().and_then(text) else { return Value::Unknown };
        let path = match (address.strip_prefix("file://"), base) {
            (Some(path), _) => path.to_owned(),
            (None, Some(Some(base))) => {
                let end = if address.ends_with('/') { "/" } else { "" };
                normalized(&joined(&base, &address)) + end
            }
            (None, _) => return Value::Unknown,
        };
        let entry = |key: &str, value: String| (Text::from(key), Value::text(value));
        let href = format!("file://{path}");
        Value::object(vec![entry("href", href), entry("pathname", path)])
    }

    fn resolved(&self, arguments: &[Value<'_>]) -> Option<String> {
        let mut path = self.directory.clone();
        let mut is_known = true;
        for argument in arguments {
            match text(argument) {
                Some(text) if text.starts_with('/') => (path, is_known) = (text, true),
                Some(text) => path = format!("{path}/{text}"),
                None => is_known = false,
            }
        }
        is_known.then(|| normalized(&path))
    }

    fn absolute(&self, path: &str) -> String {
        if path.starts_with('/') {
            normalized(path)
        } else {
            normalized(&format!("{}/{path}", self.directory))
        }
    }
}

/// A text that is known whole; `URL`s count as their address.
fn text(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Text(text) if !text.has_gap() => Some(text.to_rust()),
        _ => None,
    }
}

/// The path of an address or a `URL`.
fn file_of_url(value: &Value<'_>) -> Option<String> {
    let address = match value {
        Value::Object(entries) => {
            let href = entries.iter().find(|(key, _)| *key == Text::from("href"))?;
            text(&href.1)?
        }
        value => text(value)?,
    };
    Some(address.strip_prefix("file://")?.to_owned())
}

/// An address relative to a file; a base that ends with a slash is a folder.
fn joined(base: &str, address: &str) -> String {
    if address.starts_with('/') {
        return address.to_owned();
    }
    format!("{}/{address}", base.rsplit_once('/').map_or("", |(folder, _)| folder))
}

fn base_name(texts: &[String]) -> Option<String> {
    let name = texts.first()?.trim_end_matches('/').rsplit('/').next()?;
    let ending = texts.get(1).map_or("", String::as_str);
    Some(name.strip_suffix(ending).unwrap_or(name).to_owned())
}

/// The folder that a path is in.
pub(crate) fn folder(path: &str) -> &str {
    match path.trim_end_matches('/').rsplit_once('/') {
        Some(("", _)) => "/",
        Some((folder, _)) => folder,
        None => ".",
    }
}

/// A path without `.`, empty parts, and `..` where there is a folder to leave.
pub(crate) fn normalized(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let is_absolute = path.starts_with('/');
    for part in path.split(['/', '\\']) {
        match (part, parts.last()) {
            ("." | "", _) => {}
            ("..", Some(last)) if *last != ".." => drop(parts.pop()),
            ("..", None) if is_absolute => {}
            _ => parts.push(part),
        }
    }
    match (is_absolute, parts.is_empty()) {
        (true, _) => format!("/{}", parts.join("/")),
        (false, true) => ".".to_owned(),
        (false, false) => parts.join("/"),
    }
}

/// The way from one absolute folder to another; `.` where they are the same.
pub(crate) fn relative(from: &str, to: &str) -> String {
    let parts = |path: &str| -> Vec<String> {
        path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let (from, to) = (parts(from), parts(to));
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - common);
    let way: Vec<&str> = up.chain(to.iter().skip(common).map(String::as_str)).collect();
    if way.is_empty() { ".".to_owned() } else { way.join("/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_normalized_as_node_does() {
        for (path, expected) in [
            ("a/./b//../c", "a/c"),
            ("../x/..", ".."),
            ("/../a", "/a"),
            ("./", "."),
            ("/", "/"),
            ("a\\b", "a/b"),
        ] {
            assert_eq!(normalized(path), expected, "{path}");
        }
        assert_eq!(relative("/p/app", "/p/app/dist"), "dist");
        assert_eq!(relative("/p/app", "/p/web/dist"), "../web/dist");
        assert_eq!(relative("/p", "/p"), ".");
        assert_eq!(folder("/p/vite.config.ts"), "/p");
        assert_eq!(folder("/p"), "/");
    }
}
