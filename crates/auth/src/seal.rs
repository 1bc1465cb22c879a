//! What must be read again is kept encrypted with the app's secret, so that the database alone does
//! not give it away.

use std::sync::Arc;

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, Salt};

use crate::secret;

/// Encrypts and decrypts. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Seal(Arc<LessSafeKey>);

impl Seal {
    /// With a key that is made of the app's secret.
    ///
    /// # Panics
    /// Never: the key has the length of a key.
    pub(crate) fn new(app: &[u8]) -> Seal {
        let salt = Salt::new(HKDF_SHA256, b"auth seal 1");
        let pseudorandom = salt.extract(app);
        let info = [b"factors".as_slice()];
        let key = pseudorandom
            .expand(&info, &AES_256_GCM)
            .map(UnboundKey::from)
            .expect("a key of 32 bytes is not too long");
        Seal(Arc::new(LessSafeKey::new(key)))
    }

    /// Encrypts bytes that belong to `owner`, so that they are good for nobody else.
    pub(crate) fn close(&self, owner: &str, bytes: &[u8]) -> Option<String> {
        let nonce = secret::random::<12>();
        let mut sealed = bytes.to_vec();
        let aad = Aad::from(owner.as_bytes());
        let unique = Nonce::assume_unique_for_key(nonce);
        self.0
            .seal_in_place_append_tag(unique, aad, &mut sealed)
            .ok()?;
        Some(format!("{}.{}", secret::hex(&nonce), secret::hex(&sealed)))
    }

    /// Decrypts what was encrypted for `owner` with the same secret.
    pub(crate) fn open(&self, owner: &str, sealed: &str) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_once('.')?;
        let nonce = Nonce::try_assume_unique_for_key(&secret::unhex(nonce)?).ok()?;
        let mut bytes = secret::unhex(sealed)?;
        let aad = Aad::from(owner.as_bytes());
        let plain = self.0.open_in_place(nonce, aad, &mut bytes).ok()?;
        Some(plain.to_vec())
    }
}
