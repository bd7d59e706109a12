//! One sentence that every model must hear: the last check before a fetched file gets its name.
//!
//! `known-sentence.wav` (5.25 s, mu-law, 8,000 samples a second, like a telephone call) was
//! spoken by Kokoro-82M, a text-to-speech model under the Apache License 2.0, for earmark; the
//! recording is under earmark's own licence.

use super::error::ModelError;
use crate::audio::{self, AudioError, Resampler};
use std::io::{self, Cursor};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use whisper_rs::{FullParams, SamplingStrategy, WhisperContext, WhisperContextParameters, WhisperError};

/// What is said in the recording.
pub const KNOWN_SENTENCE: &str =
    "The parcel arrived late on Tuesday, so the agent offered the customer a refund.";

const RECORDING: &[u8] = include_bytes!("known-sentence.wav");

/// How long a model may take over five seconds of speech.
const LIMIT: Duration = Duration::from_mins(10);
/// How often we look whether it is done.
const LOOK: Duration = Duration::from_millis(50);

/// Fails unless the model hears the known sentence. `listener` is a command that prints what
/// [`hear_the_known_sentence`] returns for this model.
///
/// It is a process of its own because the speech library ends its process where weights are
/// damaged or the processor lacks an instruction; here that becomes an error.
pub fn hears_the_known_sentence(model: &Path, listener: Command) -> Result<(), ModelError> {
    hears_within(model, listener, LIMIT)
}

fn hears_within(model: &Path, mut listener: Command, limit: Duration) -> Result<(), ModelError> {
    let does_not_run = |reason: String| ModelError::DoesNotRun { path: model.to_owned(), reason };
    let failed = |error: io::Error| does_not_run(error.to_string());
    listener.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = listener.spawn().map_err(failed)?;
    let started = Instant::now();
    while child.try_wait().map_err(failed)?.is_none() {
        if started.elapsed() >= limit {
            child.kill().map_err(failed)?;
            child.wait().map_err(failed)?;
            return Err(does_not_run(format!("it was not done after {} seconds", limit.as_secs())));
        }
        thread::sleep(LOOK);
    }
    let output = child.wait_with_output().map_err(failed)?;
    if !output.status.success() {
        return Err(does_not_run(format!("its process ended with {}", output.status)));
    }
    let heard = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if words(&heard) == words(KNOWN_SENTENCE) {
        return Ok(());
    }
    Err(ModelError::Misheard { path: model.to_owned(), spoken: KNOWN_SENTENCE.to_owned(), heard })
}

/// What the model hears in the recording of the known sentence; a few seconds for the small
/// models. A damaged model can end the process.
pub fn hear_the_known_sentence(model: &Path) -> Result<String, ModelError> {
    let does_not_run = |reason: String| ModelError::DoesNotRun { path: model.to_owned(), reason };
    let samples = samples(RECORDING).map_err(|error| does_not_run(error.to_string()))?;
    transcribe(model, &samples).map_err(|error| does_not_run(error.to_string()))
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

/// The recording as Whisper takes it: 16,000 samples a second.
fn samples(wav: &'static [u8]) -> Result<Vec<f32>, AudioError> {
    let recording = audio::decode(Cursor::new(wav))?;
    let mut resampler = Resampler::new(recording.format.sample_rate)?;
    let mut samples = Vec::new();
    for channel in recording.channels.iter().take(1) {
        resampler.push(channel, &mut samples)?;
    }
    resampler.finish(&mut samples)?;
    Ok(samples)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recording_is_five_seconds_of_speech_at_sixteen_thousand_samples() {
        let samples = samples(RECORDING).unwrap();
        assert_eq!(samples.len(), 84_000);
        let loudest = samples.iter().fold(0f32, |loudest, sample| loudest.max(sample.abs()));
        assert!(loudest > 0.2 && loudest <= 1.0, "{loudest}");
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
        assert!(matches!(hear_the_known_sentence(&path), Err(ModelError::DoesNotRun { .. })));
    }

    /// What is said of a listener that does what the shell script says.
    fn judged(script: &str) -> Result<(), ModelError> {
        let mut listener = Command::new("/bin/sh");
        listener.args(["-c", script]);
        hears_within(Path::new("ggml-x.bin"), listener, Duration::from_millis(500))
    }

    #[test]
    fn only_the_spoken_words_pass() {
        judged("echo ' the parcel arrived late on tuesday, so the agent offered the customer a refund'")
            .unwrap();
        let error = judged("echo 'Thank you for watching.'").unwrap_err();
        assert!(matches!(&error, ModelError::Misheard { heard, .. } if heard == "Thank you for watching."));
    }

    #[test]
    fn a_listener_that_crashes_or_hangs_is_an_error_and_not_our_end() {
        let crashed = judged("kill -ABRT $$").unwrap_err().to_string();
        assert!(crashed.contains("signal: 6"), "{crashed}");
        let hung = judged("exec sleep 60").unwrap_err().to_string();
        assert!(hung.contains("was not done"), "{hung}");
    }
}
