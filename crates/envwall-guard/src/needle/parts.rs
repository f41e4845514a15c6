//! What a value is made of: each piece of it that is secret by itself.

use std::collections::BTreeMap;

use envwall_core::classify::names::{names_credential, names_public_data};
use envwall_core::classify::values::is_publishable_value;
use envwall_core::encoding::{base64, hex, percent};
use envwall_core::guessability::{is_known_identifier, is_random};

use super::secret::Part;

/// Values hold values: a PEM in JSON in base64. So deep and no deeper.
const DEEPEST: usize = 4;

/// So many pieces of one value are looked at.
pub(super) const MOST: usize = 4000;

/// Lines of a PEM differ from one encoder to the next; so many characters in a row are a leak.
const PEM_RUN: usize = 40;

/// A part of a value, with its text.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ValuePart {
    pub(super) text: String,
    pub(super) part: Part,
    /// So many bytes in a row are an occurrence, where that is known.
    pub(super) least: Option<usize>,
}

/// A part with its place in the value: names of fields and settings and positions in lists, from
/// the outside in. It may hold anything that the value does.
pub(super) type PlacedPart = (ValuePart, String);

/// The parts that a reading finds.
#[derive(Default)]
struct Found {
    parts: Vec<PlacedPart>,
    place: String,
}

impl Found {
    fn push(&mut self, part: ValuePart) {
        self.parts.push((part, self.place.clone()));
    }

    /// Finds parts one step further inside.
    fn at(&mut self, step: impl std::fmt::Display, find: impl FnOnce(&mut Self)) {
        let outer = self.place.len();
        self.place.extend(["\0", &step.to_string()]);
        find(self);
        self.place.truncate(outer);
    }
}

impl ValuePart {
    /// Whether nothing but a secret is there: an address or a name may be known to all.
    pub(super) fn is_credential(&self) -> bool {
        [Part::Password, Part::Login, Part::PemBody].contains(&self.part)
    }

    /// Whether it is one even if a public value of the project has the same text: what a generator
    /// made is published by mistake, unless it is a key for browsers or the variable's name says
    /// that it lists what everyone may know.
    pub(super) fn is_surely_secret(&self, variable: &str) -> bool {
        self.is_credential()
            || [Part::JsonField, Part::Item].contains(&self.part)
                && !names_public_data(variable)
                && is_random(&self.text)
                && !is_publishable_value(&self.text)
    }

    /// Whether it may tell something: what may be public by its place has to be random.
    pub(super) fn may_tell(&self) -> bool {
        let public = [Part::User, Part::PathSegment, Part::ConnectionSetting, Part::Item]
            .contains(&self.part);
        !public || is_random(&self.text) && !is_pool(&self.text)
    }
}

/// Whether this is the id of a user pool of Cognito, which is in the address of every sign-in:
/// `eu-west-1_aB3dE5fG7`.
fn is_pool(text: &str) -> bool {
    const ID: usize = 9;
    text.split_once('_').is_some_and(|(region, id)| {
        let words: Vec<_> = region.split('-').collect();
        id.len() == ID && words.len() >= 3 && words[0].len() == 2
    })
}

/// The pieces of a value, without the value itself, in the order of their texts.
pub(super) fn parts(value: &str) -> Vec<PlacedPart> {
    let mut parts = BTreeMap::new();
    collect(value, DEEPEST, "", &mut parts);
    parts.retain(|part, _| part.text != value);
    parts.into_iter().collect()
}

fn collect(value: &str, depth: usize, place: &str, parts: &mut BTreeMap<ValuePart, String>) {
    for (part, step) in pieces(value.trim()) {
        if parts.len() >= MOST {
            return;
        }
        let place = format!("{place}{step}");
        if depth > 0 && part.part != Part::PemBody && part.text.len() < value.len() {
            collect(&part.text, depth - 1, &place, parts);
        }
        parts.entry(part).or_insert(place);
    }
}

