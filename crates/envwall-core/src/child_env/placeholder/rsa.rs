//! The RSA key of RFC 9500, section 2.1, `testRSA2048`: a key for tests that everyone knows. To draw
//! a key would take a search for primes.
//!
//! Its private exponent is not the only one. Any multiple of the least common multiple of p - 1 and
//! q - 1 may be added to it (RFC 8017, 3.2), so a placeholder has an exponent of its own, by which
//! it is found. All else is the same in each.

use data_encoding::BASE64;

use super::draw::Draw;

/// The modulus and the public exponent, as DER.
const PUBLIC: &[u8] = b"\
    AoIBAQCw+egZQ6eumJKq3hfKfED4dE/tL4FI5sjqont9ABVI+1GSqyi1bFBgsRjM0THllIdMbKmJtWwnKW8J+5Og\
    NN8y6Xxv8JmM/Y5vQt2lis0fqXmG8UTz0VTWdlAXXmhUs6lSADvAaIe4RVrCsZ97L3ZQTryY7JRVcbB4khUN3Gp0\
    yg+801SXzoFTTa+UGIRLE66jH51aa5VXu99hnv1OiH8tQrjdi8mH6uG/icq4XuIeNWMF32wHqIOOPvQcWV3M5D2v\
    xJEj702Ku6k9OQXkAo17qRSEonWW4HtLbtmS8He1JNPc/n3dVUm+fM6NoDXPoLP7j55G9zKyqGtGAWXAj1MTAgMB\
    AAE=";

/// p, q, d mod (p - 1), d mod (q - 1), and the inverse of q mod p, as DER.
const PRIMES: &[u8] = b"\
    AoGBAN0QVwI4LyMrNoH1N5HiJhfHv06ay4HtSNr21pldo+q2QoOa/wEtLqYouQryef0+b3yTzYDwcvAf8kQ7Pujy\
    TtRpp5YTpBvSQCD5L9EQWb0dDzAbW6ep02N8qNZcGpgVQX2Oq3NLC086LGYdmhqC86xzTEBTBmmrjkcwRaWOZVOd\
    AoGBAMzx5buQyOl4Hqdb6/ELwlLhHrAjoCYPGIdVKlaGP0pkIejGAL9SPWyxsK291lv+5KiKA349GkFeW7lWSNpa\
    DKJrVPSmOUhSLD1fiblKcu//lRNNWUDORXWPMImAkIlWWI7vV1s+S8TDaM/oE+6cJSwrAuDfkfGqAZONOGhdYLpv\
    AoGACe1U6u2Y+ExVe0qGv09XhJPcvGvpHaGJNwQEqQhydvTOUdihAO2FfcKwZJR08/Fc0kxU2yhxEOVuXLAIaC+R\
    aKqB8xRYt0MezBxEkG/ah8qJRxDDcekHbB1J+65RJ2k08q14d4n0LQ+gtMk5hV1CEglvcCgKTq58iifZyNB3LmUC\
    gYEAjLaFenvVRl+ABH6bh7wAJzGEBYHgYmE5ASpbUF8KM4R+t7jDKJlJrUhvO0s9U5q12nYwIcvILBuiNKVmje0I\
    AbhZ80PxzpME5vqisALK2beM3lzcLB+0FxxCQhZwpqsPUMxKGU6zbRyR6TW6AblZ2HKLnmRCaz/Dp1Bt61I5qKcC\
    gYAKgdimGDFKgDr2HAZxHyw5smb/QU1TR20dpSpDGKr+S5bw2gcVX4pRNNq4juKegWgHb814ynkaxjRCqBzQaTkn\
    2AjjNejYy/ISGQdQmld1m0+aGPo6ezM3ee3eekWThPhEStrs/+yV/VUrDPy2x/aSYm3eHvJopA0vZ7XIqjh/9w==";

