//! The content hash that bundlers put into file names, which changes with every build.
//!
//! Detection errs on the side of missing a hash: a fingerprint that changes is a nuisance, but one
//! that two files share hides a finding. So a hash must be at the end of the name of a built asset,
//! in a format that a bundler writes, and must not read like a word.

/// Replaces a hash. Where a name itself contains it, it is doubled.
const HASH: &str = "*";

/// Extensions of files that bundlers name by their content.
const ASSETS: &[&str] = &[
    "js", "mjs", "cjs", "css", "wasm", "json", "woff", "woff2", "ttf", "otf", "eot", "png", "jpg",
    "jpeg", "gif", "webp", "avif", "svg", "ico", "mp4", "webm", "mp3", "ogg", "wav", "pdf",
];

/// Parts that bundlers write between the hash and the extension, or after it.
const AROUND: &[&str] =
    &["br", "bundle", "chunk", "gz", "iframe", "LICENSE", "map", "min", "txt", "worker", "zst"];

/// Extensions of pages, which people name: only a long run of hex digits counts as a hash there.
const PAGES: &[&str] = &["html", "htm"];

/// `assets/index-B7xk2f9Q.js` → `assets/index-*.js`. Names that differ outside their hashes stay
/// different.
pub(super) fn without_content_hash(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let (stem, kind) = stem(name);
    let head = head(stem, kind);
    let rest = &name[head.map_or(0, |head| stem.len().max(head.len()))..];
    let doubled = |text: &str| text.replace(HASH, "**");
    match head {
        Some(head) => format!("{}/{}{HASH}{}", doubled(folder), doubled(head), doubled(rest)),
        None => format!("{}/{}", doubled(folder), doubled(name)),
    }
}

/// Who chose a file's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    ByBundler,
    ByPeople,
    Unknown,
}

/// A name without its extensions, and who chose it.
fn stem(name: &str) -> (&str, Named) {
    let (mut stem, mut named) = (name, Named::Unknown);
    while let Some((before, extension)) = stem.rsplit_once('.') {
        let found = match extension {
            it if PAGES.contains(&it) => Named::ByPeople,
            it if ASSETS.contains(&it) => Named::ByBundler,
            it if AROUND.contains(&it) => named,
            _ => break,
        };
        if named == Named::Unknown {
            named = found;
        }
        stem = before;
    }
    (stem, named)
}

/// The part before the hash, including the separator, if there is a hash.
fn head(stem: &str, named: Named) -> Option<&str> {
    let hash_from = |start: usize| {
        let (head, hash) = stem.split_at_checked(start)?;
        let alone = head.is_empty() || head.ends_with(['-', '.', '_', '~']);
        (alone && is_hash(head, hash, named)).then_some(head)
    };
    let last = stem.rfind(['-', '.', '_', '~']).map_or(0, |at| at + 1);
    // a hash in URL-safe base64 may contain the separators
    hash_from(last).or_else(|| hash_from(stem.len().checked_sub(BASE64)?)).or_else(|| hash_from(0))
}

/// Length of a hash of Rollup and Vite, in URL-safe base64, and of esbuild, in base32.
const BASE64: usize = 8;

fn is_hash(head: &str, hash: &str, named: Named) -> bool {
    match named {
        Named::Unknown => false,
        Named::ByPeople => is_hex(hash),
        Named::ByBundler => {
            is_hex(hash) || is_base64(hash) || head.ends_with("chunk-") && is_base32(hash)
        }
    }
}

/// webpack, Next, Parcel, Angular: 8 to 64 hex digits, with letters and digits, so that dates and
/// numbers do not count.
fn is_hex(text: &str) -> bool {
    let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    (8..=64).contains(&text.len())
        && text.bytes().all(hex)
        && has(text, |b| b.is_ascii_digit())
        && has(text, |byte| byte.is_ascii_lowercase())
}

/// Vite and Rollup; esbuild, without lower-case letters.
fn is_base64(text: &str) -> bool {
    let digit_like = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if text.len() != BASE64 || !text.bytes().all(digit_like) {
        return false;
    }
    let digits = has(text, |byte| byte.is_ascii_digit());
    let capitals = text.bytes().skip(1).filter(u8::is_ascii_uppercase).count();
    if has(text, |byte| byte.is_ascii_lowercase()) {
        has(text, |byte| byte.is_ascii_uppercase()) && (digits || capitals >= 2) && !reads(text)
    } else {
        is_base32(text) && digits
    }
}

/// esbuild.
fn is_base32(text: &str) -> bool {
    text.len() == BASE64 && text.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7'))
}

fn has(text: &str, what: impl Fn(u8) -> bool) -> bool {
    text.bytes().any(what)
}

