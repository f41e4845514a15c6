//! Private keys in DER that libraries accept: PKCS #8 (RFC 5208), SEC 1 (RFC 5915) and PKCS #1 (RFC
//! 8017). They lack the public key, which is optional and would have to be computed.

use std::ops::Range;

use memchr::memmem::find;

use super::draw::Draw;
use super::rsa;

/// A private key.
pub(super) struct Key {
    pub(super) der: Vec<u8>,
    /// Which bytes of it are random.
    pub(super) random: Range<usize>,
}

/// Tags (X.690, 8).
const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
const SEQUENCE: u8 = 0x30;
/// What names the curve in SEC 1: `[0]`.
const CURVE: u8 = 0xA0;

/// `INTEGER 0`: the version of PKCS #8 and PKCS #1.
const VERSION_0: &[u8] = &[INTEGER, 1, 0];
/// The version of SEC 1.
const VERSION_1: &[u8] = &[INTEGER, 1, 1];

/// Object identifiers: rsaEncryption (RFC 8017) with its NULL, id-ecPublicKey (RFC 5480).
const RSA: &[u8] = &[0x06, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1, 0x05, 0];
const EC: &[u8] = &[0x06, 7, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1];

/// Curves with the bytes of their keys: prime256v1, secp384r1, secp521r1 (RFC 5480), secp256k1 (SEC
/// 2). The first is the usual one.
const CURVES: &[(&[u8], usize)] = &[
    (&[0x06, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7], 32),
    (&[0x06, 5, 0x2B, 0x81, 4, 0, 0x22], 48),
    (&[0x06, 5, 0x2B, 0x81, 4, 0, 0x23], 66),
    (&[0x06, 5, 0x2B, 0x81, 4, 0, 0x0A], 32),
];

/// Algorithms whose keys are any bytes: X25519, X448, Ed25519, Ed448 (RFC 8410).
const EDWARDS: &[(&[u8], usize)] = &[
    (&[0x06, 3, 0x2B, 0x65, 0x6E], 32),
    (&[0x06, 3, 0x2B, 0x65, 0x6F], 56),
    (&[0x06, 3, 0x2B, 0x65, 0x70], 32),
    (&[0x06, 3, 0x2B, 0x65, 0x71], 57),
];

/// A key of the same kind, if it is a kind that can be drawn.
pub(super) fn private_key(label: &str, real: &[u8], draw: &mut Draw) -> Option<Key> {
    let has = |(id, _): &&(&[u8], usize)| find(real, id).is_some();
    let curve = CURVES.iter().find(has);
    let (der, secret) = match label {
        "EC PRIVATE KEY" => {
            let (id, length) = curve.or(CURVES.first())?;
            let secret = below_order(*length, draw);
            (ec(&secret, &tlv(CURVE, &[id])), secret)
        }
        "RSA PRIVATE KEY" => rsa_key(draw),
        "PRIVATE KEY" if curve.is_some() => {
            let (id, length) = curve?;
            let secret = below_order(*length, draw);
            (pkcs8(&[EC, id], &ec(&secret, &[])), secret)
        }
        "PRIVATE KEY" if find(real, RSA).is_some() => {
            let (key, secret) = rsa_key(draw);
            (pkcs8(&[RSA], &key), secret)
        }
        "PRIVATE KEY" => {
            let (id, length) = EDWARDS.iter().find(has)?;
            let secret = draw.bytes(*length);
            (pkcs8(&[id], &tlv(OCTETS, &[&secret])), secret)
        }
        _ => return None,
    };
    let start = find(&der, &secret)?;
    Some(Key { random: start..start + secret.len(), der })
}

/// A number with a leading zero byte, which is less than the order of every curve.
fn below_order(length: usize, draw: &mut Draw) -> Vec<u8> {
    let mut secret = draw.bytes(length);
    secret.iter_mut().take(1).for_each(|first| *first = 0);
    secret
}

fn ec(secret: &[u8], curve: &[u8]) -> Vec<u8> {
    tlv(SEQUENCE, &[VERSION_1, &tlv(OCTETS, &[secret]), curve])
}

fn rsa_key(draw: &mut Draw) -> (Vec<u8>, Vec<u8>) {
    let exponent = rsa::exponent(draw);
    let der = [VERSION_0, &rsa::public(), &tlv(INTEGER, &[&exponent]), &rsa::primes()].concat();
    (tlv(SEQUENCE, &[&der]), exponent)
}

fn pkcs8(algorithm: &[&[u8]], key: &[u8]) -> Vec<u8> {
    tlv(SEQUENCE, &[VERSION_0, &tlv(SEQUENCE, algorithm), &tlv(OCTETS, &[key])])
}

/// Tag, length and content (X.690, 8.1).
fn tlv(tag: u8, content: &[&[u8]]) -> Vec<u8> {
    let content = content.concat();
    let mut der = vec![tag];
    match content.len().to_be_bytes() {
        [.., length] if content.len() < 0x80 => der.push(length),
        [.., length] if content.len() < 0x100 => der.extend([0x81, length]),
        [.., high, low] => der.extend([0x82, high, low]),
    }
    der.extend(content);
    der
}
