//! Half-precision numbers (IEEE 754 binary16), which both model formats store weights in.

/// The value of a half-precision number; every one is a single-precision number too.
pub(super) fn widened(half: u16) -> f32 {
    let sign = u32::from(half >> 15) << 31;
    let exponent = u32::from(half >> 10) & 0x1f;
    let fraction = u32::from(half & 0x03ff);
    let magnitude = match exponent {
        // Below the normal range a half counts in steps of 2^-24.
        0 => (f32::from(half & 0x03ff) * f32::from_bits(0x3380_0000)).to_bits(),
        0x1f => 0x7f80_0000 | fraction << 13,
        _ => (exponent + 127 - 15) << 23 | fraction << 13,
    };
    f32::from_bits(sign | magnitude)
}

/// The nearest half-precision number, ties to even; beyond 65,504 it is infinite.
pub(super) fn narrowed(single: f32) -> u16 {
    const LARGEST_NORMAL: u32 = 0x4780_0000;
    const SMALLEST_NORMAL: u32 = 0x3880_0000;
    let bits = single.to_bits();
    let magnitude = bits & 0x7fff_ffff;
    let half = if magnitude > 0x7f80_0000 {
        0x7e00
    } else if magnitude >= LARGEST_NORMAL {
        0x7c00
    } else if magnitude < SMALLEST_NORMAL {
        // Adding one half makes the processor round to the step of 2^-24 that halves have here.
        (f32::from_bits(magnitude) + 0.5).to_bits() - 0.5f32.to_bits()
    } else {
        let even = magnitude >> 13 & 1;
        (magnitude - ((127 - 15) << 23) + 0x0fff + even) >> 13
    };
    // Both parts are below 2^15 and 2^16 by construction.
    let [low, high, ..] = ((bits >> 16 & 0x8000) | half).to_le_bytes();
    u16::from_le_bytes([low, high])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_the_standard() {
        for (half, single) in [
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x7bff, 65_504.0),
            (0x0001, 5.960_464_5e-8),
            (0x0400, 6.103_515_6e-5),
            (0x3555, 0.333_251_95),
            (0x7c00, f32::INFINITY),
        ] {
            assert_eq!(widened(half).to_bits(), f32::to_bits(single), "{half:#06x}");
            assert_eq!(narrowed(single), half, "{single}");
        }
    }

    #[test]
    fn every_half_survives_the_way_there_and_back() {
        for half in 0..=u16::MAX {
            let single = widened(half);
            if single.is_nan() {
                assert!(widened(narrowed(single)).is_nan(), "{half:#06x}");
            } else {
                assert_eq!(narrowed(single), half, "{half:#06x}");
            }
        }
    }

    #[test]
    fn the_middle_between_two_halves_goes_to_the_even_one() {
        assert_eq!(narrowed(1.0 + f32::powi(2.0, -11)), 0x3c00);
        assert_eq!(narrowed(1.0 + 3.0 * f32::powi(2.0, -11)), 0x3c02);
        assert_eq!(narrowed(f32::powi(2.0, -25)), 0);
        assert_eq!(narrowed(65_520.0), 0x7c00);
        assert_eq!(narrowed(65_519.0), 0x7bff);
    }
}
