//! Random texts, and the hashes under which they are kept.

use ring::digest::{Context, SHA256};
use ring::rand::{SecureRandom, SystemRandom};
use secrecy::SecretString;

/// `N` random bytes of the operating system.
///
/// # Panics
/// If the operating system has no randomness, without which nothing here is safe.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandom::new()
        .fill(&mut bytes)
        .expect("the operating system gives random bytes");
    bytes
}

/// A new text of 256 random bits that nobody can guess, for a link or a header.
pub(crate) fn token() -> SecretString {
    SecretString::from(hex(&random::<32>()))
}

/// The SHA-256 of parts, which are kept apart by their lengths, in hexadecimal digits. Enough for what
/// is random; a password takes more.
pub(crate) fn hash(parts: &[&[u8]]) -> String {
    let mut context = Context::new(&SHA256);
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part);
    }
    hex(context.finish().as_ref())
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = |byte: &u8| [byte >> 4, byte & 15].map(|i| char::from(DIGITS[usize::from(i)]));
    bytes.iter().flat_map(digits).collect()
}

/// The bytes of hexadecimal digits.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |c: u8| char::from(c).to_digit(16).map(|digit| digit as u8);
    let byte = |pair: &[u8]| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    };
    text.as_bytes().chunks(2).map(byte).collect()
}

/// `N` random letters and digits that are easy to type, 5 bits each.
pub(crate) fn letters<const N: usize>() -> String {
    // No `l`, `o`, `0` and `1`, which look alike.
    const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let letter = |byte: u8| char::from(ALPHABET[usize::from(byte & 31)]);
    random::<N>().into_iter().map(letter).collect()
}