/// The letters that follow each letter in words: the pairs that cover 93 % of the distinct words in
/// the descriptions of 400 Rust packages.
const FOLLOWING: [&str; 26] = [
    "bcdgiklmnprstuvy",
    "aeilorsu",
    "acehiklortu",
    "aeiosu",
    "acdefglmnpqrstvwx",
    "aefilou",
    "ehinrsu",
    "aeior",
    "abcdefglmnoprstvz",
    "",
    "eis",
    "adeilostuy",
    "aeiopsu",
    "acdefginostv",
    "bcdgiklmnoprstuvw",
    "aehiloprstu",
    "u",
    "acdeikmnorstuy",
    "acehiopstuy",
    "acehilorstuy",
    "abceilmnprst",
    "aei",
    "aeios",
    "pt",
    "",
    "e",
];

/// Whether three or more letters read like a word: `Nav`, `Login`, `page`.
fn reads(text: &str) -> bool {
    let bytes = text.as_bytes();
    let starts_word = |at: usize| {
        bytes[at].is_ascii_uppercase()
            || !at.checked_sub(1).is_some_and(|before| bytes[before].is_ascii_alphabetic())
    };
    (0..bytes.len()).filter(|at| starts_word(*at)).any(|start| {
        let small = bytes[start + 1..].iter().take_while(|byte| byte.is_ascii_lowercase()).count();
        reads_as_one(&text[start..=start + small])
    })
}

