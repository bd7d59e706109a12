//! A sound by which a second can be told: a soft hum, and clicks at known moments.

use earmark::audio::Decoder;

/// The rate of everything that is made here, unless its format has one of its own.
pub(crate) const RATE: u32 = 8_000;
/// How long it is.
pub(crate) const LENGTH_MS: u64 = 4_000;
/// When the clicks begin.
pub(crate) const CLICKS_MS: [u64; 3] = [700, 2_000, 3_600];
/// How long each of them is.
const CLICK_MS: u64 = 10;

/// How loud the hum and the clicks are.
const HUM: f32 = 0.02;
const LOUD: f32 = 0.7;
/// What is louder than this belongs to a click, whatever a codec did to it.
const HEARD: f32 = 0.2;

/// One channel of it at this rate; `delay_ms` moves the clicks, so that channels can be told apart.
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
pub(crate) fn channel(rate: u32, delay_ms: u64) -> Vec<f32> {
    let frames = u64::from(rate) * LENGTH_MS / 1000;
    let sample = |frame: u64| {
        let seconds = frame as f32 / rate as f32;
        let at_ms = frame * 1000 / u64::from(rate);
        let clicks = CLICKS_MS.iter().map(|click| click + delay_ms);
        let loud = clicks.into_iter().any(|click| (click..click + CLICK_MS).contains(&at_ms));
        let (level, pitch) = if loud { (LOUD, 1_000.0) } else { (HUM, 220.0) };
        level * (std::f32::consts::TAU * pitch * seconds).sin()
    };
    (0..frames).map(sample).collect()
}

/// The same as 16 bits.
#[expect(clippy::cast_possible_truncation, reason = "within the scale")]
pub(crate) fn sixteen_bits(samples: &[f32]) -> Vec<i16> {
    samples.iter().map(|sample| (sample * 32_767.0).round() as i16).collect()
}

/// What was found in a file.
#[derive(Debug)]
pub(crate) struct Found {
    /// How long it is, in milliseconds.
    pub(crate) duration_ms: u64,
    /// Where each click begins, channel after channel, in milliseconds.
    pub(crate) clicks_ms: Vec<Vec<f64>>,
}

/// Decodes all of it and looks for the clicks.
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
pub(crate) fn find(mut decoder: Decoder<'_>) -> Found {
    let rate = f64::from(decoder.format().sample_rate);
    let mut lanes = vec![Vec::new(); usize::from(decoder.format().channels)];
    while let Some(block) = decoder.next_block().unwrap() {
        for (lane, samples) in lanes.iter_mut().zip(&block.channels) {
            lane.extend_from_slice(samples);
        }
    }
    let in_ms = |frame: f64| frame * 1000.0 / rate;
    let clicks = |lane: &Vec<f32>| -> Vec<f64> {
        let loud: Vec<usize> = (0..lane.len()).filter(|at| lane[*at].abs() > HEARD).collect();
        // What is less than 50 ms apart is one click.
        let gap = rate / 20.0;
        loud.chunk_by(|one, next| ((next - one) as f64) < gap).map(|click| in_ms(click[0] as f64)).collect()
    };
    Found {
        duration_ms: in_ms(lanes[0].len() as f64).round() as u64,
        clicks_ms: lanes.iter().map(clicks).collect(),
    }
}

/// Asserts that every click is where it was put, within what an ear can tell.
pub(crate) fn assert_in_place(what: &str, found: &Found, delays_ms: &[u64]) {
    assert!(found.duration_ms.abs_diff(LENGTH_MS) <= 40, "{what} lasts {} ms", found.duration_ms);
    assert_eq!(found.clicks_ms.len(), delays_ms.len(), "{what}: channels");
    for (clicks, delay) in found.clicks_ms.iter().zip(delays_ms) {
        assert_eq!(clicks.len(), CLICKS_MS.len(), "{what}: {clicks:?}");
        for (click, expected) in clicks.iter().zip(CLICKS_MS) {
            // Where it ends, a codec that repeats what it heard knows no better.
            let begins = (expected + delay) as f64;
            assert!((click - begins).abs() < 15.0, "{what}: a click at {click} ms instead of {begins} ms");
        }
    }
}
