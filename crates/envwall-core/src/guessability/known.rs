//! Identifiers that everyone knows: media types, headers, algorithms, URNs, hosts, models,
//! versions. Their words say nothing, however many there are.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::rating::{rated, unknown};

/// The bits of a word that configurations and protocols are made of.
const WELL_KNOWN: f64 = 3.0;

/// What is made of such words and small numbers alone has no more.
const NOTHING_ELSE: f64 = 30.0;

/// The bits of a letter alone.
const SINGLE: f64 = 5.0;

/// The bits of each kind of sign beyond the usual number: identifiers keep to a few.
const SIGN: f64 = 6.0;
const USUAL_SIGNS: u32 = 3;

/// So many digits are a version, a size, a port or a date.
const FEW_DIGITS: usize = 8;

/// A longer text is no identifier.
const LONGEST: usize = 300;

/// Shorter runs of letters are no word unless they are known.
const SHORTEST_WORD: usize = 4;

/// A rarer word is not taken for one: random letters are in the lists, too.
const RAREST: f64 = 16.0;

/// So many names that nobody knows are in an identifier.
const MOST_NAMES: usize = 1;

/// What is between the words of identifiers and addresses.
const BETWEEN: &[char] = &['-', '_', '.', '/', ':', ';', ',', '+', '?', '*', '@', ' ', '='];

/// The words, each in lower case: of the media types and headers of IANA's registries, the names
/// of algorithms (RFC 7518, Web Cryptography), OAuth's URNs (RFC 6755), hosts, clouds, models.
const WORDS: &str = "\
    http https ws wss ftp sftp smtp smtps imap tcp udp tls ssl ssh dns www www2 w3 com org net io \
    dev app ai co de uk eu us lan local localhost internal cloud api apis v0 v1 v2 v3 v4 v5 v1beta \
    v1beta1 beta alpha latest stable next canary rest rpc grpc graphql json jsonp xml html xhtml \
    css js mjs text plain form url urn urls uri urlencoded multipart data mixed alternative octet \
    stream event events application image images img png jpeg jpg gif webp avif svg ico bmp audio \
    video mpeg mp3 mp4 ogg webm wav font fonts woff woff2 ttf otf pdf zip gzip br deflate zstd \
    identity csv yaml toml markdown md wasm javascript typescript ecmascript ld problem patch \
    merge vnd ms xmlns xlink schema schemas soap atom rss charset utf utf8 utf16 ascii latin1 iso \
    accept encoding language control cache age max no store must revalidate content type length \
    disposition authorization authenticate proxy host origin referer referrer policy cookie set \
    user agent requested with csrf xsrf forwarded for proto real ip request response id ids etag \
    if match none modified since range allow allowed origins headers methods method expose \
    credentials connection keep alive upgrade insecure websocket sec fetch site mode dest security \
    strict transport frame options powered by x q ratelimit limit limits remaining reset retry after \
    correlation trace traceparent tracestate baggage idempotency key get post put delete head \
    default src self unsafe inline eval connect script style ancestors \
    aes rsa oaep gcm cbc ctr ecb ccm hmac sha sha1 sha2 sha3 sha224 sha256 sha384 sha512 hs256 \
    hs384 hs512 rs256 rs384 rs512 es256 es384 es512 ps256 ps384 ps512 md5 pkcs pkcs1 pkcs5 pkcs7 \
    pkcs8 pss ec ecdsa ecdh ed25519 eddsa x25519 curve25519 p256 p384 p521 secp256k1 chacha20 \
    poly1305 a128kw a192kw a256kw a128gcm a192gcm a256gcm es argon2 argon2id argon2i bcrypt scrypt pbkdf2 hkdf kw dir enc alg jwa jwe jwk jwks jws \
    jwt mac digest base64 base64url base32 hex pem der x509 \
    ietf params oauth oauth2 oidc openid connect token tokens access refresh bearer basic grant \
    grants client assertion saml saml1 saml2 device code authorize authorized callback exchange \
    introspect revoke userinfo well known configuration issuer audience scope scopes profile email \
    offline auth auth0 cognito idp amazonaws aws amazon azure microsoft microsoftonline windows \
    google googleapis googleusercontent gserviceaccount gcp iam cloudfront cloudflare vercel \
    netlify heroku herokuapp github gitlab githubusercontent githubassistant firebase firebaseapp \
    firebaseio supabase stripe openai anthropic claude gpt chatgpt gemini llama mistral mixtral \
    deepseek qwen sonnet opus haiku mini nano micro small medium large turbo flash lite pro preview \
    instruct instant embedding embeddings vision davinci babbage whisper dall tts realtime \
    sentry ingest datadog datadoghq honeycomb slack discord twilio sendgrid mailgun mailchimp \
    algolia mongodb postgres postgresql mysql mariadb sqlite redis rediss memcached amqp amqps \
    rabbitmq kafka mqtt nats elastic elasticsearch s3 ec2 sqs sns rds ses dynamodb lambda bucket \
    blob storage queue table file files assets static public cdn media upload uploads download \
    north south east west central northeast southeast northwest southwest region zone ap sa ca cn \
    noreply reply info support admin root guest test example sample demo prod production staging \
    development sandbox live env node nodejs deno bun alpine slim bookworm bullseye ubuntu debian \
    web frontend backend server service services worker gateway proxy dashboard portal docs blog \
    shared manage listen send read write name account role session database db schema sslmode \
    require disable prefer true false null undefined enabled disabled info debug warn error \
    80 128 192 224 256 384 443 512 1024 2048 4096 1433 2525 3000 3306 5173 5432 6379 8000 8080 \
    8443 9200 27017";