/// What a value consists of, by the first reading that fits.
fn pieces(text: &str) -> Vec<PlacedPart> {
    let mut found = Found::default();
    if let Ok(json) = serde_json::from_str::<serde_json::Value>(text) {
        leaves(&json, &mut found);
        return found.parts;
    }
    if text.contains("-----BEGIN ") {
        each_at(pem(text), &mut found);
        return found.parts;
    }
    let readings: [fn(&str, &mut Found); 9] =
        [addresses, pairs, url_of, scheme_less, lines, header, list, user_and_password, decoded];
    for reading in readings {
        reading(text, &mut found);
        if !found.parts.is_empty() {
            break;
        }
    }
    found.parts
}

/// Several parts of one kind, each at its position.
fn each_at(parts: impl Iterator<Item = ValuePart>, found: &mut Found) {
    for (index, part) in parts.enumerate() {
        found.at(index, |found| found.push(part));
    }
}

fn part(text: &str, part: Part) -> ValuePart {
    ValuePart { text: text.to_owned(), part, least: None }
}

/// Several addresses: each has parts of its own.
fn addresses(text: &str, found: &mut Found) {
    let items = || text.split([',', ';', '|']).flat_map(str::split_whitespace);
    if text.matches("://").count() > 1 && items().filter(|item| item.contains("://")).count() > 1 {
        each_at(items().map(|item| part(item, Part::Address)), found);
    }
}

/// One address, whatever precedes it: `redis-cli -u redis://…`.
fn url_of(text: &str, found: &mut Found) {
    if let Some((_, rest)) = text.split_once("://") {
        url(rest.split_whitespace().next().unwrap_or_default(), found);
    }
}

/// `user:password@host/name`, as the drivers of Go write it: `user:password@tcp(host)/name`.
fn scheme_less(text: &str, found: &mut Found) {
    let login = text.rsplit_once('@').map_or("", |(login, _)| login);
    if login.contains(':') && !text.contains(char::is_whitespace) && !text.contains(',') {
        url(text, found);
    }
}

/// `user:password@host/path?token=…`, what follows the scheme.
fn url(rest: &str, found: &mut Found) {
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, after) = rest.split_at(end);
    // passwords that are not encoded hold slashes, too
    let at = rest.rfind('@').filter(|at| *at > end && rest[..end].contains(':'));
    let (login, after) = match at {
        Some(at) => (Some(&rest[..at]), &rest[at + 1..]),
        None => (authority.rsplit_once('@').map(|(login, _)| login), after),
    };
    if let Some(login) = login {
        if let Some((user, password)) = login.split_once(':') {
            either(login, Part::Login, found);
            either(user, Part::User, found);
            either(password, Part::Password, found);
        } else {
            either(login, Part::User, found);
        }
    }
    let (path, query) = after.split_once('?').unwrap_or((after, ""));
    for (index, segment) in path.split('/').enumerate() {
        found.at(index, |found| either(segment, Part::PathSegment, found));
    }
    for (key, value) in query.split(['&', '#']).filter_map(|pair| pair.split_once('=')) {
        found.at(key, |found| either(value, Part::QueryToken, found));
    }
}

/// As it stands and without its percent signs: the one is sent, the other used.
fn either(text: &str, kind: Part, found: &mut Found) {
    found.push(part(text, kind));
    if let Ok(decoded) = String::from_utf8(percent::decode(text.as_bytes()))
        && decoded != text
    {
        found.push(part(&decoded, kind));
    }
}

/// `Server=db;Password=…;`, `host=db password=…`, `x-team=…,x-set=…`, `grant_type=…&client_secret=…`,
/// `//npm.example.com/:_authToken=…`, `--password=…`.
fn pairs(text: &str, found: &mut Found) {
    // an address may hold pairs, and a pair an address
    let first = text.find('=').filter(|at| text.find("://").is_none_or(|address| *at < address));
    let after = text.split_once("://").and_then(|(_, rest)| rest.split_once(';'));
    let text = match (first, after) {
        (Some(_), _) => text,
        (None, Some((_, after))) => after,
        _ => return,
    };
    let split = |separator: char| text.split(separator).filter_map(setting).collect::<Vec<_>>();
    let most = [';', '\n', '&', ',', ' '].into_iter().filter(|separator| text.contains(*separator));
    let most = most.map(split).find(|pairs| !pairs.is_empty());
    for (key, value) in most.unwrap_or_else(|| setting(text).into_iter().collect()) {
        found.at(key, |found| found.push(part(value, setting_part(key))));
    }
}

