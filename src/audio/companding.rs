//! ITU-T G.711: the two laws that squeeze 13 and 14 bits into eight.

/// What each byte of A-law means (G.711, table 1a), as a sample in −1 … 1.
pub(super) static A_LAW: [f32; 256] = samples(false);

/// What each byte of mu-law means (G.711, table 2a), as a sample in −1 … 1.
pub(super) static MU_LAW: [f32; 256] = samples(true);

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a number that runs through the bytes, and levels of 16 bits"
)]
const fn samples(is_mu_law: bool) -> [f32; 256] {
    let mut samples = [0.0; 256];
    let mut byte = 0;
    while byte < samples.len() {
        let level = if is_mu_law { mu_law(byte as u8) } else { a_law(byte as u8) };
        samples[byte] = level as f32 / 32_768.0;
        byte += 1;
    }
    samples
}

/// The level of 16 bits: every other bit is inverted on the line, and the segments are of equal
/// length twice at the bottom.
const fn a_law(byte: u8) -> i32 {
    let code = byte ^ 0x55;
    let step = ((code & 0x0F) as i32) << 4;
    let size = match (code & 0x70) >> 4 {
        0 => step + 8,
        segment => (step + 0x108) << (segment - 1),
    };
    if code & 0x80 == 0 { -size } else { size }
}

/// The level of 16 bits: all bits are inverted on the line, and every segment is twice as long as
/// the one below.
const fn mu_law(byte: u8) -> i32 {
    let code = !byte;
    let size = ((((code & 0x0F) as i32) << 3) + 0x84) << ((code & 0x70) >> 4);
    if code & 0x80 == 0 { size - 0x84 } else { 0x84 - size }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_of_the_standard() {
        for (byte, level) in [(0xFF, 0), (0x7F, 0), (0x80, 32_124), (0x00, -32_124), (0xF0, 120)] {
            assert_eq!(mu_law(byte), level, "mu-law {byte:#x}");
        }
        for (byte, level) in
            [(0xD5, 8), (0x55, -8), (0xAA, 32_256), (0x2A, -32_256), (0xC5, 264), (0x85, 4_224)]
        {
            assert_eq!(a_law(byte), level, "A-law {byte:#x}");
        }
    }
}