static KNOWN: LazyLock<FxHashSet<&str>> = LazyLock::new(|| WORDS.split_whitespace().collect());

/// The bits of a text that is an identifier: some of its words are known to all, and what is not
/// is rated alone. `None` when it is anything else, and in doubt.
pub(super) fn bits(text: &str) -> Option<f64> {
    let may_be = |char: char| char.is_ascii_alphanumeric() || BETWEEN.contains(&char);
    if text.len() > LONGEST || !text.chars().all(may_be) || may_hold_a_secret(text) {
        return None;
    }
    if has_signs_in_a_row(text) {
        return None;
    }
    let chunks: Vec<&str> = text.split(BETWEEN).filter(|chunk| !chunk.is_empty()).collect();
    let tells = |word: &str| word.len() > 1 && !is_number(word) && is_known(word);
    if !chunks.iter().any(|chunk| tells(chunk) || words(chunk).any(tells)) {
        return None;
    }
    let (mut bits, mut of_words, mut others) = (0.0, 0, 0);
    let (mut strange, mut unlisted) = (false, 0);
    for chunk in chunks {
        let tame = tame(chunk);
        strange |= tame.is_none_or(|tame| tame.strange);
        unlisted += usize::from(tame.is_some_and(|tame| tame.unlisted));
        bits += tame.map_or_else(|| rated(chunk), |tame| tame.bits);
        match tame {
            Some(_) => of_words += chunk.bytes().filter(u8::is_ascii_alphabetic).count(),
            None => others += chunk.len(),
        }
    }
    bits += SIGN * f64::from(kinds_of_signs(text).saturating_sub(USUAL_SIGNS));
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if !strange && digits <= FEW_DIGITS {
        bits = f64::min(bits, NOTHING_ELSE);
    }
    // a name of one's own is in many of them; several may be what a generator made
    (of_words >= others && unlisted <= MOST_NAMES).then_some(bits)
}

/// Whether signs follow one another as they do in no identifier.
fn has_signs_in_a_row(text: &str) -> bool {
    let plain =
        text.replace("://", "/").replace("; ", ";").replace(", ", ",").replace("*/*", "a/a");
    let signs = |pair: &[u8]| pair.iter().all(|byte| BETWEEN.contains(&char::from(*byte)));
    plain.as_bytes().windows(2).any(signs)
}

/// How many different signs there are, but for those of an address.
fn kinds_of_signs(text: &str) -> u32 {
    let signs: BTreeSet<char> = text.chars().filter(|char| BETWEEN.contains(char)).collect();
    let is_address = text.contains("://");
    signs.iter().filter(|sign| !(is_address && "/:.-_?".contains(**sign))).map(|_| 1).sum()
}

/// Whether it says itself that it holds a password, or may do so.
fn may_hold_a_secret(text: &str) -> bool {
    let login = text.split_once("://").is_some_and(|(_, rest)| rest.contains('@'));
    let pair = |at: usize| !["q", "charset"].iter().any(|key| text[..at].ends_with(key));
    let pairs = text.match_indices('=').any(|(at, _)| pair(at));
    // words with nothing but blanks between them are a phrase, and that may be a secret
    let phrase = text.match_indices(' ').any(|(at, _)| !text[..at].ends_with([',', ';']));
    login || pairs || phrase
}