/// `Key=value`; the padding of base64 is no pair.
fn setting(pair: &str) -> Option<(&str, &str)> {
    let (key, value) = pair.split_once('=')?;
    let value = value.trim().trim_matches(['"', '\'']);
    let is_padding = value.is_empty() || value.starts_with('=');
    (is_name(key) && !is_padding).then_some((key.trim(), value))
}

fn is_name(key: &str) -> bool {
    let of_name = |char: char| char.is_ascii_alphanumeric() || " ._-/:".contains(char);
    let start = key.trim().trim_start_matches(['-', '/']);
    start.starts_with(|char: char| char.is_ascii_alphabetic()) && key.chars().all(of_name)
}

/// `SharedAccessKeyName` is no secret, and `KeyId` is none.
fn setting_part(key: &str) -> Part {
    let lower = key.to_ascii_lowercase();
    let says_what = lower.ends_with("name") || lower.ends_with("id");
    if names_credential(key) && !says_what { Part::Password } else { Part::ConnectionSetting }
}

/// `password: …`, a line each, as YAML has it, or in braces as JavaScript does.
fn lines(text: &str, found: &mut Found) {
    let inside = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
    let separators: &[char] = if inside.is_some() { &['\n', ','] } else { &['\n'] };
    for line in inside.unwrap_or(text).split(separators) {
        let Some((key, value)) = line.split_once(':') else { continue };
        let braces = inside.is_some() || value.starts_with(' ');
        let key = key.trim().trim_matches(['"', '\'']);
        if braces && is_name(key) && !key.contains(' ') {
            let value = value.trim().trim_matches(['"', '\'']);
            found.at(key, |found| found.push(part(value, setting_part(key))));
        }
    }
}

/// The value of an `Authorization` header.
fn header(text: &str, found: &mut Found) {
    let Some((scheme, value)) = text.split_once(' ') else { return };
    let value = value.trim();
    match scheme.to_ascii_lowercase().as_str() {
        _ if value.contains(' ') => {}
        "bearer" | "token" => found.push(part(value, Part::Password)),
        "basic" => {
            let login = base64::decode(value).and_then(|login| String::from_utf8(login).ok());
            let Some(login) = login else { return };
            if let Some((_, password)) = login.split_once(':') {
                found.push(part(password, Part::Password));
            }
            found.push(part(&login, Part::Login));
        }
        _ => {}
    }
}

/// Several values in one.
fn list(text: &str, found: &mut Found) {
    let separator = [',', ';', '\n', '|', ' '].into_iter().find(|mark| text.contains(*mark));
    if let Some(separator) = separator {
        each_at(text.split(separator).map(|item| part(item.trim(), Part::Item)), found);
    }
}

/// `user:password`, and not whatever has a colon in it: an image with its tag, a URN.
fn user_and_password(text: &str, found: &mut Found) {
    let Some((user, password)) = text.split_once(':') else { return };
    let of_user = |char: char| char.is_ascii_alphanumeric() || "._-@+".contains(char);
    if user.chars().all(of_user) && is_random(password) && !is_known_identifier(text) {
        found.push(part(password, Part::Password));
    }
}

fn leaves(json: &serde_json::Value, found: &mut Found) {
    match json {
        serde_json::Value::String(text) => found.push(part(text, Part::JsonField)),
        serde_json::Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                found.at(index, |found| leaves(item, found));
            }
        }
        serde_json::Value::Object(fields) => {
            let is_jwk = fields.contains_key("kty");
            let fields =
                fields.iter().filter(|(key, _)| !is_jwk || !OF_JWK.contains(&key.as_str()));
            for (key, field) in fields {
                found.at(key, |found| match field.as_str().filter(|it| may_be_public(key, it)) {
                    // the address of a webhook is a secret by what is random in it
                    Some(text) => url_of(text, found),
                    None => leaves(field, found),
                });
            }
        }
        _ => {}
    }
}

