//! The mel filter bank that a ggml model file carries.
//!
//! Whisper was trained on the bank of Slaney's Auditory Toolbox (Malcolm Slaney, "Auditory
//! Toolbox", Interval Research Technical Report 1998-010): the mel scale is linear up to
//! 1,000 Hz and logarithmic above, and each triangular filter has the area of one.

/// Samples a second that Whisper hears.
const SAMPLE_RATE: f64 = 16_000.0;
/// Frequency bins of a 400-sample transform.
pub(super) const BINS: usize = 201;

/// Where the mel scale turns from linear to logarithmic.
const BREAK_HZ: f64 = 1_000.0;
/// Below the break, Hz a mel.
const HZ_A_MEL: f64 = 200.0 / 3.0;
/// Mels at the break.
const BREAK_MEL: f64 = BREAK_HZ / HZ_A_MEL;

/// Above the break a mel multiplies the frequency by e to this: 27 mels are a factor of 6.4.
fn log_step() -> f64 {
    f64::ln(6.4) / 27.0
}

fn mel_of(hz: f64) -> f64 {
    if hz < BREAK_HZ { hz / HZ_A_MEL } else { BREAK_MEL + (hz / BREAK_HZ).ln() / log_step() }
}

fn hz_of(mel: f64) -> f64 {
    if mel < BREAK_MEL { mel * HZ_A_MEL } else { BREAK_HZ * (log_step() * (mel - BREAK_MEL)).exp() }
}

/// The weights of `bands` filters over 201 bins from 0 to 8,000 Hz, band after band.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "the file stores single precision")]
pub fn filter_bank(bands: u16) -> Vec<f32> {
    let edges = edges_hz(bands);
    let mut weights = Vec::with_capacity(usize::from(bands) * BINS);
    for edge in edges.windows(3) {
        let &[low, centre, high] = edge else { continue };
        let area = 2.0 / (high - low);
        for bin in bins_hz() {
            let rising = (low - bin) / (low - centre);
            let falling = (high - bin) / (high - centre);
            let height = rising.min(falling);
            weights.push(if height < 0.0 { 0.0 } else { (height * area) as f32 });
        }
    }
    weights
}

/// The corners of the triangles, evenly spaced in mels: filter n spans corners n to n + 2.
fn edges_hz(bands: u16) -> Vec<f64> {
    let top = mel_of(SAMPLE_RATE / 2.0);
    let step = top / (f64::from(bands) + 1.0);
    (0..=bands).map(|edge| hz_of(f64::from(edge) * step)).chain([hz_of(top)]).collect()
}

/// The frequency of each bin, 40 Hz apart.
fn bins_hz() -> impl Iterator<Item = f64> {
    (0u16..).take(BINS).map(|bin| f64::from(bin) * (SAMPLE_RATE / 400.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// (band, bin, weight)
    const KNOWN_WEIGHTS: [(usize, usize, f32); 10] = [
        (0, 1, 0.024_862_595),
        (1, 1, 0.001_990_822),
        (1, 2, 0.022_871_772),
        (20, 19, 0.010_972_2),
        (20, 20, 0.013_890_394),
        (40, 42, 0.005_411_105),
        (40, 43, 0.014_735_566),
        (79, 186, 0.000_366_742),
        (79, 193, 0.003_141_313),
        (79, 0, 0.0),
    ];

    /// Computed with NumPy from the definition, not with this code.
    #[test]
    fn known_weights_of_the_eighty_band_bank() {
        let bank = filter_bank(80);
        assert_eq!(bank.len(), 80 * BINS);
        for (band, bin, expected) in KNOWN_WEIGHTS {
            let found = bank[band * BINS + bin];
            assert!((found - expected).abs() < 1e-8, "band {band}, bin {bin}: {found} is not {expected}");
        }
    }

    #[test]
    fn the_scale_is_its_own_inverse_and_has_its_break_at_a_thousand_hertz() {
        assert!((mel_of(1_000.0) - 15.0).abs() < 1e-12);
        assert!((mel_of(6_400.0) - 42.0).abs() < 1e-9);
        for hz in [0.0, 40.0, 999.0, 1_000.0, 1_001.0, 8_000.0] {
            assert!((hz_of(mel_of(hz)) - hz).abs() < 1e-9);
        }
    }

    #[test]
    fn a_wide_filter_has_an_area_of_one() {
        let bank = filter_bank(80);
        let widest = &bank[79 * BINS..];
        let area: f32 = widest.iter().map(|weight| weight * 40.0).sum();
        assert!((area - 1.0).abs() < 0.01, "{area}");
    }
}