/// What is made of words and numbers.
#[derive(Clone, Copy)]
struct Tame {
    bits: f64,
    /// Whether a word of it is not known to all.
    strange: bool,
    /// Whether it is letters that no list has.
    unlisted: bool,
}

fn tame(chunk: &str) -> Option<Tame> {
    if is_known(chunk) || (chunk.len() == 1 && is_number(chunk)) {
        return Some(Tame { bits: WELL_KNOWN, strange: false, unlisted: false });
    }
    if chunk.len() == 1 {
        return Some(Tame { bits: SINGLE, strange: true, unlisted: true });
    }
    let mut whole = Tame { bits: 0.0, strange: false, unlisted: false };
    for word in words(chunk) {
        let digits = is_number(word);
        whole.bits += match word.len() {
            _ if is_known(word) => WELL_KNOWN,
            // a year, a day, a version
            1..=2 if digits => WELL_KNOWN,
            4 if digits && (word.starts_with("19") || word.starts_with("20")) => 5.0,
            SHORTEST_WORD.. if !digits => {
                whole.strange = true;
                let bits = rated(word);
                // letters that no list has are a name if they are on their own, else they are random
                let listed = bits < unknown(&word.chars().collect::<Vec<_>>());
                whole.unlisted |= !listed;
                if bits > RAREST || !(listed || word.len() == chunk.len()) {
                    return None;
                }
                bits
            }
            _ => return None,
        };
    }
    Some(whole)
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) fn is_known(word: &str) -> bool {
    KNOWN.contains(word.to_ascii_lowercase().as_str())
}

/// `Root`, `Manage`, `Shared`, `Access`, `Key`: where the case changes, and letters and digits
/// meet.
fn words(chunk: &str) -> impl Iterator<Item = &str> {
    let bytes = chunk.as_bytes();
    let parts = |at: usize| {
        let (before, here) = (bytes[at - 1], bytes[at]);
        let last_of_capitals = before.is_ascii_uppercase()
            && here.is_ascii_uppercase()
            && bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
        before.is_ascii_digit() != here.is_ascii_digit()
            || (before.is_ascii_lowercase() && here.is_ascii_uppercase())
            || last_of_capitals
    };
    let mut start = 0;
    (1..=bytes.len()).filter_map(move |at| {
        if at < bytes.len() && !parts(at) {
            return None;
        }
        let word = chunk.get(start..at);
        start = at;
        word
    })
}

/// Whether a piece of a text was made by a generator: it is no word, and no number that is short.
///
/// ```
/// use envwall_core::guessability::is_random;
/// assert!(is_random("acme-8f0e2c61b7a94d35"));
/// assert!(!is_random("acme-web-frontend"));
/// ```
pub fn is_random(text: &str) -> bool {
    const FEWEST_BITS: f64 = 36.0;
    let kinds = |chunk: &str| {
        let has = |kind: fn(&u8) -> bool| chunk.as_bytes().iter().any(kind);
        let (digits, letters) = (has(u8::is_ascii_digit), has(u8::is_ascii_alphabetic));
        let cases = has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase);
        (digits && (letters || chunk.len() >= 12)) || cases
    };
    text.split(|char: char| !char.is_alphanumeric())
        .any(|chunk| kinds(chunk) && tame(chunk).is_none() && rated(chunk) >= FEWEST_BITS)
        || !text.is_ascii() && rated(text) >= FEWEST_BITS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_is_cut_into_its_words() {
        let all = |chunk| words(chunk).collect::<Vec<_>>();
        assert_eq!(all("RootManageSharedAccessKey"), ["Root", "Manage", "Shared", "Access", "Key"]);
        assert_eq!(all("HmacSHA256"), ["Hmac", "SHA", "256"]);
        assert_eq!(all("HTTPServer2x"), ["HTTP", "Server", "2", "x"]);
        assert_eq!(all(""), [""; 0]);
    }

    #[test]
    fn generated_values_are_distinguished_from_words() {
        for text in ["XXq7Kd03YhNs5PeUc4Zz1", "acme-8f0e2c61b7a94d35", "108234872340982340982"] {
            assert!(is_random(text), "{text}");
        }
        for text in ["acme-web-frontend", "AcmeCustomerPortal", "noreply@acme-widgets.com", "v2"] {
            assert!(!is_random(text), "{text}");
        }
    }
}
