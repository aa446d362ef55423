//! HMAC-SHA256, for tokens that the sandbox gives out and for webhooks that it signs.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

/// A key to sign with. Its `Debug` says nothing.
#[derive(Clone)]
pub(crate) struct Key(Hmac<Sha256>);

impl Key {
    /// Any bytes make a key: RFC 2104 hashes what is longer than a block and pads what is shorter.
    pub(crate) fn new(secret: &[u8]) -> Self {
        let mut block = [0; 64];
        let hashed = (secret.len() > block.len()).then(|| Sha256::digest(secret));
        let secret = hashed.as_deref().unwrap_or(secret);
        for (to, from) in block.iter_mut().zip(secret) {
            *to = *from;
        }
        Self(Hmac::new(&block.into()))
    }

    /// The signature in base64, as `X-Hub-Signature-256` has it after `sha256=`.
    pub(crate) fn sign_base64(&self, bytes: &[u8]) -> String {
        STANDARD.encode(self.sign(bytes))
    }

    /// The signature as a JSON web token has it.
    pub(crate) fn sign_base64url(&self, bytes: &[u8]) -> String {
        URL_SAFE_NO_PAD.encode(self.sign(bytes))
    }

    /// Whether a JSON web token's signature is ours, compared in constant time.
    pub(crate) fn has_signed(&self, bytes: &[u8], base64url: &str) -> bool {
        let Ok(signature) = URL_SAFE_NO_PAD.decode(base64url) else {
            return false;
        };
        let mut mac = self.0.clone();
        mac.update(bytes);
        mac.verify_slice(&signature).is_ok()
    }

    fn sign(&self, bytes: &[u8]) -> impl AsRef<[u8]> + use<> {
        let mut mac = self.0.clone();
        mac.update(bytes);
        mac.finalize().into_bytes()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn u256(bytes: &[u8]) -> [u128; 2] {
        let half = |half: &[u8]| u128::from_be_bytes(half.try_into().unwrap());
        [half(&bytes[..16]), half(&bytes[16..])]
    }

    /// Test cases 2 and 6 of RFC 4231: a short key, and one longer than a block.
    #[test]
    fn a_signature_is_that_of_the_standard() {
        let signed = Key::new(b"Jefe").sign(b"what do ya want for nothing?");
        assert_eq!(
            u256(signed.as_ref()),
            [
                0x5bdc_c146_bf60_754e_6a04_2426_0895_75c7,
                0x5a00_3f08_9d27_3983_9dec_58b9_64ec_3843
            ]
        );
        let long = Key::new(&[0xaa; 131]);
        let signed = long.sign(b"Test Using Larger Than Block-Size Key - Hash Key First");
        assert_eq!(
            u256(signed.as_ref()),
            [
                0x60e4_3159_1ee0_b67f_0d8a_26aa_cbf5_b77f,
                0x8e0b_c621_3728_c514_0546_040f_0ee3_7f54
            ]
        );
    }

    #[test]
    fn only_the_key_that_signed_says_so() {
        let (key, other) = (Key::new(b"one"), Key::new(b"two"));
        let signature = key.sign_base64url(b"bytes");
        assert!(key.has_signed(b"bytes", &signature));
        assert!(!key.has_signed(b"other bytes", &signature));
        assert!(!other.has_signed(b"bytes", &signature));
        assert!(!key.has_signed(b"bytes", "not base64"));
    }
}
