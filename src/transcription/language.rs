//! Which language a call is in: decided once a call, on speech of all channels together, among
//! the languages that are expected. Deciding window by window makes a transcript jump from one
//! language to the next, and translate on the way.

use super::engine::{Cancel, SpeechEngine};
use super::error::TranscriptionError;
use std::collections::BTreeMap;

/// The languages that a call is expected in unless the settings name others.
pub const EXPECTED: [&str; 2] = ["en", "zh"];

/// This much speech decides, in samples at 16 kHz: 8 s, which the encoder takes at its cheapest.
const ENOUGH_SAMPLES: usize = 8 * 16_000;
/// No window gives more: a greeting in two languages, or one that is read from a card, is not the call.
const MOST_OF_A_WINDOW: usize = ENOUGH_SAMPLES / 2;

/// The speech by which a call's language is told: as much of one channel as of the other, where both speak.
#[derive(Debug)]
pub(super) struct Sample {
    of_channels: BTreeMap<u16, Vec<f32>>,
    /// What is beyond the shares, for the case that there is less of the others.
    spare: Vec<f32>,
    speaking: usize,
}

impl Sample {
    /// Of so many channels that speak.
    pub(super) fn of(speaking: usize) -> Self {
        Self { of_channels: BTreeMap::new(), spare: Vec::new(), speaking: speaking.max(1) }
    }

    fn share(&self) -> usize {
        ENOUGH_SAMPLES / self.speaking
    }

    /// Takes of a window what is wanted of its channel.
    pub(super) fn take(&mut self, channel: u16, samples: &[f32]) {
        let share = self.share();
        let held = self.of_channels.entry(channel).or_default();
        let wanted = share.saturating_sub(held.len()).min(MOST_OF_A_WINDOW).min(samples.len());
        let (taken, left) = samples.split_at(wanted);
        held.extend_from_slice(taken);
        let room = ENOUGH_SAMPLES.saturating_sub(self.spare.len());
        self.spare.extend(left.iter().take(room));
    }

    /// Whether every channel has given its share.
    pub(super) fn is_enough(&self) -> bool {
        self.of_channels.values().filter(|held| held.len() >= self.share()).count() >= self.speaking
    }

    /// The speech itself.
    pub(super) fn speech(self) -> Vec<f32> {
        let mut speech: Vec<f32> = self.of_channels.into_values().flatten().collect();
        let missing = ENOUGH_SAMPLES.saturating_sub(speech.len());
        speech.extend(self.spare.into_iter().take(missing));
        speech
    }
}

/// The likeliest of `expected` for this speech (16 kHz). One expected language is not doubted.
pub fn detect(
    engine: &dyn SpeechEngine,
    speech: &[f32],
    expected: &[String],
    cancel: &Cancel,
) -> Result<Option<String>, TranscriptionError> {
    if expected.len() <= 1 || !engine.is_multilingual() {
        return Ok(expected.first().cloned());
    }
    let probabilities = engine.language_probabilities(speech, expected, cancel)?;
    Ok(likeliest(&probabilities, expected))
}

fn likeliest(probabilities: &[f32], expected: &[String]) -> Option<String> {
    let best = probabilities.iter().zip(expected).max_by(|a, b| a.0.total_cmp(b.0));
    best.map(|(_, language)| language.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_are_asked_as_much_and_no_window_alone() {
        const SECOND: usize = 16_000;
        let mut sample = Sample::of(2);
        sample.take(0, &[0.1; 12 * SECOND]);
        assert!(!sample.is_enough(), "the agent's greeting is not the call");
        sample.take(1, &[0.2; 3 * SECOND]);
        sample.take(0, &[0.1; 12 * SECOND]);
        assert!(!sample.is_enough());
        sample.take(1, &[0.2; 3 * SECOND]);
        assert!(sample.is_enough());
        let speech = sample.speech();
        let of_the_customer = speech.iter().filter(|level| **level > 0.15).count();
        assert_eq!((speech.len(), of_the_customer), (8 * SECOND, 4 * SECOND));
        let mut alone = Sample::of(1);
        alone.take(0, &[0.1; 12 * SECOND]);
        assert!(!alone.is_enough(), "the second window counts as much as the first");
        assert_eq!(alone.speech().len(), 8 * SECOND, "where there is no second, the first is all there is");
    }

    #[test]
    fn the_likeliest_of_the_expected_wins() {
        let expected = ["en".to_owned(), "zh".to_owned()];
        assert_eq!(likeliest(&[0.2, 0.7], &expected).as_deref(), Some("zh"));
        assert_eq!(likeliest(&[], &expected), None);
    }
}