/// The least private exponent.
const EXPONENT: &[u8] = b"\
    BhqTGGP5TDqePF8X6kzqH2eWO3OlqDJa1Z+Fq3mtl5cgvh1BydgS1vLktxOz/oYROzU4N7QBJ0H06XQ60uNf8K1A\
    NHV+O5r3JvvjEcroE40l0DNRZyizc14gmbMQ3XMA26opur4gMt55feOLFkA8er1By0hwPpjYNvWwMjUwRWzaoq/U\
    7bdUePPqYDQmYuSTc0srbEKhw20rM+v/7HYHnapQcFnoFISYdYCV/p8kYL/ZVxVASIQkCsFgeh3hOp5SYB4BUqE2\
    2pImNBv4J8hVlRFhIO8gLI1CxEyke6vdM6t3VYhQCLvoy17G0lGA8b8Nys6RlyVE6kS8ShO1m3TW+Q==";

/// The least common multiple of p - 1 and q - 1.
const PERIOD: &[u8] = b"\
    HX78BDXxR8QYcc+uob9gKWi3/N1ANtEhfHBp6iquNtSNmHHcHjy4EB2EIiLdpkNr4hIcQZ48sTGSgant8AjP3dGU\
    vVLEQipCZ+B6RkHM2pw+69Lg002OI75iro+8Dh3xjaq0oBFr9AuPIHLv6d0+YrfKGXzDY5LyvsMDgk9nE3a7nxkZ\
    InkTcqlrtdOAOjHgqbWab1VSOeRqLkUCPHDhrc+3ahdW1r/NJjADAVfBetA0/AJnea84V/1+bHhEasF2ecwBEa2m\
    5mKMe2qUlt5QD9Yi2fzs2nabCpjpnmDjtux2j9SdOKpeStFEFqhcyBakj4q/g2Uj5NltbBXj+Mw2LA==";

/// Random bytes of an exponent.
const RANDOM: usize = 32;

pub(super) fn public() -> Vec<u8> {
    decode(PUBLIC)
}

pub(super) fn primes() -> Vec<u8> {
    decode(PRIMES)
}

/// A private exponent: the least one and a random multiple of the period.
pub(super) fn exponent(draw: &mut Draw) -> Vec<u8> {
    let mut factor = draw.bytes(RANDOM);
    // a small factor would leave the first bytes of the product zero, which DER does not allow
    factor.iter_mut().take(1).for_each(|first| *first = 0x40 | (*first & 0x3F));
    let mut sum = product(&factor, &decode(PERIOD));
    add(&mut sum, &decode(EXPONENT));
    sum
}

fn decode(text: &[u8]) -> Vec<u8> {
    BASE64.decode(text).unwrap_or_default()
}

/// The product of two numbers, the most significant byte first.
fn product(left: &[u8], right: &[u8]) -> Vec<u8> {
    let mut product = vec![0; left.len() + right.len()];
    for (shift, digit) in left.iter().rev().enumerate() {
        let row: Vec<u8> = row(right, *digit).into_iter().chain(vec![0; shift]).collect();
        add(&mut product, &row);
    }
    product
}

/// The product of a number and a digit.
fn row(number: &[u8], digit: u8) -> Vec<u8> {
    let mut carry = 0;
    let mut row: Vec<u8> = Vec::with_capacity(number.len() + 1);
    for byte in number.iter().rev() {
        let [high, low] = (u16::from(*byte) * u16::from(digit) + carry).to_be_bytes();
        row.push(low);
        carry = u16::from(high);
    }
    row.extend(carry.to_le_bytes().first());
    row.reverse();
    row
}

/// Adds a number to one with as many bytes or more.
fn add(sum: &mut [u8], number: &[u8]) {
    let mut carry = 0;
    let digits = number.iter().rev().chain(std::iter::repeat(&0));
    for (byte, digit) in sum.iter_mut().rev().zip(digits) {
        let [high, low] = (u16::from(*byte) + u16::from(*digit) + carry).to_be_bytes();
        *byte = low;
        carry = u16::from(high);
    }
}
