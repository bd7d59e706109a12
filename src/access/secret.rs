//! Secrets: 256 random bits that prove who somebody is. The database holds only their hash.

use super::AccessError;
use sha2::{Digest, Sha256};
use std::fmt::{self, Write};

/// How every secret begins, so that people and scanners recognise one that leaked.
const PREFIX: &str = "earmark_";

/// A secret as it is handed out once: in a cookie, a token or a link. Never printed by accident.
// Never compared as text, which would take longer the more of it is right: its hash is looked up.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// A new one from the operating system's random numbers.
    pub fn new() -> Result<Self, AccessError> {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes).map_err(AccessError::NoRandomness)?;
        let mut text = String::from(PREFIX);
        for byte in bytes {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        Ok(Self(text))
    }

    /// A secret that somebody sent.
    #[must_use]
    pub fn received(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The text to hand out.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored and looked up. A plain hash is enough for 256 random bits.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_differ_and_do_not_print() {
        let (one, other) = (Secret::new().unwrap(), Secret::new().unwrap());
        assert_ne!(one.hash(), other.hash());
        assert_eq!(one.reveal().len(), PREFIX.len() + 64);
        assert!(!format!("{one:?}").contains(one.reveal()));
        assert_eq!(Secret::received(one.reveal()).hash(), one.hash());
    }
}