/// What of a JSON Web Key is public (RFC 7517, 4, and RFC 7518, 6.2.1 and 6.3.1).
const OF_JWK: &[&str] = &[
    "kty", "use", "key_ops", "alg", "kid", "x5u", "x5c", "x5t", "x5t#S256", "crv", "x", "y", "n",
    "e",
];

/// Whether a field is public by its name; an address may hold a login.
fn may_be_public(key: &str, text: &str) -> bool {
    names_public_data(key) && (!text.contains('@') || key.to_lowercase().ends_with("email"))
}

/// The base64 between the lines of dashes, in one line, of each private key.
///
/// Its beginning says what kind of key it is, and for RSA what the public key is (PKCS #1 and #8,
/// RFC 8017 and 5208): the same is in other keys and in certificates.
fn pem(text: &str) -> impl Iterator<Item = ValuePart> + '_ {
    text.split("-----BEGIN ").skip(1).filter_map(private_key)
}

/// The key in a block, from its label on.
fn private_key(block: &str) -> Option<ValuePart> {
    let (label, rest) = block.split_once("-----")?;
    if !label.contains("PRIVATE KEY") {
        return None;
    }
    let body = rest.split("-----END").next()?.replace("\\n", "").replace("\\r", "");
    let body: String = body
        .lines()
        .filter(|line| !line.contains(':'))
        .flat_map(str::chars)
        .filter(|char| !char.is_whitespace())
        .collect();
    let known =
        if body.len() > 600 { body.len() / 4 } else { body.len().saturating_sub(PEM_RUN).min(48) };
    let secret = body.get(known..)?;
    let least = Some(PEM_RUN.min(secret.len()));
    Some(ValuePart { text: secret.to_owned(), part: Part::PemBody, least })
}

