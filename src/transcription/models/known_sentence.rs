//! One sentence that every model must hear: the last check before a fetched file gets its name.
//!
//! `known-sentence.wav` (5.25 s, mu-law, 8,000 samples a second, like a telephone call) was
//! spoken by Kokoro-82M, a text-to-speech model under the Apache License 2.0, for earmark; the
//! recording is under earmark's own licence.

use super::error::ModelError;
use std::path::Path;
use whisper_rs::{FullParams, SamplingStrategy, WhisperContext, WhisperContextParameters, WhisperError};

/// What is said in the recording.
pub const KNOWN_SENTENCE: &str =
    "The parcel arrived late on Tuesday, so the agent offered the customer a refund.";

const RECORDING: &[u8] = include_bytes!("known-sentence.wav");

/// Loads the model and lets it hear the known sentence; a few seconds for the small models.
pub fn hears_the_known_sentence(model: &Path) -> Result<(), ModelError> {
    let does_not_run =
        |error: WhisperError| ModelError::DoesNotRun { path: model.to_owned(), reason: error.to_string() };
    let heard = transcribe(model, &samples(RECORDING)).map_err(does_not_run)?;
    if words(&heard) == words(KNOWN_SENTENCE) {
        return Ok(());
    }
    Err(ModelError::Misheard { path: model.to_owned(), spoken: KNOWN_SENTENCE.to_owned(), heard })
}

/// Everything that the model hears in 16,000 samples a second.
fn transcribe(model: &Path, samples: &[f32]) -> Result<String, WhisperError> {
    // Without this the library writes its own log to standard error.
    whisper_rs::install_logging_hooks();
    let context = WhisperContext::new_with_params(model, WhisperContextParameters::default())?;
    let mut state = context.create_state()?;
    let mut params = FullParams::new(SamplingStrategy::Greedy { best_of: 1 });
    params.set_language(Some("en"));
    params.set_print_progress(false);
    params.set_print_realtime(false);
    params.set_print_timestamps(false);
    params.set_print_special(false);
    state.full(params, samples)?;
    let mut text = String::new();
    for segment in state.as_iter() {
        text.push_str(&segment.to_str_lossy()?);
    }
    Ok(text.trim().to_owned())
}

/// Lower-case words without punctuation.
fn words(text: &str) -> Vec<String> {
    text.split_whitespace()
        .map(|word| word.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>().to_lowercase())
        .filter(|word| !word.is_empty())
        .collect()
}

/// The mu-law bytes of the WAV file at twice their rate, as Whisper takes them.
fn samples(wav: &[u8]) -> Vec<f32> {
    let data =
        wav.windows(4).position(|tag| tag == b"data").and_then(|at| wav.get(at + 8..)).unwrap_or_default();
    let mut samples = Vec::with_capacity(data.len() * 2);
    let mut before = 0.0;
    for sample in data.iter().copied().map(from_mu_law) {
        samples.push(f32::midpoint(before, sample));
        samples.push(sample);
        before = sample;
    }
    samples
}

/// One mu-law byte as a sample from -1 to 1 (ITU-T G.711, the companding law of its table 2).
fn from_mu_law(byte: u8) -> f32 {
    let code = !byte;
    let exponent = u32::from(code >> 4 & 0x07);
    let mantissa = u32::from(code & 0x0f);
    let magnitude = (((mantissa << 3) + 0x84) << exponent) - 0x84;
    let level = f32::from(u16::try_from(magnitude).unwrap_or(u16::MAX)) / 32_768.0;
    if code & 0x80 == 0 { level } else { -level }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recording_is_five_seconds_of_speech_at_sixteen_thousand_samples() {
        let samples = samples(RECORDING);
        assert_eq!(samples.len(), 84_000);
        let loudest = samples.iter().fold(0f32, |loudest, sample| loudest.max(sample.abs()));
        assert!(loudest > 0.2 && loudest <= 1.0, "{loudest}");
    }

    #[test]
    fn mu_law_levels_of_the_standard() {
        for (byte, level) in [(0xff, 0.0), (0x7f, 0.0), (0x80, 32_124.0), (0x00, -32_124.0), (0xf0, 120.0)] {
            assert!((from_mu_law(byte) * 32_768.0 - level).abs() < 0.5, "{byte:#x}");
        }
    }

    #[test]
    fn words_are_compared_without_case_and_punctuation() {
        assert_eq!(words(" Hello,  World. - "), ["hello", "world"]);
    }

    #[test]
    fn a_file_that_is_no_model_does_not_run() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ggml-none.bin");
        std::fs::write(&path, b"not a model at all").unwrap();
        assert!(matches!(hears_the_known_sentence(&path), Err(ModelError::DoesNotRun { .. })));
    }
}