fn reads_as_one(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    let follows = |pair: &[u8]| {
        let first = pair[0].checked_sub(b'a').and_then(|first| FOLLOWING.get(usize::from(first)));
        first.is_some_and(|following| following.as_bytes().contains(&pair[1]))
    };
    word.len() >= 3
        && word.contains(['a', 'e', 'i', 'o', 'u', 'y'])
        && word.as_bytes().windows(2).all(follows)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Names from builds of these tools, and the same names without hashes.
    #[test]
    fn hashes_of_bundlers_are_left_out() {
        for (name, left) in [
            // Vite, Rollup, rolldown
            ("index-B7xk2f9Q.js", "index-*.js"),
            ("index-DkQ9xX_2.js", "index-*.js"),
            ("index-kQ-9xXa2.js", "index-*.js"),
            ("index-45phW5mx.js", "index-*.js"),
            ("one-Bm66v5Z-.js", "one-*.js"),
            ("two-DyihJtNa.js", "two-*.js"),
            ("editor.worker-_vAIFJDs.js", "editor.worker-*.js"),
            ("abap-D-t0cyap.js", "abap-*.js"),
            ("index-legacy-Dq7xeO6M.js.map", "index-legacy-*.js.map"),
            ("style-CX_oY03V.css.br", "style-*.css.br"),
            ("logo-Br9jKMXB.svg", "logo-*.svg"),
            // SvelteKit, Astro, Nuxt, VitePress
            ("0.CCxBR_Ij.js", "0.*.js"),
            ("1.CIRt9-7s.js", "1.*.js"),
            ("_commonjsHelpers.D26ty3Ew.js", "_commonjsHelpers.*.js"),
            ("hoisted.B2iPLyUM.js", "hoisted.*.js"),
            ("k27z7qLJ.js", "*.js"),
            ("dXuZCPp_.js", "*.js"),
            // webpack, Create React App, Docusaurus, Storybook
            ("main.4fd2a1b0.chunk.js", "main.*.chunk.js"),
            ("vendors~main.00d2a1bf.js", "vendors~main.*.js"),
            ("main.4fd2a1b0.js.LICENSE.txt", "main.*.js.LICENSE.txt"),
            ("935f2afb.0a1b2c3d.js", "935f2afb.*.js"),
            ("8e309db50b0f031a1c2d.png", "*.png"),
            ("main.4fd2a1b0.iframe.bundle.js", "main.*.iframe.bundle.js"),
            // Next, Gatsby
            ("131-8e309db50b0f031a.js", "131-*.js"),
            ("_app-930c2e1cfe9b86bc.js", "_app-*.js"),
            ("app-8e309db50b0f031a1c2d.js", "app-*.js"),
            // esbuild, Angular, tsup
            ("chunk-2X5O55FT.js", "chunk-*.js"),
            ("chunk-KPLTYDCZ.js", "chunk-*.js"),
            ("main-5INURTSO.js", "main-*.js"),
            ("main.930c2e1cfe9b86bc.js", "main.*.js"),
            // Parcel
            ("index.8e309db5.css", "index.*.css"),
            // pages
            ("post-0a1b2c3d.html", "post-*.html"),
        ] {
            assert_eq!(without_content_hash(name), format!("/{left}"), "{name}");
            assert_eq!(without_content_hash(&format!("a/{name}")), format!("a/{left}"), "{name}");
        }
    }

    #[test]
    fn names_that_people_give_stay() {
        for name in [
            "index.js",
            "page.html",
            "vendor.min.js",
            "jquery-3.7.1.min.js",
            "20240101.js",
            "post-20240101.html",
            "post-20240202.html",
            "12345678.html",
            "87654321.html",
            "2024-01-01.html",
            "report-20240101.pdf",
            "page-B2BLogin.html",
            "page-B2CLogin.html",
            "page-B2BLogin.js",
            "page-Login2FA.js",
            "CheckoutPage.js",
            "page-AdminNav.js",
            "page-Settings.js",
            "UserCard.js",
            "page-SignUpV2.js",
            "customer1.js",
            "chapter2.js",
            "page-EditPost.js",
            "page-my-Page2.js",
            "page-Web3Apps.js",
            "html5-video-2.js",
            "0mwk-tq0k_qj4.js",
            "README-CHANGES.js",
            "page-OVERVIEW.js",
            "deadbeef.js",
            "page-defaced.html",
            "page-kQ99xXa2.html",
            "data-B7xk2f9Q.bin",
            "B7xk2f9Q",
            "_array_like_to_array.js",
            "astro-island.prebuilt.js",
            "chacha20-poly1305.js",
            "00000001.json",
            "i18nInit.js",
        ] {
            assert_eq!(without_content_hash(name), format!("/{name}"));
        }
    }

    #[test]
    fn most_hashes_of_rollup_are_recognized() {
        const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let digest = |seed: u32| blake3::hash(&seed.to_le_bytes());
        let hash = |seed: u32| {
            let digits = digest(seed).as_bytes().map(|byte| DIGITS[usize::from(byte % 64)]);
            digits[..8].iter().copied().map(char::from).collect::<String>()
        };
        let recognized = (0..10_000).filter(|seed| {
            without_content_hash(&format!("index-{}.js", hash(*seed))) == "/index-*.js"
        });
        let recognized = recognized.count();
        assert!(recognized > 9_000, "{recognized}");
    }

    fn piece() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-zA-Z0-9*_.-]{0,6}",
            "[A-Za-z0-9_-]{8}",
            "[0-9a-f]{8,20}",
            Just("-".to_owned()),
            Just(".js".to_owned()),
            Just(".html".to_owned()),
            Just("/".to_owned()),
        ]
    }

    /// The parts before and after the hash in a name without it.
    fn around(left: &str) -> (String, Option<String>) {
        let left = left.strip_prefix('/').unwrap_or(left).replace("**", "\0");
        let text = |part: &str| part.replace('\0', "*");
        match left.split_once('*') {
            Some((before, after)) => (text(before), Some(text(after))),
            None => (text(&left), None),
        }
    }

    proptest! {
        /// Names that become equal differ only in the hash, which is not a number.
        #[test]
        fn nothing_but_a_hash_is_left_out(pieces in prop::collection::vec(piece(), 1..6)) {
            let name = pieces.concat();
            prop_assume!(!name.starts_with('/'));
            match around(&without_content_hash(&name)) {
                (whole, None) => prop_assert_eq!(whole, name),
                (before, Some(after)) => {
                    let rest = name.strip_prefix(&before).and_then(|it| it.strip_suffix(&after));
                    let hash = rest.unwrap_or_default();
                    prop_assert!(hash.len() >= 8, "{} {}", name, hash);
                    prop_assert!(!hash.contains(['.', '/', '*']), "{} {}", name, hash);
                    prop_assert!(hash.bytes().any(|byte| byte.is_ascii_alphabetic()), "{}", name);
                    prop_assert!(after.starts_with('.'), "{}", name);
                }
            }
        }

        /// Two names never share a fingerprint unless they differ only in the hash.
        #[test]
        fn what_is_around_the_hash_counts(
            (head, other) in ("[a-z*]{1,3}", "[a-z*]{1,3}"),
            (between, also) in ("[-._]", "[-._]"),
            (hash, second) in ("[A-Za-z0-9_-]{8}", "[A-Za-z0-9_-]{8}"),
            (extension, last) in ("js|css|html", "js|css|html"),
        ) {
            let of = |head: &str, between: &str, hash: &str, extension: &str| {
                without_content_hash(&format!("{head}{between}{hash}.{extension}"))
            };
            let one = (&head, &between, &extension);
            if one != (&other, &also, &last) {
                let left = of(&head, &between, &hash, &extension);
                prop_assert_ne!(left, of(&other, &also, &second, &last));
            }
        }
    }
}