/// The text that a value is the base64 of, or that its hex digits are.
fn decoded(text: &str, found: &mut Found) {
    const MIN_LENGTH: usize = 24;
    if text.len() < MIN_LENGTH {
        return;
    }
    let decoded = [hex::decode(text.trim_end_matches('=')), base64::decode(text)];
    let readable = |char: char| !char.is_control() || char.is_ascii_whitespace();
    let texts = decoded.into_iter().flatten().filter_map(|bytes| String::from_utf8(bytes).ok());
    let text = texts.into_iter().find(|text| text.chars().all(readable));
    if let Some(text) = text {
        found.push(ValuePart { text, part: Part::Decoded, least: None });
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::BASE64;

    use envwall_core::guessability::is_searchable;

    use super::*;

    fn texts(value: &str) -> Vec<String> {
        let parts = parts(value).into_iter();
        parts.map(|(part, _)| format!("{}: {}", part.part, part.text)).collect()
    }

    #[test]
    fn addresses() {
        let found = texts("postgres://app:p%40ss-word@db.example:5432/shop?sslkey=abc123");
        for part in [
            "login: app:p%40ss-word",
            "password: p%40ss-word",
            "password: p@ss-word",
            "user: app",
            "path: shop",
            "query token: abc123",
        ] {
            assert!(found.iter().any(|found| found == part), "{part} is not in {found:?}");
        }
    }

    #[test]
    fn connection_strings_and_json() {
        let found = texts("Server=db.example;User Id=sa;Password=q7Wz;Xe=1;");
        assert!(found.contains(&"password: q7Wz".to_owned()), "{found:?}");
        let found = texts(r#"{"a":{"private_key":"q7WzXe81"},"b":["c"]}"#);
        assert!(found.contains(&"JSON field: q7WzXe81".to_owned()), "{found:?}");
    }

    #[test]
    fn every_way_to_put_secrets_together() {
        let basic = BASE64.encode(b"shop:Vd83kPqz71xTw");
        let account = r#"{"type":"service_account","private_key":"Vd83kPqz71xTwGq7"}"#;
        let hex = data_encoding::HEXLOWER.encode(account.as_bytes());
        for (value, expected) in [
            ("x-honeycomb-team=Vd83kPqz71xTwA", "connection setting: Vd83kPqz71xTwA"),
            ("x-team=Vd83kPqz71xTwA,x-set=web", "connection setting: Vd83kPqz71xTwA"),
            ("Authorization=Bearer Vd83kPqz71xTwA,x-k=abc", "password: Vd83kPqz71xTwA"),
            ("grant_type=x&client_secret=Vd83kPqz71xTwA&a=b", "password: Vd83kPqz71xTwA"),
            ("//npm.example.com/:_authToken=Vd83kPqz71xTwA", "password: Vd83kPqz71xTwA"),
            ("mysqldump --user=app --password=Vd83kPqz71xTwA", "password: Vd83kPqz71xTwA"),
            ("host=db.lan user=app password=Vd83kPqz71xTwA", "password: Vd83kPqz71xTwA"),
            ("redis://:Vd83kPqz71A@a.lan,redis://:Vd83kPqz71B@b.lan", "password: Vd83kPqz71B"),
            (
                "redis://:Vd83kPqz71A@a.lan,redis://:Vd83kPqz71B@b.lan",
                "address: redis://:Vd83kPqz71B@b.lan",
            ),
            ("mongodb://shop:Vd83kPqz71@a.lan:27017,b.lan:27017/s", "password: Vd83kPqz71"),
            ("redis-cli --tls -u redis://x:Vd83kPqz71@a.lan:6379", "password: Vd83kPqz71"),
            ("shop:Vd83kPqz71xTw@tcp(db7.lan:3306)/shop", "password: Vd83kPqz71xTw"),
            ("shop:Vd83kPqz71xTw", "password: Vd83kPqz71xTw"),
            (&format!("Basic {basic}"), "password: Vd83kPqz71xTw"),
            (&format!("Basic {basic}"), "login: shop:Vd83kPqz71xTw"),
            ("Vd83kPqz71xTwA;Vd83kPqz71xTwB", "item: Vd83kPqz71xTwB"),
            ("Vd83kPqz71xTwA\nVd83kPqz71xTwB", "item: Vd83kPqz71xTwB"),
            ("Vd83kPqz71xTwA Vd83kPqz71xTwB", "item: Vd83kPqz71xTwB"),
            ("Vd83kPqz71xTwA|Vd83kPqz71xTwB", "item: Vd83kPqz71xTwB"),
            ("bob:Vd83kPqz71xTwA,amy:Vd83kPqz71xTwB", "password: Vd83kPqz71xTwB"),
            ("host: x\npassword: horse-wagon\n", "password: horse-wagon"),
            ("{host:'x',password:'horse-wagon'}", "password: horse-wagon"),
            (&hex, "JSON field: Vd83kPqz71xTwGq7"),
            (&BASE64.encode(account.as_bytes()), "JSON field: Vd83kPqz71xTwGq7"),
            (&BASE64.encode(format!("{account} ").as_bytes()), "JSON field: Vd83kPqz71xTwGq7"),
            (&BASE64.encode(format!("{account}  ").as_bytes()), "JSON field: Vd83kPqz71xTwGq7"),
            ("jdbc:sqlserver://h:1433;user=sa;password=horse-wagon", "password: horse-wagon"),
            (
                "Endpoint=sb://a.lan/;SharedAccessKeyName=R;SharedAccessKey=Xk93+/vLq0z8RbT1E=",
                "password: Xk93+/vLq0z8RbT1E=",
            ),
        ] {
            let found = texts(value);
            assert!(found.iter().any(|found| found == expected), "{value}: {found:?}");
        }
    }

    #[test]
    fn a_field_that_may_be_public_is_no_part() {
        let pem =
            "-----BEGIN PRIVATE KEY-----\\nVd83kPqz71xTwVd83kPqz71xTw\\n-----END PRIVATE KEY-----";
        let found = texts(&format!(
            r#"{{"project_id":"acme-prod-281904","client_email":"web@acme-281904.iam.lan",
            "client_id":"108234872340982340982","private_key_id":"0f8fad5bd9cb469fa165",
            "private_key":"{pem}","url":"redis://x:Vd83kPqz71@a.lan"}}"#
        ));
        for part in ["JSON field: 0f8fad5bd9cb469fa165", "password: Vd83kPqz71"] {
            assert!(found.iter().any(|found| found == part), "{part} is not in {found:?}");
        }
        assert!(found.iter().any(|found| found.starts_with("PEM body")), "{found:?}");
        let public = |found: &&String| found.contains("281904") || found.contains("1082348");
        assert_eq!(found.iter().find(public), None);
    }

    #[test]
    fn a_field_is_public_by_words_of_its_name_and_nothing_random_in_it() {
        let found = texts(
            r#"{"paid":"Vd83kPqz71xTwA","hybrid":"Vd83kPqz71xTwB","clientid":"Vd83kPqz71xTwC",
            "webhook_url":"https://hooks.lan/services/T02AB/Vd83kPqz71xTwD","tenantId":"Vd83kPqz71xTwE",
            "auth_uri":"https://accounts.lan/o/oauth2/auth"}"#,
        );
        for part in
            ["JSON field: Vd83kPqz71xTwA", "JSON field: Vd83kPqz71xTwB", "path: Vd83kPqz71xTwD"]
        {
            assert!(found.iter().any(|found| found == part), "{part} is not in {found:?}");
        }
        let public = |found: &&String| ["TwC", "TwE"].iter().any(|end| found.ends_with(end));
        assert_eq!(found.iter().find(public), None);
        assert!(!found.iter().any(|found| found.starts_with("JSON field: https")), "{found:?}");
    }

    #[test]
    fn what_may_be_public_is_no_part() {
        for value in [
            "urn:ietf:params:oauth:token-type:access_token",
            "node:20-bookworm-slim",
            "registry.gitlab.com/acme/web:latest",
            "smtps://noreply%40acme-widgets.com@smtp.lan",
            "mongodb+srv://acme-web-frontend@c0.mongodb.net/acme",
            "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_aB3dE5fG7",
            "Endpoint=sb://a.lan;SharedAccessKeyName=RootManageSharedAccessKey",
            "Server=tcp:acme.database.windows.net,1433;Application Name=AcmeCustomerPortal",
            "jane.doe@acme-widgets.com,bob@acme-widgets.com",
            "aes-256-gcm",
        ] {
            let found = parts(value).into_iter().map(|(part, _)| part);
            let found = found.filter(|part| part.may_tell() && is_searchable(&part.text));
            let found: Vec<_> = found.map(|part| part.text).collect();
            assert_eq!(found, [""; 0], "{value}");
        }
    }

    #[test]
    fn a_key_is_known_by_what_is_secret_in_it() {
        let body: String = ('a'..='z').cycle().take(184).collect();
        let lines: Vec<_> = body.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
        let pem = format!(
            "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
            lines.join("\n")
        );
        assert_eq!(parts(&pem)[0].0.text, body[48..]);
        assert_eq!(parts(&pem.replace('\n', "\\n"))[0].0.text, body[48..]);
        assert!(parts(&pem.replace("PRIVATE", "PUBLIC")).is_empty());
        let certificate = pem.replace("PRIVATE KEY", "CERTIFICATE").replace('a', "b");
        assert_eq!(parts(&(certificate + &pem))[0].0.text, body[48..]);
    }

    #[test]
    fn the_public_half_of_a_key_is_no_part() {
        let key = r#"{"kty":"EC","x":"Vd83kPqz71xTwA","y":"Vd83kPqz71xTwB","d":"Vd83kPqz71xTwC",
            "note":"Vd83kPqz71xTwD"}"#;
        assert_eq!(texts(key), ["JSON field: Vd83kPqz71xTwC", "JSON field: Vd83kPqz71xTwD"]);
    }
}
