//! Which language a call is in: decided once a call, on speech of all channels together, among
//! the languages that are expected. Deciding window by window makes a transcript jump from one
//! language to the next, and translate on the way.

use super::engine::{Cancel, SpeechEngine};
use super::error::TranscriptionError;

/// The languages that a call is expected in unless the settings name others.
pub const EXPECTED: [&str; 2] = ["en", "zh"];

/// This much speech is enough to decide, in samples at 16 kHz: 8 s.
pub const ENOUGH_SAMPLES: usize = 8 * 16_000;
/// More is not listened to: 10 s, what the encoder takes at its cheapest.
const MOST_SAMPLES: usize = 10 * 16_000;

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
    let speech = speech.get(..MOST_SAMPLES).unwrap_or(speech);
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
    fn the_likeliest_of_the_expected_wins() {
        let expected = ["en".to_owned(), "zh".to_owned()];
        assert_eq!(likeliest(&[0.2, 0.7], &expected).as_deref(), Some("zh"));
        assert_eq!(likeliest(&[], &expected), None);
    }
}
