//! A device that keeps passkeys, as far as a server can tell.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

/// Someone is there, and has shown a PIN or a finger.
const VERIFIED: u8 = 0x05;
/// A new key comes along.
const WITH_KEY: u8 = 0x40;

#[derive(Clone)]
pub(super) struct Device {
    pub(super) origin: String,
    pub(super) rp_id: String,
    pub(super) flags: u8,
    pub(super) key: Arc<EcdsaKeyPair>,
    pub(super) id: Vec<u8>,
    /// The user, if not whom the server has named.
    pub(super) user: Option<Vec<u8>>,
    pub(super) named: Arc<Mutex<Vec<u8>>>,
}

impl Device {
    pub(super) fn new(origin: &str) -> Device {
        let random = SystemRandom::new();
        let kind = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(kind, &random).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(kind, pkcs8.as_ref(), &random).unwrap();
        Device {
            origin: origin.to_owned(),
            rp_id: origin.rsplit('/').next().unwrap().to_owned(),
            flags: VERIFIED,
            key: Arc::new(key),
            id: crate::secret::random::<16>().to_vec(),
            user: None,
            named: Arc::default(),
        }
    }

    /// What `navigator.credentials.create` answers.
    pub(super) fn create(&self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        let options = &options["publicKey"];
        assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
        let user = BASE64
            .decode(options["user"]["id"].as_str().unwrap())
            .unwrap();
        *self.named.lock().unwrap() = user;
        let client = self.client("webauthn.create", options);
        let mut data = self.data(self.flags | WITH_KEY);
        data.extend([0; 16]);
        data.extend([0, self.id.len() as u8]);
        data.extend(&self.id);
        data.extend(self.public_key());
        // { "fmt": "none", "attStmt": {}, "authData": … } in CBOR.
        let mut object = vec![0xa3, 0x63];
        object.extend(b"fmt");
        object.push(0x64);
        object.extend(b"none");
        object.push(0x67);
        object.extend(b"attStmt");
        object.extend([0xa0, 0x68]);
        object.extend(b"authData");
        object.extend([0x58, data.len() as u8]);
        object.extend(data);
        self.answer(json!({
            "clientDataJSON": BASE64.encode(client),
            "attestationObject": BASE64.encode(object),
            "transports": ["internal"],
        }))
    }

    /// What `navigator.credentials.get` answers.
    pub(super) fn get(&self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        assert!(options.get("mediation").is_none());
        let client = self.client("webauthn.get", &options["publicKey"]);
        let data = self.data(self.flags);
        let mut signed = data.clone();
        signed.extend(digest(&SHA256, client.as_bytes()).as_ref());
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        let named = self.named.lock().unwrap().clone();
        let user = self.user.clone().unwrap_or(named);
        self.answer(json!({
            "clientDataJSON": BASE64.encode(client),
            "authenticatorData": BASE64.encode(data),
            "signature": BASE64.encode(signature),
            "userHandle": BASE64.encode(user),
        }))
    }

    fn answer(&self, response: Value) -> String {
        let id = BASE64.encode(&self.id);
        let kind = "public-key";
        json!({ "id": id, "rawId": id, "type": kind, "response": response, "extensions": {} })
            .to_string()
    }

    fn client(&self, kind: &str, options: &Value) -> String {
        let (challenge, origin) = (&options["challenge"], &self.origin);
        json!({ "type": kind, "challenge": challenge, "origin": origin, "crossOrigin": false })
            .to_string()
    }

    /// The app, the flags and a counter that is always 0, as passkeys have it.
    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = digest(&SHA256, self.rp_id.as_bytes()).as_ref().to_vec();
        data.push(flags);
        data.extend([0; 4]);
        data
    }

    /// The public key as COSE writes it: EC2, ES256, P-256, x, y.
    fn public_key(&self) -> Vec<u8> {
        let point = self.key.public_key().as_ref();
        let mut key = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 32];
        key.extend(&point[1..33]);
        key.extend([0x22, 0x58, 32]);
        key.extend(&point[33..65]);
        key
    }
}
