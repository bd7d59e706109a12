//! Base64url (RFC 4648 §5), as a stream: a recording inside a document is never decoded whole.

/// How many characters are decoded at once.
pub(super) const PIECE: usize = 256 * 1024;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Decodes a text piece by piece. Padding and line breaks are passed over, and the two characters of
/// the older alphabet are understood: writers mix them up.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    bits: u32,
    count: u32,
}

impl Decoder {
    /// The bytes of the next piece; none where it holds what is no base64url.
    pub(super) fn push(&mut self, piece: &[u8]) -> Option<Vec<u8>> {
        let mut bytes = Vec::with_capacity(piece.len() / 4 * 3 + 3);
        for character in piece {
            let value = match character {
                b'A'..=b'Z' => character - b'A',
                b'a'..=b'z' => character - b'a' + 26,
                b'0'..=b'9' => character - b'0' + 52,
                b'-' | b'+' => 62,
                b'_' | b'/' => 63,
                b'=' | b'\r' | b'\n' | b' ' => continue,
                _ => return None,
            };
            self.bits = (self.bits << 6) | u32::from(value);
            self.count += 6;
            if self.count >= 8 {
                self.count -= 8;
                let [.., low] = (self.bits >> self.count).to_be_bytes();
                bytes.push(low);
                self.bits &= (1 << self.count) - 1;
            }
        }
        Some(bytes)
    }
}

/// The text of some bytes, without padding (RFC 7515 §2).
pub(super) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() / 3 * 4 + 4);
    for three in bytes.chunks(3) {
        let [first, second, third] =
            [0, 1, 2].map(|place| u32::from(three.get(place).copied().unwrap_or_default()));
        let bits = (first << 16) | (second << 8) | third;
        for place in 0..=three.len() {
            let index = (bits >> (18 - 6 * place)) & 63;
            text.push(char::from(ALPHABET.get(index as usize).copied().unwrap_or(b'A')));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decoded(text: &str) -> Option<Vec<u8>> {
        Decoder::default().push(text.as_bytes())
    }

    #[test]
    fn the_examples_of_the_standard_are_read_and_written() {
        for (plain, coded) in
            [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE")]
        {
            assert_eq!(encode(plain.as_bytes()), coded);
            assert_eq!(decoded(coded).unwrap(), plain.as_bytes());
        }
        assert_eq!(decoded("Zg==\n").unwrap(), b"f");
        assert_eq!(decoded("-_+/").unwrap(), [0xFB, 0xFF, 0xBF]);
        assert_eq!(decoded("Zm9v!"), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again_however_it_is_cut(
            bytes in proptest::collection::vec(any::<u8>(), 0..300),
            piece in 1_usize..50,
        ) {
            let text = encode(&bytes);
            let mut decoder = Decoder::default();
            let read: Vec<u8> =
                text.as_bytes().chunks(piece).flat_map(|piece| decoder.push(piece).unwrap()).collect();
            prop_assert_eq!(read, bytes);
        }
    }
}
